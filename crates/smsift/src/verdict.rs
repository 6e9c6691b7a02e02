//! What the classifier says about a message.

use std::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::label::{Category, Event, Intensity, Tactic};

/// The score of each category that must be earned; `other` is what remains.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Scores {
    /// Score of `repayment_reminder`.
    pub repayment_reminder: f32,
    /// Score of `marketing`.
    pub marketing: f32,
    /// Score of `collection_pressure`.
    pub collection_pressure: f32,
}

/// Facts stated in the text.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Facts {
    /// What stands in the `【…】` that opens or closes the text.
    pub signature: Option<String>,
    /// The credit product named, such as 白条.
    pub product: Option<String>,
    /// Amounts in yuan, in the order of the text.
    pub amounts: Vec<f64>,
    /// The due date: `2026-03-05`, or `03-05` when neither text nor message gives a year.
    pub due_date: Option<String>,
    /// Days overdue, as stated.
    pub overdue_days: Option<u32>,
    /// A case number as courts write it, such as （2026）浙0106民初123号, or as the sender gives it.
    pub case_number: Option<String>,
    /// Links, as written.
    pub urls: Vec<String>,
    /// Telephone numbers, as written.
    pub phones: Vec<String>,
    /// The text says how to refuse further messages.
    pub opt_out: bool,
}

/// One reason for the verdict: a rule and the words that made it fire.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence<'t> {
    pub(crate) rule: Arc<str>,
    pub(crate) tactic: Option<Tactic>,
    pub(crate) bytes: Range<usize>,
    pub(crate) chars: Range<usize>,
    pub(crate) text: &'t str,
}

impl<'t> Evidence<'t> {
    /// The stable id of the rule, such as `pressure.legal-action`.
    pub fn rule_id(&self) -> &str {
        &self.rule
    }

    /// The tactic this evidence stands for.
    pub fn tactic(&self) -> Option<Tactic> {
        self.tactic
    }

    /// Byte range in the original text.
    pub fn span(&self) -> Range<usize> {
        self.bytes.clone()
    }

    /// Character (Unicode scalar) range in the original text.
    pub fn char_span(&self) -> Range<usize> {
        self.chars.clone()
    }

    /// The words themselves, as they stand in the original text.
    pub fn text(&self) -> &'t str {
        self.text
    }
}

/// The answer for one message. It borrows the message's text.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict<'t> {
    pub(crate) category: Category,
    pub(crate) confidence: f32,
    pub(crate) margin: f32,
    pub(crate) unsure: bool,
    pub(crate) scores: Scores,
    pub(crate) tactics: Vec<Tactic>,
    pub(crate) events: Vec<Event>,
    pub(crate) facts: Facts,
    pub(crate) evidence: Vec<Evidence<'t>>,
    pub(crate) disguised: bool,
    pub(crate) ruleset: Arc<str>,
}

impl<'t> Verdict<'t> {
    /// The category.
    pub fn category(&self) -> Category {
        self.category
    }

    /// Calibrated probability (0–1) that the category is right.
    pub fn confidence(&self) -> f32 {
        self.confidence
    }

    /// Distance between the winning score and the next one.
    pub fn margin(&self) -> f32 {
        self.margin
    }

    /// Low margin, conflicting signals, or nothing to go on.
    pub fn is_unsure(&self) -> bool {
        self.unsure
    }

    /// The scores.
    pub fn scores(&self) -> Scores {
        self.scores
    }

    /// Tactics in the order of the taxonomy; empty unless the category is collection pressure.
    pub fn tactics(&self) -> &[Tactic] {
        &self.tactics
    }

    /// How hard the message presses.
    pub fn intensity(&self) -> Intensity {
        self.tactics.iter().map(|t| t.intensity()).max().unwrap_or(Intensity::None)
    }

    /// Events in the order of the taxonomy.
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// Facts stated in the text.
    pub fn facts(&self) -> &Facts {
        &self.facts
    }

    /// Why: the words that count for the category, in the order of the text.
    pub fn evidence(&self) -> &[Evidence<'t>] {
        &self.evidence
    }

    /// The text hides words from filters (split, look-alike or invisible characters), and they were read all the same.
    pub fn is_disguised(&self) -> bool {
        self.disguised
    }

    /// Version and hash of the rules that decided.
    pub fn ruleset(&self) -> &str {
        &self.ruleset
    }

    /// The part of the public record that the classifier fills, owned and serialisable.
    pub fn to_record(&self) -> VerdictRecord {
        VerdictRecord {
            category: self.category,
            confidence: round(self.confidence, 3),
            margin: round(self.margin, 2),
            unsure: self.unsure,
            scores: Scores {
                repayment_reminder: round(self.scores.repayment_reminder, 2),
                marketing: round(self.scores.marketing, 2),
                collection_pressure: round(self.scores.collection_pressure, 2),
            },
            intensity: self.intensity(),
            tactics: self.tactics.clone(),
            events: self.events.clone(),
            facts: self.facts.clone(),
            evidence: self.evidence.iter().map(EvidenceRecord::from).collect(),
            disguised: self.disguised,
            ruleset: self.ruleset.to_string(),
        }
    }
}

fn round(value: f32, digits: i32) -> f32 {
    let unit = 10f64.powi(digits);
    ((f64::from(value) * unit).round() / unit) as f32
}

/// Evidence in the public record; offsets are characters of the original text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EvidenceRecord {
    /// Rule id.
    pub rule: String,
    /// Tactic, for collection pressure.
    pub tactic: Option<Tactic>,
    /// First character.
    pub start: usize,
    /// One past the last character.
    pub end: usize,
    /// The words.
    pub text: String,
}

impl From<&Evidence<'_>> for EvidenceRecord {
    fn from(e: &Evidence<'_>) -> Self {
        Self {
            rule: e.rule.to_string(),
            tactic: e.tactic,
            start: e.chars.start,
            end: e.chars.end,
            text: e.text.to_owned(),
        }
    }
}

/// The classifier's part of the public record, in the order of its keys.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct VerdictRecord {
    /// See [`Verdict::category`].
    pub category: Category,
    /// See [`Verdict::confidence`].
    pub confidence: f32,
    /// See [`Verdict::margin`].
    pub margin: f32,
    /// See [`Verdict::is_unsure`].
    pub unsure: bool,
    /// See [`Verdict::scores`].
    pub scores: Scores,
    /// See [`Verdict::intensity`].
    pub intensity: Intensity,
    /// See [`Verdict::tactics`].
    pub tactics: Vec<Tactic>,
    /// See [`Verdict::events`].
    pub events: Vec<Event>,
    /// See [`Verdict::facts`].
    pub facts: Facts,
    /// See [`Verdict::evidence`].
    pub evidence: Vec<EvidenceRecord>,
    /// See [`Verdict::is_disguised`].
    pub disguised: bool,
    /// See [`Verdict::ruleset`].
    pub ruleset: String,
}
