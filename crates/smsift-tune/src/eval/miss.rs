//! Misses, with the evidence that led there.

use serde::Serialize;
use smsift::{Category, EvidenceRecord, Scores, Tactic};

use super::{Outcome, facts};

/// How many misses of each kind to list.
#[derive(Clone, Copy, Debug, Default)]
pub struct Misses {
    /// Rows with the wrong category.
    pub category: usize,
    /// Rows labelled and called collection pressure whose tactics differ.
    pub tactics: usize,
    /// Rows with a wrong or missing fact.
    pub facts: usize,
    /// List only category misses from this category …
    pub expected: Option<Category>,
    /// … to this one.
    pub said: Option<Category>,
    /// List only tactic misses about this tactic.
    pub tactic: Option<Tactic>,
}

/// What is wrong about a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MissKind {
    /// The category.
    Category,
    /// The tactics; the category is right.
    Tactics,
    /// A fact.
    Facts,
}

/// One miss.
#[derive(Clone, Debug, Serialize)]
pub struct Miss {
    /// What is wrong.
    pub kind: MissKind,
    /// The row's id.
    pub id: String,
    /// The file it stands in.
    pub file: String,
    /// Its line, from 1.
    pub line: usize,
    /// What was to be said.
    pub label: Category,
    /// What counts as right beside it.
    pub also_ok: Vec<Category>,
    /// What was said.
    pub category: Category,
    /// With which confidence.
    pub confidence: f32,
    /// Whether doubt was flagged.
    pub unsure: bool,
    /// The scores.
    pub scores: Scores,
    /// Tactics that were to be said and were not; for other kinds of miss empty.
    pub missed: Vec<String>,
    /// Tactics or facts that were said and are not there.
    pub wrong: Vec<String>,
    /// The original text, unescaped: it is hostile.
    pub text: String,
    /// Why the category was said.
    pub evidence: Vec<EvidenceRecord>,
}

impl Misses {
    /// The first misses of each kind, in the order of the rows.
    pub(super) fn collect(&self, outcomes: &[&Outcome<'_>]) -> Vec<Miss> {
        let category = outcomes.iter().filter(|o| !o.is_right() && self.wants(o)).take(self.category);
        let mut misses: Vec<Miss> =
            category.map(|o| Miss::new(MissKind::Category, o, Vec::new(), Vec::new())).collect();
        let tactics = outcomes.iter().filter(|o| o.has_tactics() && o.verdict.category() == o.row.label);
        let tactics = tactics.map(|o| (o, self.tactics(o, true), self.tactics(o, false)));
        let tactics = tactics.filter(|(_, missed, wrong)| !missed.is_empty() || !wrong.is_empty());
        misses.extend(tactics.take(self.tactics).map(|(o, m, w)| Miss::new(MissKind::Tactics, o, m, w)));
        let facts = outcomes.iter().map(|o| (o, fact_misses(o)));
        let facts = facts.filter(|(_, (missed, wrong))| !missed.is_empty() || !wrong.is_empty());
        misses.extend(facts.take(self.facts).map(|(o, (m, w))| Miss::new(MissKind::Facts, o, m, w)));
        misses
    }

    fn wants(&self, outcome: &Outcome<'_>) -> bool {
        self.expected.is_none_or(|c| c == outcome.expected)
            && self.said.is_none_or(|c| c == outcome.verdict.category())
    }

    /// Tactics that were missed, or that were made up.
    fn tactics(&self, outcome: &Outcome<'_>, missed: bool) -> Vec<String> {
        let differs = |tactic: Tactic| outcome.tactic(tactic) == (missed, !missed);
        let wanted = |tactic: Tactic| self.tactic.is_none_or(|t| t == tactic);
        Tactic::ALL.iter().filter(|&&t| differs(t) && wanted(t)).map(ToString::to_string).collect()
    }
}

fn fact_misses(outcome: &Outcome<'_>) -> (Vec<String>, Vec<String>) {
    let (mut missed, mut wrong) = (Vec::new(), Vec::new());
    for comparison in facts::compare(outcome) {
        missed.extend(comparison.missed.iter().map(|value| format!("{}={value}", comparison.fact)));
        wrong.extend(comparison.wrong.iter().map(|value| format!("{}={value}", comparison.fact)));
    }
    (missed, wrong)
}

impl Miss {
    fn new(kind: MissKind, outcome: &Outcome<'_>, missed: Vec<String>, wrong: Vec<String>) -> Self {
        let record = outcome.verdict.to_record();
        Self {
            kind,
            id: outcome.row.id.clone(),
            file: outcome.row.file.clone(),
            line: outcome.row.line,
            label: outcome.row.label,
            also_ok: outcome.row.also_ok.clone(),
            category: record.category,
            confidence: record.confidence,
            unsure: record.unsure,
            scores: record.scores,
            missed,
            wrong,
            text: outcome.row.text.clone(),
            evidence: record.evidence,
        }
    }
}
