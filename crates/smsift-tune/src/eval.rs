//! How good the rules are: accuracy per category and tactic, facts, calibration, and every miss with its evidence.

mod calibration;
mod facts;
mod gate;
mod miss;
mod report;

use std::collections::HashSet;

use smsift::{Category, Classifier, Tactic, Verdict};

pub use calibration::{Bin, Calibration};
pub use facts::FactScore;
pub use gate::{Gate, GateError, GateResult};
pub use miss::{Miss, MissKind, Misses};
pub use report::{CategoryScore, Column, FileScore, Report, TacticScore, TacticScores};

use crate::rows::Row;
use crate::shape::shape;
use crate::split::{Side, Split};

/// What to measure.
#[derive(Clone, Debug)]
pub struct Options {
    /// Measure the hold-out apart.
    pub split: Option<Split>,
    /// Look at one side only; needs a split.
    pub only: Option<Side>,
    /// Fewest trials for which a share is stated.
    pub min: usize,
    /// How many misses of each kind to list.
    pub misses: Misses,
}

impl Default for Options {
    fn default() -> Self {
        Self { split: None, only: None, min: 10, misses: Misses::default() }
    }
}

/// Every row with the classifier's answer. Answers borrow the rows' texts.
#[derive(Debug)]
pub struct Evaluation<'r> {
    outcomes: Vec<Outcome<'r>>,
    ruleset: String,
}

/// One row, classified.
#[derive(Debug)]
pub(crate) struct Outcome<'r> {
    pub(crate) row: &'r Row,
    pub(crate) verdict: Verdict<'r>,
    /// What was to be said: the label, or the prediction where `also_ok` admits it.
    pub(crate) expected: Category,
}

impl Outcome<'_> {
    pub(crate) fn is_right(&self) -> bool {
        self.verdict.category() == self.expected
    }

    /// Tactics are scored on rows labelled collection pressure, whatever was predicted.
    pub(crate) fn has_tactics(&self) -> bool {
        self.row.label == Category::CollectionPressure
    }

    pub(crate) fn tactic(&self, tactic: Tactic) -> (bool, bool) {
        (self.row.tactics.contains(&tactic), self.verdict.tactics().contains(&tactic))
    }
}

impl<'r> Evaluation<'r> {
    /// Classifies every row, on the calling thread.
    pub fn run(classifier: &Classifier, rows: &'r [Row]) -> Self {
        let outcomes: Vec<_> = rows
            .iter()
            .map(|row| {
                let verdict = classifier.classify(row.message());
                let expected = row.expected(verdict.category());
                Outcome { row, verdict, expected }
            })
            .collect();
        let ruleset = classifier.rules().id().to_owned();
        Self { outcomes, ruleset }
    }

    /// Measures the answers. With a split, misses are listed from the rest only, unless [`Options::only`] asks for
    /// the held-back side, so that an author does not see by accident what was held back.
    pub fn report(&self, options: &Options) -> Report {
        let sides: Vec<Side> = match (options.split, options.only) {
            (None, _) => vec![Side::All],
            (Some(_), Some(side)) => vec![side],
            (Some(_), None) => vec![Side::Rest, Side::Held],
        };
        let columns =
            sides.iter().map(|&side| Column::new(side, &self.on(side, options), options.min)).collect();
        let shown = self.on(sides[0], options);
        Report {
            ruleset: self.ruleset.clone(),
            rows: self.outcomes.len(),
            min: options.min,
            leaked: options.split.map_or(0, |split| self.leaked(split)),
            columns,
            misses: options.misses.collect(&shown),
        }
    }

    fn on(&self, side: Side, options: &Options) -> Vec<&Outcome<'r>> {
        let keep = |id: &str| side == Side::All || options.split.is_some_and(|split| split.side(id) == side);
        self.outcomes.iter().filter(|outcome| keep(&outcome.row.id)).collect()
    }

    /// Held-back rows whose shape also stands in the rest: they measure memory.
    fn leaked(&self, split: Split) -> usize {
        let side = |outcome: &&Outcome<'_>| split.side(&outcome.row.id);
        let rest: HashSet<u64> =
            self.outcomes.iter().filter(|o| side(o) == Side::Rest).map(|o| shape(&o.row.text)).collect();
        self.outcomes.iter().filter(|o| side(o) == Side::Held && rest.contains(&shape(&o.row.text))).count()
    }
}
