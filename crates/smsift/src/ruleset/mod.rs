//! Rules: read from files, checked, compiled once, then shared by all scanners.

mod compile;
mod compiled;
mod diagnostic;
mod document;
mod effects;
mod frequent;
mod index;
mod leanings;
mod names;
mod numbering;
mod order;
pub(crate) mod pattern;
mod plan;
mod policy;
mod source;

pub(crate) use compiled::{Compiled, Condition, Item, Pattern, Rule, Signal};
pub use diagnostic::{Diagnostic, Diagnostics};
pub use document::Status;
pub(crate) use frequent::MOST as MOST_FREQUENT;
pub(crate) use leanings::{Leaning, TacticLeaning};
pub(crate) use names::ConceptId;
pub(crate) use policy::Totals;
pub use source::Source;

use std::sync::Arc;

use crate::label::{Category, Event, Tactic};
use crate::normalize::Steps;

/// Compiled rules, ready to be shared. Made by [`RuleSet::compile`] or `RuleSet::bundled`.
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
        Self::compile_as("0", sources, Steps::all())
    }

    /// Compiles rule files of a version, for texts cleaned with these steps.
    pub(crate) fn compile_as(
        version: &str,
        sources: impl IntoIterator<Item = Source>,
        steps: Steps,
    ) -> Result<Self, Diagnostics> {
        let sources: Vec<Source> = sources.into_iter().collect();
        Ok(Self { inner: Arc::new(compile::compile(&sources, version, steps)?) })
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
        self.inner.words.iter()
    }
}
