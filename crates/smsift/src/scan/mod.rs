//! One message through the rules: scan, sense check, signals.
//!
//! Every concept that matches gets a list of spans, as a chain through one pool: to add a span costs a few
//! instructions, to find one near a place hardly more. What a message does not hold costs nothing. The words that stand
//! in hundreds of lists are noted once, not list by list: see `ruleset/frequent.rs`.

mod bits;
mod leanings;
mod signals;
mod words;

use std::cell::Cell;
use std::ops::{Index, IndexMut, Range};

use bits::Bits;

use crate::normalize::{Normalized, normalize};
use crate::ruleset::{Compiled, ConceptId, MOST_FREQUENT, Rule};
use crate::sense::{Cuts, Place};
use crate::text::{Buffers, Text};
use crate::types::{self, Type, Typed};

/// A match of a concept, in characters of the cleaned text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Span {
    pub(crate) start: u32,
    pub(crate) end: u32,
}

impl Span {
    fn new(range: Range<usize>) -> Self {
        Self { start: range.start as u32, end: range.end as u32 }
    }

    fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }
}

/// No entry.
const NONE: u32 = u32::MAX;

/// A word found by the automaton.
#[derive(Clone, Copy, Debug)]
struct Hit {
    word: u32,
    span: Span,
    /// The segmenter says that this is no word.
    refused: bool,
}

/// A span in a chain.
#[derive(Clone, Copy, Debug)]
struct Link {
    span: Span,
    /// The one before it in its chain, as an index of the pool.
    before: u32,
}

/// Concept → the latest of its spans.
#[derive(Debug)]
struct Heads(Box<[u32; MOST_CONCEPTS]>);

/// As many concepts as a [`ConceptId`] tells apart, so that none has to be checked.
const MOST_CONCEPTS: usize = 1 << ConceptId::BITS;

impl Default for Heads {
    fn default() -> Self {
        let heads = vec![NONE; MOST_CONCEPTS].try_into();
        Self(heads.unwrap_or_else(|_| unreachable!("the vector is as long as the array")))
    }
}

impl Index<ConceptId> for Heads {
    type Output = u32;

    fn index(&self, concept: ConceptId) -> &u32 {
        &self.0[usize::from(concept)]
    }
}

impl IndexMut<ConceptId> for Heads {
    fn index_mut(&mut self, concept: ConceptId) -> &mut u32 {
        &mut self.0[usize::from(concept)]
    }
}

/// Bit of a frequent word → the latest place of the word, where it occurs.
#[derive(Debug)]
struct Places([u32; MOST_FREQUENT]);

impl Default for Places {
    fn default() -> Self {
        Self([NONE; MOST_FREQUENT])
    }
}

/// What a matcher may leave out, for comparison.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Mode {
    /// Segment everything, whether an edge is in doubt or not.
    pub(crate) eager: bool,
    /// Never ask the segmenter.
    pub(crate) no_segmenter: bool,
    /// Signals match whatever their `unless` says.
    pub(crate) no_guards: bool,
}

/// Buffers of one thread.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    buffers: Buffers,
    hits: Vec<Hit>,
    places: Vec<Place>,
    cuts: Cuts,
    typed: Vec<Typed>,
    /// Words that lean, each once, in the order of the text.
    leaning: Vec<u32>,
    /// Their places in the table.
    leaned: Bits,
    /// Concepts that occur.
    present: Bits,
    /// Concepts with a chain of spans; those of the others are what frequent words they have.
    chained: Bits,
    /// Concept → the latest of its spans, as an index of the pool; of an earlier text where it has no chain.
    heads: Heads,
    /// The spans of all chains.
    pool: Vec<Link>,
    /// Frequent words that occur, by bit.
    frequent_present: u128,
    /// Their places.
    frequent: Places,
    /// Patterns to look at, one bit each.
    pending: Bits,
    /// Rules to look at.
    asked: Bits,
    matches: Vec<Span>,
    /// How many more places the pattern in hand may look at.
    fuel: Cell<u32>,
}

