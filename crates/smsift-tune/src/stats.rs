//! What each rule does over a body of messages.

use std::collections::{BTreeMap, HashSet};

use serde::Serialize;
use smsift::{Category, Explanation, RuleSet, Tactic};

use crate::rate::Rate;
use crate::shape::shape;

/// What is known of a message beside its text.
#[derive(Clone, Copy, Debug, Default)]
pub struct Known<'m> {
    /// The number or name it came from.
    pub sender: Option<&'m str>,
    /// What it is, if a reader labelled it.
    pub label: Option<Label<'m>>,
}

/// A reader's label.
#[derive(Clone, Copy, Debug)]
pub struct Label<'m> {
    /// The category.
    pub category: Category,
    /// Other categories that count as right.
    pub also_ok: &'m [Category],
    /// How it presses.
    pub tactics: &'m [Tactic],
}

impl Label<'_> {
    /// A rule for this category and tactic speaks true here.
    fn agrees(&self, category: Category, tactic: Option<Tactic>) -> bool {
        let right = self.category == category || self.also_ok.contains(&category);
        // Where another category is accepted, readers gave no tactics to compare with.
        right && (self.category != category || tactic.is_none_or(|tactic| self.tactics.contains(&tactic)))
    }
}

/// Counts over messages, rule by rule.
///
/// Memory grows with the number of different shapes and senders per rule.
#[derive(Debug)]
pub struct StatsBuilder {
    messages: usize,
    unmatched: usize,
    rules: BTreeMap<String, Tally>,
    order: Vec<(String, Category, Option<Tactic>)>,
}

#[derive(Debug, Default)]
struct Tally {
    hits: usize,
    alone: usize,
    labelled: usize,
    right: usize,
    shapes: HashSet<u64>,
    senders: HashSet<String>,
}

/// What each rule did.
#[derive(Clone, Debug, Serialize)]
pub struct Stats {
    /// Messages.
    pub messages: usize,
    /// Messages on which no rule fired.
    pub unmatched: usize,
    /// One entry per rule, in the order of the files.
    pub rules: Vec<RuleStats>,
}

/// What one rule did.
#[derive(Clone, Debug, Serialize)]
pub struct RuleStats {
    /// The rule.
    pub rule: String,
    /// What it counts for.
    pub category: Category,
    /// Its tactic.
    pub tactic: Option<Tactic>,
    /// Messages on which it fired.
    pub hits: usize,
    /// Different shapes among them.
    pub shapes: usize,
    /// Different senders among them.
    pub senders: usize,
    /// Messages on which it was the only rule for its category.
    pub alone: usize,
    /// Of the labelled messages it fired on, those whose label agrees.
    pub precision: Rate,
    /// How much is known.
    pub evidence: Grade,
}

/// How much is known of a rule's precision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Grade {
    /// It fired on no labelled message.
    Blind,
    /// On too few.
    Thin,
    /// On enough.
    Measured,
}

impl StatsBuilder {
    /// Starts counting for these rules, those that never fire included.
    pub fn new(rules: &RuleSet) -> Self {
        let order: Vec<_> =
            rules.rules().map(|rule| (rule.id.to_owned(), rule.category, rule.tactic)).collect();
        let tallies = order.iter().map(|(id, ..)| (id.clone(), Tally::default())).collect();
        Self { messages: 0, unmatched: 0, rules: tallies, order }
    }

    /// Counts one message.
    pub fn add(&mut self, text: &str, known: Known<'_>, explanation: &Explanation<'_>) {
        self.messages += 1;
        self.unmatched += usize::from(explanation.fired.is_empty());
        let shape = shape(text);
        for rule in &explanation.fired {
            let Some(tally) = self.rules.get_mut(&rule.id) else { continue };
            tally.hits += 1;
            tally.shapes.insert(shape);
            if let Some(sender) = known.sender.filter(|sender| !tally.senders.contains(*sender)) {
                tally.senders.insert(sender.to_owned());
            }
            let rivals = explanation.fired.iter().filter(|other| other.category == rule.category).count();
            tally.alone += usize::from(rivals == 1);
            if let Some(label) = known.label {
                tally.labelled += 1;
                tally.right += usize::from(label.agrees(rule.category, rule.tactic));
            }
        }
    }

    /// The result. Below `min` labelled messages no precision is stated.
    pub fn finish(self, min: usize) -> Stats {
        let stats = |(id, category, tactic): (String, Category, Option<Tactic>)| {
            let tally = &self.rules[&id];
            RuleStats {
                category,
                tactic,
                hits: tally.hits,
                shapes: tally.shapes.len(),
                senders: tally.senders.len(),
                alone: tally.alone,
                precision: Rate::new(tally.right, tally.labelled, min),
                evidence: match tally.labelled {
                    0 => Grade::Blind,
                    n if n < min => Grade::Thin,
                    _ => Grade::Measured,
                },
                rule: id,
            }
        };
        Stats {
            messages: self.messages,
            unmatched: self.unmatched,
            rules: self.order.into_iter().map(stats).collect(),
        }
    }
}
