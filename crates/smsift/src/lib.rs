//! Sorts Chinese SMS into repayment reminder, marketing, collection pressure or other, and says why.
//!
//! No model and no network: a lexicon, rules written as data, and word segmentation where the sense of a word is in
//! doubt. The same text and the same rules give the same answer on every machine.
//!
//! ```
//! let sift = smsift::Classifier::bundled();
//! let verdict = sift.classify("【云桥金融】您的白条已逾期33天，将依法提起诉讼");
//! assert_eq!(verdict.category(), smsift::Category::CollectionPressure);
//! for e in verdict.evidence() {
//!     println!("{} {:?} {}", e.rule_id(), e.span(), e.text());
//! }
//! ```
//!
//! # How it works
//!
//! 1. **Normalise**: disguises are undone (full width, traditional characters, marks between characters, other
//!    spellings), with a way back: evidence points into the original text.
//! 2. **Scan**: one pass finds every word of the lexicon; numbers become amounts, dates, durations.
//! 3. **Sense check**: a word whose edge is crossed by a token of the segmenter's best path is not that word. The
//!    segmenter is loaded and asked only where an edge is in doubt.
//! 4. **Signals**: sequences of words and types with gaps, scopes and guards.
//! 5. **Rules**: reasons with weights. Beside them some thousand words each lean a little towards or away from a category
//!    or a tactic: a table that anybody can read and change. The category that exceeds its threshold by most wins.
//!
//! # Cost
//!
//! The bundled rules are compiled when the crate is built; reading them takes some milliseconds, compiling rules with
//! overlays some tens: make one [`Classifier`] and clone it. Classifying takes some tens of microseconds a message and
//! memory in proportion to its length.
//!
//! # Untrusted input
//!
//! Texts may be anything: classifying cannot fail and does not panic, and its time grows with the length of the text
//! (each pattern gives at most a fixed number of matches). Rules are trusted: a rule file may make it slow.
//!
//! # Features
//!
//! - `bundled` (default): the rules that ship with the project. Without it there is no [`Classifier::bundled`];
//!   compile your own with [`RuleSet::compile`].

mod automaton;
#[cfg(feature = "bundled")]
mod bundled;
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
mod table;
mod tactics;
mod text;
mod types;
mod verdict;

pub use classifier::{Ablation, Classifier, LEANING_WORDS};
pub use explain::{Explanation, FiredRule, Flip, Lack, Lang, NearMiss};
pub use label::{Category, Event, Intensity, Tactic};
pub use message::{Direction, Message};
pub use normalize::{Change, Step, Steps};
pub use ruleset::{Diagnostic, Diagnostics, RuleInfo, RuleSet, Source, Status};
#[doc(hidden)]
pub use sense::build_sketch;
pub use verdict::{Evidence, EvidenceRecord, Facts, Scores, Verdict, VerdictRecord};

/// Every public type can be shared between threads and used across a caught panic; a change that breaks this is a
/// breaking change.
#[cfg(test)]
mod auto_traits {
    fn holds<T: Send + Sync + std::panic::UnwindSafe + std::panic::RefUnwindSafe>() {}

    #[test]
    fn of_every_public_type() {
        holds::<crate::Classifier>();
        holds::<crate::RuleSet>();
        holds::<crate::Verdict<'_>>();
        holds::<crate::VerdictRecord>();
        holds::<crate::Explanation<'_>>();
        holds::<crate::Message<'_>>();
        holds::<crate::Diagnostics>();
        holds::<crate::Steps>();
    }
}
