//! Sorts Chinese SMS into repayment reminder, marketing, collection pressure or other, and says why.

mod classifier;
mod decide;
mod explain;
mod facts;
mod label;
mod message;
mod normalize;
mod ruleset;
mod scan;
mod sense;
mod text;
mod types;
mod verdict;

pub use classifier::{Ablation, Classifier};
pub use explain::{Explanation, FiredRule, Flip, Lack, Lang, NearMiss};
pub use label::{Category, Event, Intensity, Tactic};
pub use message::{Direction, Message};
pub use normalize::{Change, Step, Steps};
pub use ruleset::{Diagnostic, Diagnostics, RuleInfo, RuleSet, Source, Status};
#[doc(hidden)]
pub use sense::build_sketch;
pub use verdict::{Evidence, EvidenceRecord, Facts, Scores, Verdict, VerdictRecord};
