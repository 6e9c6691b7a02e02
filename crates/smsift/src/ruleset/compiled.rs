//! The compiled form of the rules: what a scanner reads, frozen.

use serde::{Deserialize, Serialize};

use super::RuleInfo;
use super::document::{RuleDoc, Status};
use super::frequent::Frequent;
use super::leanings::Leanings;
use super::names::ConceptId;
use super::pattern::{Gap, Scope};
use super::policy::Policy;
use crate::automaton::Automaton;
use crate::label::Category;
use crate::normalize::{Steps, Tables};
use crate::table::{Lists, Strings, fixed};

/// A word's membership in a concept.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Member {
    bits: u32,
}

fixed!(Member { bits: u32 });

impl Member {
    const SEGMENT: u32 = 1 << 17;
    const WAKES: u32 = 1 << 16;
    /// Concepts that can be told apart.
    pub(super) const MOST: usize = 1 << 16;

    pub(super) fn new(concept: ConceptId, segment: bool, wakes: bool) -> Self {
        let flag = |holds: bool, bit: u32| if holds { bit } else { 0 };
        let bits = u32::from(concept) | flag(segment, Self::SEGMENT) | flag(wakes, Self::WAKES);
        Self { bits }
    }

    pub(crate) fn concept(self) -> ConceptId {
        self.bits as ConceptId
    }

    /// The concept asks the segmenter whether the word is one.
    pub(crate) fn asks_segmenter(self) -> bool {
        self.bits & Self::SEGMENT != 0
    }

    /// A pattern starts from the concept, or a rule asks for it.
    pub(crate) fn wakes(self) -> bool {
        self.bits & Self::WAKES != 0
    }
}

/// A sequence of concepts: a range of the ruleset's items.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pattern {
    pub(super) first: u32,
    pub(super) length: u16,
    /// The item from which matching starts: the rarest.
    pub(crate) key: u16,
    /// Index of the signal it belongs to.
    pub(crate) signal: u16,
    /// The rarest of its other concepts: where one does not occur, the pattern does not match.
    pub(crate) check: [ConceptId; 3],
}

fixed!(Pattern { first: u32, length: u16, key: u16, signal: u16, check: [ConceptId; 3] });

/// A concept in a sequence and the gap before it.
pub(crate) type Item = (Gap, ConceptId);

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
    pub(super) patterns: Vec<Vec<Item>>,
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
    #[serde(with = "crate::table")]
    pub(super) members: Vec<Member>,
    /// Word → where its members start; one more at the end.
    #[serde(with = "crate::table")]
    pub(super) member_starts: Vec<u32>,
    pub(crate) frequent: Frequent,
    /// In an order in which each signal comes after what it reads.
    pub(crate) signals: Vec<Signal>,
    /// Patterns of all signals, in the order of the signals.
    #[serde(with = "crate::table")]
    pub(crate) patterns: Vec<Pattern>,
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

    /// The concepts that a word stands for.
    pub(crate) fn members(&self, word: u32) -> &[Member] {
        let word = word as usize;
        &self.members[self.member_starts[word] as usize..self.member_starts[word + 1] as usize]
    }
}

/// Rules that say the same thing share a cap.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Group {
    pub(crate) category: Category,
    /// Most that the group may add.
    pub(crate) cap: f32,
}
