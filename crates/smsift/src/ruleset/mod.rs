//! Rules: read from files, checked, compiled once, then shared by all scanners.

mod compile;
mod compiled;
mod diagnostic;
mod document;
mod index;
mod names;
mod order;
pub(crate) mod pattern;
mod plan;
mod source;

pub(crate) use compiled::{Compiled, Condition, Item, Pattern, Rule, Signal};
pub use diagnostic::{Diagnostic, Diagnostics};
pub(crate) use document::PolicyDoc;
pub use document::Status;
pub(crate) use names::ConceptId;
pub use source::Source;

use std::sync::Arc;

use crate::label::{Category, Event, Tactic};
use crate::normalize::Steps;

/// Compiled rules, ready to be shared. Made by [`RuleSet::compile`] or [`RuleSet::bundled`].
#[derive(Clone, Debug)]
pub struct RuleSet {
    pub(crate) inner: Arc<Compiled>,
}

/// What a rule says of itself.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct RuleInfo<'r> {
    /// Stable id, never used again for another rule.
    pub id: &'r str,
    /// One line in Chinese.
    pub title: &'r str,
    /// One line in English.
    pub title_en: &'r str,
    /// What it counts for.
    pub category: Category,
    /// Tactic, for collection pressure.
    pub tactic: Option<Tactic>,
    /// Event it reports.
    pub event: Option<Event>,
    /// Group whose cap it shares.
    pub group: &'r str,
    /// Score it adds, before the cap.
    pub weight: f32,
    /// How far it is trusted.
    pub status: Status,
    /// Date of its first version.
    pub since: &'r str,
    /// The file it stands in.
    pub file: &'r str,
    /// Conditions that must all hold.
    pub all_of: &'r [String],
    /// Conditions of which `at_least` must hold.
    pub any_of: &'r [String],
    /// Conditions that must not hold.
    pub none_of: &'r [String],
    /// How many of `any_of`.
    pub at_least: usize,
    /// Where it is known to be wrong.
    pub known_false_positives: &'r [String],
    /// Texts on which it must fire.
    pub hit: &'r [String],
    /// Texts on which it must not fire.
    pub miss: &'r [String],
    /// Texts on which it should fire and does not yet.
    pub todo_hit: &'r [String],
    /// Texts on which it should not fire and still does.
    pub todo_miss: &'r [String],
}

impl RuleSet {
    /// Compiles rule files. Later files may add to earlier ones (overlays); ids must differ.
    ///
    /// # Errors
    /// Every fault of every file, with file, line, column, a stable code and a hint.
    pub fn compile(sources: impl IntoIterator<Item = Source>) -> Result<Self, Diagnostics> {
        let sources: Vec<Source> = sources.into_iter().collect();
        Ok(Self { inner: Arc::new(compile::compile(&sources, "0", Steps::all())?) })
    }

    /// The rules that ship with the crate.
    #[cfg(feature = "bundled")]
    pub fn bundled() -> Self {
        Self::bundled_with([])
            .unwrap_or_else(|faults| unreachable!("a test compiles the bundled rules: {faults}"))
    }

    /// The rules that ship with the crate and overlays that narrow or extend them.
    ///
    /// # Errors
    /// Faults of the overlays.
    #[cfg(feature = "bundled")]
    pub fn bundled_with(overlays: impl IntoIterator<Item = Source>) -> Result<Self, Diagnostics> {
        Self::bundled_with_steps(overlays, Steps::all())
    }

    /// Like [`RuleSet::bundled_with`], with only some normalising steps: for ablations and for texts that are
    /// known to be clean.
    ///
    /// # Errors
    /// Faults of the overlays.
    #[cfg(feature = "bundled")]
    pub fn bundled_with_steps(
        overlays: impl IntoIterator<Item = Source>,
        steps: Steps,
    ) -> Result<Self, Diagnostics> {
        let sources: Vec<Source> = smsift_data::RULE_FILES
            .iter()
            .map(|(name, text)| Source::new(*name, *text))
            .chain(overlays)
            .collect();
        Ok(Self { inner: Arc::new(compile::compile(&sources, smsift_data::VERSION, steps)?) })
    }

    /// Version and hash over rules, lexicon, dictionaries and normaliser tables.
    pub fn id(&self) -> &str {
        &self.inner.id
    }

    /// Every rule, in the order of the files.
    pub fn rules(&self) -> impl Iterator<Item = RuleInfo<'_>> {
        self.inner.rules.iter().map(Rule::info)
    }

    /// Every lexicon word, sorted; for benches and lint.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.inner.words.iter().map(|w| &*w.text)
    }
}
