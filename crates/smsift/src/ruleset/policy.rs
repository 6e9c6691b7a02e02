//! The numbers by which scores become one category.

use serde::{Deserialize, Serialize};

use super::diagnostic::Diagnostic;
use super::document::PolicyDoc;
use super::source::Source;
use crate::label::Category;

/// Scores by category, in the order of [`Category::ALL`].
pub(crate) type Totals = [f32; 4];

/// Numbers of `policy.toml`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Policy {
    /// What a category must reach to be chosen.
    pub(crate) threshold: Totals,
    /// A smaller margin is unsure.
    pub(crate) unsure_margin: f32,
    /// Part of a reminder's score that is taken from marketing, and the reverse, by which half of the text each
    /// stands in.
    pub(crate) first_half: f32,
    /// How much words that lean count beside rules.
    pub(crate) leanings: f32,
    /// From here on words name a tactic that no rule names.
    pub(crate) tactic_said: f32,
    /// Below this words deny a tactic that a rule names.
    pub(crate) tactic_denied: f32,
    /// Confidence is `1 / (1 + exp(-(bias + slope * margin)))`, by the winning category.
    pub(crate) bias: Totals,
    pub(crate) slope: f32,
    /// Margins beyond this say no more.
    pub(crate) margin_cap: f32,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            threshold: [2.0, 2.0, 3.0, 1.0],
            unsure_margin: 0.5,
            first_half: 1.0,
            leanings: 1.0,
            tactic_said: 1.0,
            tactic_denied: -8.0,
            bias: [0.5; 4],
            slope: 0.8,
            margin_cap: 6.0,
        }
    }
}

impl Policy {
    pub(super) fn read(docs: &[PolicyDoc], sources: &[Source], faults: &mut Vec<Diagnostic>) -> Self {
        let mut policy = Self::default();
        for doc in docs {
            let source = &sources[doc.file];
            let mut unknown = |name: &str, at: usize, table: &str| {
                faults.push(source.fault("unknown-key", at, format!("`{table}` has no key `{name}`")));
            };
            for (key, value) in &doc.threshold {
                match Category::from_name(&key.value) {
                    Some(category) => policy.threshold[category as usize] = *value,
                    None => unknown(&key.value, key.at, "threshold"),
                }
            }
            for (key, value) in &doc.decide {
                match key.value.as_str() {
                    "unsure_margin" => policy.unsure_margin = *value,
                    "first_half" => policy.first_half = *value,
                    "leanings" => policy.leanings = *value,
                    "tactic_said" => policy.tactic_said = *value,
                    "tactic_denied" => policy.tactic_denied = *value,
                    _ => unknown(&key.value, key.at, "decide"),
                }
            }
            for (key, value) in &doc.confidence {
                match (key.value.as_str(), Category::from_name(&key.value)) {
                    ("slope", _) => policy.slope = *value,
                    ("margin_cap", _) => policy.margin_cap = *value,
                    (_, Some(category)) => policy.bias[category as usize] = *value,
                    _ => unknown(&key.value, key.at, "confidence"),
                }
            }
        }
        policy
    }
}
