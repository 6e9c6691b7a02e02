//! The front door: rules compiled once, shared by all threads.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use crate::decide::{Decision, decide};
use crate::facts::{FactConcepts, facts};
use crate::label::{Category, Event, Tactic};
use crate::message::Message;
use crate::normalize::Step;
use crate::ruleset::{ConceptId, RuleSet};
use crate::scan::{Mode, Scanned, Scratch, Span};
use crate::tactics::tactics;
use crate::verdict::{Evidence, Scores, Verdict};

/// Sorts messages. Cloning is cheap; clones share the compiled rules and a pool of buffers.
///
/// Classifying cannot fail and does not panic, whatever the text. Its cost grows with the length of the text; a
/// message of 70 characters takes some tens of microseconds.
///
/// ```
/// let sift = smsift::Classifier::bundled();
/// let verdict = sift.classify("【云桥金融】您的白条已逾期33天，将依法提起诉讼");
/// assert_eq!(verdict.category(), smsift::Category::CollectionPressure);
/// for e in verdict.evidence() {
///     println!("{} {:?} {}", e.rule_id(), e.span(), e.text());
/// }
/// ```
#[derive(Clone)]
pub struct Classifier {
    shared: Arc<Shared>,
}

struct Shared {
    rules: RuleSet,
    facts: FactConcepts,
    mode: Mode,
    pool: Mutex<Vec<Scratch>>,
}

impl fmt::Debug for Classifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Classifier").field("ruleset", &self.shared.rules.id()).finish_non_exhaustive()
    }
}

/// What a classifier leaves out, to measure what it brings. Not for production.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Ablation {
    /// Nothing: the classifier as it is.
    None,
    /// Segment every message, needed or not: the answers must not change.
    EagerSegmentation,
    /// Never segment.
    NoSegmentation,
    /// Ignore every `unless`.
    NoGuards,
}

impl Classifier {
    /// A classifier with these rules.
    pub fn new(rules: RuleSet) -> Self {
        Self::ablated(rules, Ablation::None)
    }

    /// A classifier without one of its parts.
    pub fn ablated(rules: RuleSet, ablation: Ablation) -> Self {
        let mode = match ablation {
            Ablation::None => Mode::default(),
            Ablation::EagerSegmentation => Mode { eager: true, ..Mode::default() },
            Ablation::NoSegmentation => Mode { no_segmenter: true, ..Mode::default() },
            Ablation::NoGuards => Mode { no_guards: true, ..Mode::default() },
        };
        let facts = FactConcepts::find(&rules.inner.names);
        Self { shared: Arc::new(Shared { rules, facts, mode, pool: Mutex::default() }) }
    }

    /// The classifier with the rules that ship with the crate. Reading them takes some milliseconds: make one and
    /// clone it.
    #[cfg(feature = "bundled")]
    pub fn bundled() -> Self {
        Self::new(RuleSet::bundled())
    }

    /// The rules.
    pub fn rules(&self) -> &RuleSet {
        &self.shared.rules
    }

    /// Sorts one message.
    pub fn classify<'t>(&self, message: impl Into<Message<'t>>) -> Verdict<'t> {
        let message = message.into();
        self.examine(message.text, |scanned| {
            let decision = decide(scanned);
            self.verdict(scanned, &message, &decision)
        })
    }

    /// Names of the lists, signals and types that match a text, with their byte spans in it: what rules are made of.
    /// For rule authors; in no order that lasts.
    pub fn signals(&self, text: &str) -> Vec<(String, Vec<std::ops::Range<usize>>)> {
        self.examine(text, |scanned| {
            let names = scanned.compiled.names.iter().enumerate();
            names
                .filter(|(_, name)| !name.starts_with(['\'', '(']))
                .filter(|(at, _)| scanned.has(*at as ConceptId))
                .map(|(at, name)| {
                    let spans = scanned.spans(at as ConceptId).map(|s| scanned.bytes(s));
                    (name.to_owned(), spans.collect())
                })
                .collect()
        })
    }

    /// Scans a text and hands the result to `look`.
    pub(crate) fn examine<'t, R>(&self, text: &'t str, look: impl FnOnce(&Scanned<'t, '_>) -> R) -> R {
        let compiled = &self.shared.rules.inner;
        let pool = || self.shared.pool.lock().unwrap_or_else(PoisonError::into_inner);
        let mut scratch = pool().pop().unwrap_or_default();
        let normalized = compiled.normalize(text);
        let scanned = compiled.scan(&normalized, &mut scratch, self.shared.mode);
        let result = look(&scanned);
        scanned.finish();
        pool().push(scratch);
        result
    }

    pub(crate) fn verdict<'t>(
        &self,
        scanned: &Scanned<'t, '_>,
        message: &Message<'t>,
        decision: &Decision,
    ) -> Verdict<'t> {
        let rules = &scanned.compiled.rules;
        let fired = || decision.fired.iter().map(|&i| &rules[usize::from(i)]);
        let winning = |category: Category| fired().filter(move |r| r.doc.category == category);
        let tactics = tactics(scanned, decision);
        let mut events: Vec<Event> = fired().filter_map(|r| r.doc.event).collect();
        events.sort_unstable();
        events.dedup();
        let mut evidence: Vec<Evidence<'t>> = winning(decision.category)
            .flat_map(|rule| {
                let spans = reasons(scanned, rule.all.iter().chain(&rule.any));
                let tactic = rule.doc.tactic.filter(|tactic| tactics.all.contains(tactic));
                spans.into_iter().map(move |span| evidence(scanned, message.text, &rule.id, tactic, span))
            })
            .collect();
        if evidence.is_empty() {
            evidence.extend(leaning_evidence(scanned, message.text, decision.category));
        }
        for (tactic, _) in &tactics.said {
            evidence.extend(tactic_evidence(scanned, message.text, *tactic, false));
        }
        evidence.sort_by(|a, b| {
            let place = |e: &Evidence<'_>| (e.bytes.start, e.bytes.end);
            (place(a), &a.rule, a.tactic).cmp(&(place(b), &b.rule, b.tactic))
        });
        let [repayment_reminder, marketing, collection_pressure, _] =
            decision.totals.map(|total| total.max(0.0));
        Verdict {
            category: decision.category,
            confidence: decision.confidence,
            margin: decision.margin,
            unsure: decision.unsure,
            scores: Scores { repayment_reminder, marketing, collection_pressure },
            tactics: tactics.all,
            events,
            facts: facts(scanned, message, self.shared.facts),
            evidence,
            disguised: is_disguised(scanned),
            ruleset: scanned.compiled.id.clone(),
        }
    }
}

