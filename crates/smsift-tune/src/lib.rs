//! The bench of a rule author: how good the rules are on labelled messages, and what a change of them does.
//!
//! [`read_rows`] reads labelled JSON Lines, [`Evaluation::run`] classifies them, and [`Evaluation::report`] measures
//! what came out. [`Differ`] compares two sets of rules on any messages, [`StatsBuilder`] counts what each rule does,
//! [`test_samples`] tries the samples that rules carry, [`suggest()`] finds phrases for new words, [`Leanings::fit`] weighs common
//! words, and [`lint`](lint()) warns of what compiles and is strange all
//! the same. Nothing here prints: results are data, serialisable as JSON.
//!
//! ```
//! let rows = smsift_tune::read_rows("rows.jsonl", r#"{"id":"1","text":"晚上一起吃饭","label":"other"}"#.as_bytes())?;
//! let evaluation = smsift_tune::Evaluation::run(&smsift::Classifier::bundled(), &rows);
//! let report = evaluation.report(&smsift_tune::Options::default());
//! assert_eq!(report.columns[0].right.hits, 1);
//! # Ok::<(), smsift_tune::RowError>(())
//! ```

mod diff;
pub mod eval;
mod leanings;
mod lint;
mod rate;
mod rows;
mod samples;
mod shape;
mod split;
mod stats;
mod suggest;

pub use diff::{Change, Delta, Diff, Differ, Move};
pub use eval::{Evaluation, Options, Report};
pub use leanings::{LeaningOptions, Leanings, Says};
pub use lint::{Warning, lint};
pub use rate::{Counts, Rate};
pub use rows::{Row, RowError, RowErrorKind, read_rows};
pub use samples::{SampleReport, SampleResult, test_samples};
pub use shape::shape;
pub use split::{Side, Split, SplitError};
pub use stats::{Grade, Known, Label, RuleStats, Stats, StatsBuilder};
pub use suggest::{Suggestion, suggest};
