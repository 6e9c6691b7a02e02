//! The compiled form of the rules: what a scanner reads, frozen.

use serde::{Deserialize, Serialize};

use super::RuleInfo;
use super::document::{RuleDoc, Status};
use super::effects::Effects;
use super::frequent::Frequent;
use super::leanings::Leanings;
use super::names::ConceptId;
use super::pattern::{Gap, Scope};
use super::policy::Policy;
use crate::automaton::Automaton;
use crate::label::Category;
use crate::normalize::{Steps, Tables};
use crate::table::{Lists, Strings, fixed};

/// A sequence of concepts: a range of the ruleset's items.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pattern {
    pub(super) first: u32,
    pub(super) length: u16,
    /// The item from which matching starts: the rarest.
    pub(crate) key: u16,
    /// Index of the signal it belongs to.
    pub(crate) signal: u16,
}

fixed!(Pattern { first: u32, length: u16, key: u16, signal: u16 });

/// Concepts without which a pattern cannot match.
pub(crate) type Needs = [ConceptId; 4];

/// A concept in a sequence and the gap before it, before sequences are numbered.
pub(super) type Part = (Gap, ConceptId);

/// A concept in a sequence.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Item {
    /// Before it.
    pub(crate) gap: Gap,
    pub(crate) concept: ConceptId,
    kind: u8,
}

fixed!(Item { gap: Gap, concept: ConceptId, kind: u8 });

impl Item {
    const CHOICE: u8 = 1;
    const FREQUENT: u8 = 2;

    pub(super) fn new((gap, concept): Part, is_choice: bool, has_frequent: bool) -> Self {
        let flag = |holds: bool, bit: u8| if holds { bit } else { 0 };
        Self { gap, concept, kind: flag(is_choice, Self::CHOICE) | flag(has_frequent, Self::FREQUENT) }
    }

    /// It has no spans of its own, but alternatives.
    pub(crate) fn is_choice(self) -> bool {
        self.kind & Self::CHOICE != 0
    }

    /// Frequent words stand in the list.
    pub(crate) fn has_frequent(self) -> bool {
        self.kind & Self::FREQUENT != 0
    }
}

/// A requirement on the surroundings of a match.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) struct Condition {
    pub(crate) concept: ConceptId,
    pub(crate) scope: Scope,
}

/// A compiled signal.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Signal {
    pub(crate) concept: ConceptId,
    /// Before they are numbered; empty afterwards.
    #[serde(skip)]
    pub(super) patterns: Vec<Vec<Part>>,
    /// An inline choice: looked for only where the pattern around it may match.
    pub(super) is_choice: bool,
    pub(crate) with: Vec<Condition>,
    pub(crate) unless: Vec<Condition>,
}

/// A compiled rule with its metadata.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Rule {
    pub(crate) id: std::sync::Arc<str>,
    pub(crate) doc: RuleDoc,
    pub(crate) file: String,
    pub(crate) group: u16,
    pub(crate) all: Vec<ConceptId>,
    pub(crate) any: Vec<ConceptId>,
    pub(crate) none: Vec<ConceptId>,
    pub(crate) at_least: usize,
    pub(crate) overrides: Vec<u16>,
    pub(super) names: [Vec<String>; 3],
}

impl Rule {
    pub(crate) fn counts(&self) -> bool {
        matches!(self.doc.status, Status::Trial | Status::Stable)
    }

    pub(super) fn info(&self) -> RuleInfo<'_> {
        let d = &self.doc;
        RuleInfo {
            id: &self.id,
            title: &d.title,
            title_en: &d.title_en,
            category: d.category,
            tactic: d.tactic,
            event: d.event,
            group: &d.group,
            weight: d.weight,
            status: d.status,
            since: &d.since,
            file: &self.file,
            all_of: &self.names[0],
            any_of: &self.names[1],
            none_of: &self.names[2],
            at_least: self.at_least,
            known_false_positives: &d.known_false_positives,
            hit: &d.hit,
            miss: &d.miss,
            todo_hit: &d.todo_hit,
            todo_miss: &d.todo_miss,
        }
    }
}

/// Everything a scanner needs, frozen. The bundled rules are compiled when the crate is built and kept as
/// `postcard` writes this struct: see [`crate::table`] for what is large.
#[derive(Serialize, Deserialize)]
pub(crate) struct Compiled {
    pub(crate) id: std::sync::Arc<str>,
    /// Its values are word indices.
    pub(crate) automaton: Automaton,
    pub(crate) words: Strings,
    /// Word → whether the segmenter must agree with its edges, for those members that ask for it.
    #[serde(with = "crate::table")]
    pub(super) checked: Vec<u8>,
    /// Names of concepts, by id.
    pub(crate) names: Strings,
    pub(crate) effects: Effects,
    pub(crate) frequent: Frequent,
    /// In an order in which each signal comes after what it reads.
    pub(crate) signals: Vec<Signal>,
    /// Patterns of all signals, in the order of the signals.
    #[serde(with = "crate::table")]
    pub(crate) patterns: Vec<Pattern>,
    /// Pattern → what it needs, as far as that is known before its block of 64 patterns is looked at.
    #[serde(with = "crate::table")]
    pub(crate) needs: Vec<Needs>,
    #[serde(with = "crate::table")]
    pub(super) items: Vec<Item>,
    /// Concept → the alternatives of a choice, as ranges of items.
    pub(super) alternatives: Lists<(u32, u16)>,
    /// Concept → patterns that start from it.
    pub(super) wakes: Lists<u16>,
    /// Concepts, each with the one whose spans swallow its own.
    #[serde(with = "crate::table")]
    pub(crate) except: Vec<(ConceptId, ConceptId)>,
    pub(crate) rules: Vec<Rule>,
    /// Concept → rules that may fire where it occurs: a rule is listed at one of `all_of`, or at each of `any_of`.
    pub(crate) rules_at: Lists<u16>,
    pub(crate) groups: Vec<Group>,
    pub(crate) policy: Policy,
    pub(crate) leanings: Leanings,
    /// Rules are kept only as they are compiled for all steps.
    #[serde(skip)]
    pub(crate) steps: Steps,
    pub(crate) tables: Tables,
    pub(crate) sense: crate::sense::Sense,
}

impl std::fmt::Debug for Compiled {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Compiled").field("id", &self.id).finish_non_exhaustive()
    }
}

impl Compiled {
    /// The patterns that start from a concept.
    pub(crate) fn wakes(&self, concept: ConceptId) -> &[u16] {
        &self.wakes[usize::from(concept)]
    }

    /// The items of a pattern.
    pub(crate) fn items(&self, pattern: &Pattern) -> &[Item] {
        let first = pattern.first as usize;
        &self.items[first..first + usize::from(pattern.length)]
    }

    /// The alternatives of a choice; none where the concept is no choice.
    pub(crate) fn alternatives(&self, concept: ConceptId) -> &[(u32, u16)] {
        &self.alternatives[usize::from(concept)]
    }

    /// The items of an alternative.
    pub(crate) fn alternative(&self, (first, length): (u32, u16)) -> &[Item] {
        &self.items[first as usize..first as usize + usize::from(length)]
    }

    /// Whether the segmenter must agree with the edges of a word.
    pub(crate) fn is_checked(&self, word: u32) -> bool {
        self.checked[word as usize] != 0
    }
}

/// Rules that say the same thing share a cap.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Group {
    pub(crate) category: Category,
    /// Most that the group may add.
    pub(crate) cap: f32,
}
