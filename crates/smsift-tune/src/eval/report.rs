//! The report: one column of scores per side of the split.

use std::collections::BTreeMap;

use serde::Serialize;
use smsift::{Category, Tactic};

use super::Outcome;
use super::calibration::Calibration;
use super::facts::{self, FactScore};
use super::miss::Miss;
use crate::rate::{Counts, Rate, round};
use crate::split::Side;

/// What an evaluation found.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// The rules that decided.
    pub ruleset: String,
    /// Rows read, on all sides.
    pub rows: usize,
    /// Below this number of trials a share has no value.
    pub min: usize,
    /// Held-back rows whose text, digits aside, is also in the rest.
    pub leaked: usize,
    /// Scores, one column per side.
    pub columns: Vec<Column>,
    /// What went wrong, as far as it was asked for.
    pub misses: Vec<Miss>,
}

/// Scores of one side of the split.
#[derive(Clone, Debug, Serialize)]
pub struct Column {
    /// Which rows.
    pub side: Side,
    /// How many.
    pub rows: usize,
    /// Rows whose category is right.
    pub right: Rate,
    /// Mean F1 over the categories that occur; `None` for too few rows.
    pub macro_f1: Option<f64>,
    /// The categories that occur as a label.
    pub macro_over: Vec<Category>,
    /// Scores per category, in the order of the taxonomy.
    pub categories: Vec<CategoryScore>,
    /// Rows by what was to be said (first index) and what was said, in the order of the taxonomy.
    pub confusion: Vec<Vec<usize>>,
    /// Rows wrongly called collection pressure, of all that are not.
    pub false_pressure: Rate,
    /// Tactics.
    pub tactics: TacticScores,
    /// Facts, for the keys that rows give.
    pub facts: Vec<FactScore>,
    /// Whether the confidence means what it says.
    pub calibration: Calibration,
    /// Scores per input file, when there are several.
    pub files: Vec<FileScore>,
}

/// Scores of one category.
#[derive(Clone, Debug, Serialize)]
pub struct CategoryScore {
    /// The category.
    pub category: Category,
    /// Counts behind the scores.
    #[serde(flatten)]
    pub counts: Counts,
    /// Share of the rows called so that are so.
    pub precision: Rate,
    /// Share of the rows that are so and were called so.
    pub recall: Rate,
    /// Harmonic mean of both.
    pub f1: Option<f64>,
}

/// Scores over all tactics, on rows labelled collection pressure.
#[derive(Clone, Debug, Serialize)]
pub struct TacticScores {
    /// Rows labelled collection pressure.
    pub rows: usize,
    /// Counts over all tactics together.
    #[serde(flatten)]
    pub counts: Counts,
    /// Precision over all tactics together.
    pub precision: Rate,
    /// Recall over all tactics together.
    pub recall: Rate,
    /// F1 over all tactics together.
    pub micro_f1: Option<f64>,
    /// Rows on which all tactics are exactly right.
    pub exact: Rate,
    /// Scores per tactic, in the order of the taxonomy.
    pub each: Vec<TacticScore>,
}

/// Scores of one tactic.
#[derive(Clone, Debug, Serialize)]
pub struct TacticScore {
    /// The tactic.
    pub tactic: Tactic,
    /// Counts behind the scores.
    #[serde(flatten)]
    pub counts: Counts,
    /// Share of the rows said to use it that do.
    pub precision: Rate,
    /// Share of the rows that use it and were said to.
    pub recall: Rate,
    /// Harmonic mean of both.
    pub f1: Option<f64>,
}

/// Scores of one input file.
#[derive(Clone, Debug, Serialize)]
pub struct FileScore {
    /// The file.
    pub file: String,
    /// Rows whose category is right.
    pub right: Rate,
    /// Mean F1 over the categories that occur.
    pub macro_f1: Option<f64>,
    /// F1 over all tactics.
    pub tactic_f1: Option<f64>,
}

