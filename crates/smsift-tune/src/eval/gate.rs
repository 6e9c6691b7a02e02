//! Limits that a build must keep, such as `macro_f1=0.97`.

use std::fmt;
use std::str::FromStr;

use serde::Serialize;
use smsift::{Category, Tactic};

use super::report::{Column, Report};
use crate::split::Side;

/// One limit. Written `KEY=LIMIT`; the limit is the least allowed value, for `ece` and `false_pressure` the most.
///
/// Keys: `macro_f1`, `accuracy`, `tactic_f1`, `facts_f1`, `ece`, `false_pressure`, and `precision`, `recall` or `f1`
/// of a category (`pressure`, `reminder`, `marketing`, `other`) or of a tactic, as in `pressure_precision` and
/// `legal_action_recall`.
#[derive(Clone, Debug, PartialEq)]
pub struct Gate {
    key: String,
    measure: Measure,
    limit: f64,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Measure {
    MacroF1,
    Accuracy,
    TacticF1,
    FactsF1,
    Ece,
    FalsePressure,
    Category(usize, Score),
    Tactic(usize, Score),
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Score {
    Precision,
    Recall,
    F1,
}

/// A limit and what was measured.
#[derive(Clone, Debug, Serialize)]
pub struct GateResult {
    /// The key.
    pub key: String,
    /// The side of the split.
    pub side: Side,
    /// The limit.
    pub limit: f64,
    /// What was measured; `None` for too few rows, which fails.
    pub value: Option<f64>,
    /// The limit is kept.
    pub passed: bool,
}

impl Gate {
    /// Holds the limit against every column of the report.
    pub fn check(&self, report: &Report) -> Vec<GateResult> {
        let check = |column: &Column| {
            let value = self.measure.of(column);
            let passed =
                value.is_some_and(|v| if self.is_ceiling() { v <= self.limit } else { v >= self.limit });
            GateResult { key: self.key.clone(), side: column.side, limit: self.limit, value, passed }
        };
        report.columns.iter().map(check).collect()
    }

    /// The limit is the most allowed, not the least.
    pub fn is_ceiling(&self) -> bool {
        matches!(self.measure, Measure::Ece | Measure::FalsePressure)
    }
}

impl Measure {
    fn of(self, column: &Column) -> Option<f64> {
        match self {
            Self::MacroF1 => column.macro_f1,
            Self::Accuracy => column.right.value,
            Self::TacticF1 => column.tactics.micro_f1,
            Self::FactsF1 => {
                let f1s: Vec<f64> = column.facts.iter().filter_map(|f| f.f1).collect();
                (!f1s.is_empty()).then(|| f1s.iter().sum::<f64>() / f1s.len() as f64)
            }
            Self::Ece => column.calibration.ece,
            Self::FalsePressure => column.false_pressure.value,
            Self::Category(i, score) => {
                let c = column.categories.get(i)?;
                score.pick(c.precision.value, c.recall.value, c.f1)
            }
            Self::Tactic(i, score) => {
                let t = column.tactics.each.get(i)?;
                score.pick(t.precision.value, t.recall.value, t.f1)
            }
        }
    }

    fn from_key(key: &str) -> Option<Self> {
        Some(match key {
            "macro_f1" => Self::MacroF1,
            "accuracy" => Self::Accuracy,
            "tactic_f1" => Self::TacticF1,
            "facts_f1" => Self::FactsF1,
            "ece" => Self::Ece,
            "false_pressure" => Self::FalsePressure,
            _ => {
                let (name, score) = key.rsplit_once('_')?;
                let score = match score {
                    "precision" => Score::Precision,
                    "recall" => Score::Recall,
                    "f1" => Score::F1,
                    _ => return None,
                };
                let name = match name {
                    "pressure" => "collection_pressure",
                    "reminder" => "repayment_reminder",
                    _ => name,
                };
                if let Some(i) = Category::ALL.iter().position(|c| c.as_str() == name) {
                    Self::Category(i, score)
                } else {
                    Self::Tactic(Tactic::ALL.iter().position(|t| t.as_str() == name)?, score)
                }
            }
        })
    }
}

impl Score {
    fn pick(self, precision: Option<f64>, recall: Option<f64>, f1: Option<f64>) -> Option<f64> {
        match self {
            Self::Precision => precision,
            Self::Recall => recall,
            Self::F1 => f1,
        }
    }
}

impl FromStr for Gate {
    type Err = GateError;

    fn from_str(text: &str) -> Result<Self, GateError> {
        let (key, limit) = text.split_once('=').ok_or(GateError::Form)?;
        let limit: f64 = limit.trim().parse().map_err(|_| GateError::Limit)?;
        if !(0.0..=1.0).contains(&limit) {
            return Err(GateError::Limit);
        }
        let measure = Measure::from_key(key.trim()).ok_or(GateError::Key)?;
        Ok(Self { key: key.trim().to_owned(), measure, limit })
    }
}

/// A limit could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum GateError {
    /// Not `KEY=LIMIT`.
    Form,
    /// No such key.
    Key,
    /// Not a number between 0 and 1.
    Limit,
}

impl fmt::Display for GateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Form => "expected KEY=LIMIT, such as macro_f1=0.97",
            Self::Key => {
                "unknown key; try macro_f1, accuracy, tactic_f1, facts_f1, ece, false_pressure, or a category or \
                 tactic with _precision, _recall or _f1, such as pressure_precision"
            }
            Self::Limit => "the limit must be a number between 0 and 1",
        })
    }
}

impl std::error::Error for GateError {}