/// A message after scanning: everything a verdict is made of.
pub(crate) struct Scanned<'t, 's> {
    pub(crate) normalized: &'s Normalized<'t>,
    pub(crate) text: Text<'s>,
    pub(crate) compiled: &'s Compiled,
    scratch: &'s mut Scratch,
}

impl Compiled {
    /// Cleans `text` as the rules ask.
    pub(crate) fn normalize<'t>(&self, text: &'t str) -> Normalized<'t> {
        normalize(text, self.steps, &self.tables)
    }

    /// Finds what the rules ask for in a cleaned text.
    pub(crate) fn scan<'t, 's>(
        &'s self,
        normalized: &'s Normalized<'t>,
        scratch: &'s mut Scratch,
        mode: Mode,
    ) -> Scanned<'t, 's> {
        let text = Text::new(&normalized.text, std::mem::take(&mut scratch.buffers));
        scratch.reset(self);
        let mut scanned = Scanned { normalized, text, scratch, compiled: self };
        scanned.types();
        scanned.words(mode);
        scanned.signals(mode);
        scanned
    }
}

impl Scratch {
    fn reset(&mut self, compiled: &Compiled) {
        let concepts = compiled.names.len();
        self.present.clear(concepts);
        self.chained.clear(concepts);
        self.frequent_present = 0;
        self.pending.clear(compiled.patterns.len());
        self.asked.clear(compiled.rules.len());
        self.pool.clear();
        self.hits.clear();
        self.places.clear();
        self.cuts.clear();
        self.typed.clear();
        self.leaning.clear();
    }

    /// Adds a span to concepts. That they are present is noted apart.
    fn chain(&mut self, concepts: &[ConceptId], span: Span) {
        let Self { pool, heads, chained, .. } = self;
        let first = pool.len() as u32;
        pool.extend(concepts.iter().zip(first..).map(|(&concept, at)| {
            let head = &mut heads[concept];
            // No branch: whether it is the first is as good as random.
            let before = *head | (chained.bit(concept) as u32).wrapping_sub(1);
            chained.insert(concept);
            *head = at;
            Link { span, before }
        }));
    }

    /// Patterns and rules to look at.
    fn wake(&mut self, patterns: &[u16], rules: &[u16]) {
        for pattern in patterns {
            self.pending.insert(*pattern);
        }
        for rule in rules {
            self.asked.insert(*rule);
        }
    }

    /// A frequent word occurs.
    fn add_frequent(&mut self, bit: usize, span: Span) {
        let before = if self.frequent_present & (1 << bit) == 0 { NONE } else { self.frequent.0[bit] };
        self.frequent_present |= 1 << bit;
        self.frequent.0[bit] = self.pool.len() as u32;
        self.pool.push(Link { span, before });
    }

    /// What has a chain is present, and so are the lists of frequent words.
    fn note_present(&mut self, compiled: &Compiled) {
        let concepts = compiled.names.len();
        let present = self.present.blocks_mut(concepts);
        present.copy_from_slice(self.chained.blocks(concepts));
        let mut frequent = self.frequent_present;
        while frequent != 0 {
            let lists = compiled.frequent.lists(frequent.trailing_zeros() as usize);
            for (present, lists) in present.iter_mut().zip(lists) {
                *present |= lists;
            }
            frequent &= frequent - 1;
        }
    }

    /// The spans of a concept.
    fn list(&self, compiled: &Compiled, concept: ConceptId) -> Chain<'_> {
        self.chain_of(concept, compiled.frequent.mask(concept))
    }

    /// The spans of a concept with these frequent words.
    fn chain_of(&self, concept: ConceptId, frequent: u128) -> Chain<'_> {
        let at = if self.chained.has(concept) { self.heads[concept] } else { NONE };
        Chain { scratch: self, at, frequent: frequent & self.frequent_present }
    }
}