/// More spans for one rule than this say nothing new.
const MOST_SPANS: usize = 3;

/// The spans of a rule's conditions: outermost only, none twice, in order.
pub(crate) fn reasons<'c>(
    scanned: &Scanned<'_, '_>,
    concepts: impl Iterator<Item = &'c ConceptId>,
) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    for concept in concepts {
        spans.extend(scanned.spans(*concept).filter(|s| s.start < s.end));
    }
    spans.sort_by_key(|s| (s.start, u32::MAX - s.end));
    let mut kept: Vec<Span> = Vec::new();
    for span in spans {
        match kept.last_mut() {
            Some(last) if span.start < last.end => last.end = last.end.max(span.end),
            _ => kept.push(span),
        }
    }
    kept.truncate(MOST_SPANS);
    kept
}

pub(crate) fn evidence<'t>(
    scanned: &Scanned<'_, '_>,
    text: &'t str,
    rule: &Arc<str>,
    tactic: Option<Tactic>,
    span: Span,
) -> Evidence<'t> {
    let bytes = scanned.bytes(span);
    let chars = if scanned.normalized.is_unchanged() {
        span.start as usize..span.end as usize
    } else {
        let start = text[..bytes.start].chars().count();
        start..start + text[bytes.clone()].chars().count()
    };
    Evidence { rule: rule.clone(), tactic, chars, text: &text[bytes.clone()], bytes }
}

/// The rule id under which evidence names words that lean: common words with small weights, which are no rule.
pub const LEANING_WORDS: &str = "leaning-words";

/// The words that say most for a category; none for `other`, which needs no reason.
pub(crate) fn leaning_evidence<'t>(
    scanned: &Scanned<'_, '_>,
    text: &'t str,
    category: Category,
) -> Vec<Evidence<'t>> {
    if category == Category::Other {
        return Vec::new();
    }
    words_evidence(scanned, text, None, &scanned.category_words(category as usize))
}

/// The words that say most for a tactic, or against it.
pub(crate) fn tactic_evidence<'t>(
    scanned: &Scanned<'_, '_>,
    text: &'t str,
    tactic: Tactic,
    against: bool,
) -> Vec<Evidence<'t>> {
    let words = scanned.tactic_words(tactic as usize, against);
    words_evidence(scanned, text, Some(tactic).filter(|_| !against), &words)
}

fn words_evidence<'t>(
    scanned: &Scanned<'_, '_>,
    text: &'t str,
    tactic: Option<Tactic>,
    words: &[Span],
) -> Vec<Evidence<'t>> {
    let id: Arc<str> = LEANING_WORDS.into();
    words.iter().take(MOST_SPANS).map(|span| evidence(scanned, text, &id, tactic, *span)).collect()
}

/// A short word that was found with something hidden inside it, or in another spelling.
fn is_disguised(scanned: &Scanned<'_, '_>) -> bool {
    const SHORT: u32 = 3;
    let hiding = |step: Step| step.hides();
    if !scanned.normalized.changes.iter().any(|c| hiding(c.step)) {
        return false;
    }
    scanned.word_spans().filter(|s| (2..=SHORT).contains(&(s.end - s.start))).any(|span| {
        let bytes = scanned.bytes(span);
        // Changes are sorted by where they start.
        let changes = &scanned.normalized.changes;
        let first = changes.partition_point(|c| c.bytes.start < bytes.start);
        let inside = changes[first..].iter().take_while(|c| c.bytes.start < bytes.end);
        inside.into_iter().any(|c| hiding(c.step) && c.bytes.end <= bytes.end)
    })
}
