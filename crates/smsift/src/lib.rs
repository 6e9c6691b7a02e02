//! Sorts Chinese SMS into repayment reminder, marketing, collection pressure or other, and says why.

mod classifier;
mod label;
mod message;
mod verdict;

pub use classifier::Classifier;
pub use label::{Category, Event, Intensity, Tactic};
pub use message::{Direction, Message};
pub use verdict::{Evidence, EvidenceRecord, Facts, Scores, Verdict, VerdictRecord};