impl Column {
    pub(super) fn new(side: Side, outcomes: &[&Outcome<'_>], min: usize) -> Self {
        let confusion = confusion(outcomes);
        let categories = categories(&confusion, min);
        let strangers = || outcomes.iter().filter(|o| o.expected != Category::CollectionPressure);
        let accused = strangers().filter(|o| o.verdict.category() == Category::CollectionPressure).count();
        Self {
            side,
            rows: outcomes.len(),
            right: right(outcomes, min),
            macro_f1: macro_f1(&categories, outcomes.len() >= min),
            macro_over: categories.iter().filter(|c| c.counts.support() > 0).map(|c| c.category).collect(),
            categories,
            confusion,
            false_pressure: Rate::new(accused, strangers().count(), min),
            tactics: TacticScores::new(outcomes, min),
            facts: facts::score(outcomes, min),
            calibration: Calibration::new(outcomes, min),
            files: files(outcomes, min),
        }
    }
}

fn right(outcomes: &[&Outcome<'_>], min: usize) -> Rate {
    Rate::new(outcomes.iter().filter(|o| o.is_right()).count(), outcomes.len(), min)
}

fn index(category: Category) -> usize {
    Category::ALL.iter().position(|c| *c == category).unwrap_or(Category::ALL.len() - 1)
}

fn confusion(outcomes: &[&Outcome<'_>]) -> Vec<Vec<usize>> {
    let mut cells = vec![vec![0; Category::ALL.len()]; Category::ALL.len()];
    for outcome in outcomes {
        cells[index(outcome.expected)][index(outcome.verdict.category())] += 1;
    }
    cells
}

fn categories(confusion: &[Vec<usize>], min: usize) -> Vec<CategoryScore> {
    let score = |(i, &category): (usize, &Category)| {
        let found = confusion[i][i];
        let said: usize = confusion.iter().map(|row| row[i]).sum();
        let there: usize = confusion[i].iter().sum();
        let counts = Counts { found, wrong: said - found, missed: there - found };
        let (precision, recall, f1) = (counts.precision(min), counts.recall(min), counts.f1(min));
        CategoryScore { category, counts, precision, recall, f1 }
    };
    Category::ALL.iter().enumerate().map(score).collect()
}

/// Categories that never occur cannot be measured, so they do not lower the mean.
fn macro_f1(categories: &[CategoryScore], measured: bool) -> Option<f64> {
    let f1s: Vec<f64> = categories.iter().filter_map(|c| c.counts.f1(1)).collect();
    (measured && !f1s.is_empty()).then(|| round(f1s.iter().sum::<f64>() / f1s.len() as f64))
}

impl TacticScores {
    fn new(outcomes: &[&Outcome<'_>], min: usize) -> Self {
        let rows: Vec<_> = outcomes.iter().filter(|o| o.has_tactics()).collect();
        let mut all = Counts::default();
        let each = Tactic::ALL.iter().map(|&tactic| {
            let mut counts = Counts::default();
            for outcome in &rows {
                match outcome.tactic(tactic) {
                    (true, true) => counts.found += 1,
                    (false, true) => counts.wrong += 1,
                    (true, false) => counts.missed += 1,
                    (false, false) => {}
                }
            }
            all.add(counts);
            let (precision, recall, f1) = (counts.precision(min), counts.recall(min), counts.f1(min));
            TacticScore { tactic, counts, precision, recall, f1 }
        });
        let each = each.collect();
        let exact = |o: &&&&Outcome<'_>| Tactic::ALL.iter().all(|&t| matches!(o.tactic(t), (a, b) if a == b));
        Self {
            rows: rows.len(),
            counts: all,
            precision: all.precision(min),
            recall: all.recall(min),
            micro_f1: all.f1(min),
            exact: Rate::new(rows.iter().filter(exact).count(), rows.len(), min),
            each,
        }
    }
}

fn files(outcomes: &[&Outcome<'_>], min: usize) -> Vec<FileScore> {
    let mut by_file: BTreeMap<&str, Vec<&Outcome<'_>>> = BTreeMap::new();
    for outcome in outcomes {
        by_file.entry(&outcome.row.file).or_default().push(outcome);
    }
    if by_file.len() < 2 {
        return Vec::new();
    }
    let score = |(file, outcomes): (&str, Vec<&Outcome<'_>>)| FileScore {
        file: file.to_owned(),
        right: right(&outcomes, min),
        macro_f1: macro_f1(&categories(&confusion(&outcomes), min), outcomes.len() >= min),
        tactic_f1: TacticScores::new(&outcomes, min).micro_f1,
    };
    by_file.into_iter().map(score).collect()
}