/// The spans of a concept; the latest first, those of each frequent word after the others.
struct Chain<'s> {
    scratch: &'s Scratch,
    at: u32,
    /// Frequent words that are still to come.
    frequent: u128,
}

impl Iterator for Chain<'_> {
    type Item = Span;

    #[inline]
    fn next(&mut self) -> Option<Span> {
        if self.at == NONE {
            if self.frequent == 0 {
                return None;
            }
            self.at = self.scratch.frequent.0[self.frequent.trailing_zeros() as usize];
            self.frequent &= self.frequent - 1;
        }
        let link = self.scratch.pool.get(self.at as usize)?;
        self.at = link.before;
        Some(link.span)
    }
}

impl Scanned<'_, '_> {
    /// Gives the thread its buffers back.
    pub(crate) fn finish(self) {
        self.scratch.buffers = self.text.into_buffers();
    }

    /// Whether a concept occurs; false for every choice.
    pub(crate) fn has(&self, concept: ConceptId) -> bool {
        self.scratch.present.has(concept)
    }

    /// The rules that may fire, by index, in their order.
    pub(crate) fn asked(&self) -> impl Iterator<Item = u16> {
        self.scratch.asked.iter(self.compiled.rules.len())
    }

    /// The spans of a concept, in no order.
    pub(crate) fn spans(&self, concept: ConceptId) -> impl Iterator<Item = Span> + '_ {
        self.scratch.list(self.compiled, concept)
    }

    /// Adds a span to a concept, and wakes the patterns that start from it.
    fn add(&mut self, concept: ConceptId, span: Span) {
        let scratch = &mut *self.scratch;
        let before = if scratch.chained.has(concept) { scratch.heads[concept] } else { NONE };
        scratch.heads[concept] = scratch.pool.len() as u32;
        scratch.pool.push(Link { span, before });
        scratch.chained.insert(concept);
        if !scratch.present.has(concept) {
            scratch.present.insert(concept);
            let rules = self.compiled.rules_at.get(usize::from(concept)).unwrap_or_default();
            scratch.wake(self.compiled.wakes(concept), rules);
        }
    }

    /// Every word of a list or pattern that was found, whether it counted or not.
    pub(crate) fn word_spans(&self) -> impl Iterator<Item = Span> {
        let counts = |h: &&Hit| {
            let mut effects = self.compiled.effects.of(h.word, false);
            effects.any(|effect| !effect.lists.is_empty()) || self.compiled.frequent.bit(h.word).is_some()
        };
        self.scratch.hits.iter().filter(counts).map(|h| h.span)
    }

    pub(crate) fn typed(&self) -> &[Typed] {
        &self.scratch.typed
    }

    /// Original bytes of a span.
    pub(crate) fn bytes(&self, span: Span) -> Range<usize> {
        self.normalized.original_bytes(span.start as usize..span.end as usize, self.text.starts())
    }

    fn types(&mut self) {
        let body = self.text.body();
        let mut typed = std::mem::take(&mut self.scratch.typed);
        types::scan(self.text.chars(), &mut typed);
        self.add(Type::Start as ConceptId, Span::new(body.start..body.start));
        self.add(Type::End as ConceptId, Span::new(body.end..body.end));
        for at in 0..self.text.signatures().len() {
            self.add(Type::Signature as ConceptId, Span::new(self.text.signatures()[at].clone()));
        }
        for found in &typed {
            self.add(found.kind as ConceptId, Span::new(found.range.clone()));
        }
        self.scratch.typed = typed;
    }

    /// Whether a rule's conditions hold.
    pub(crate) fn fires(&self, rule: &Rule) -> bool {
        rule.all.iter().all(|c| self.has(*c))
            && !rule.none.iter().any(|c| self.has(*c))
            && (rule.any.is_empty() || rule.any.iter().filter(|c| self.has(**c)).count() >= rule.at_least)
    }
}
