//! One message through the rules: scan, sense check, signals.
//!
//! Every concept that matches gets a list of spans, as a chain through one pool: to add a span costs a few
//! instructions, to find one near a place hardly more. What a message does not hold costs nothing. The words that stand
//! in hundreds of lists are noted once, not list by list: see `ruleset/frequent.rs`.

mod signals;
mod words;

use std::cell::Cell;
use std::ops::Range;

use crate::normalize::{Normalized, normalize};
use crate::ruleset::{Compiled, ConceptId, Leaning, MOST_FREQUENT, Rule};
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

/// The chain of a concept's spans, as an index of the pool; of an earlier text where the epoch is another.
#[derive(Clone, Copy, Debug, Default)]
struct Head {
    epoch: u32,
    at: u32,
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
    /// Words that lean, each once.
    leaning: Vec<u32>,
    /// The number of the text in hand.
    epoch: u32,
    /// Concept → the latest of its spans.
    heads: Vec<Head>,
    /// Concepts that occur and that rules ask for.
    asked: Vec<ConceptId>,
    pool: Vec<(Span, u32)>,
    /// Frequent words that occur, by bit.
    present: u128,
    /// Bit → the latest place of the word, where it occurs.
    frequent: Vec<u32>,
    /// Patterns to look at, one bit each.
    pending: Vec<u64>,
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
        // Texts are numbered from 1; once in four thousand million the numbers start again.
        if self.epoch == u32::MAX || self.heads.len() != compiled.names.len() {
            self.heads.clear();
            self.heads.resize(compiled.names.len(), Head::default());
            self.epoch = 0;
        }
        self.epoch += 1;
        self.present = 0;
        self.frequent.resize(MOST_FREQUENT, NONE);
        self.asked.clear();
        self.pending.clear();
        self.pending.resize(compiled.patterns.len().div_ceil(64), 0);
        self.pool.clear();
        self.hits.clear();
        self.places.clear();
        self.cuts.clear();
        self.typed.clear();
        self.leaning.clear();
    }

    /// Adds a span to a concept. True for its first.
    fn add(&mut self, concept: ConceptId, span: Span) -> bool {
        let head = &mut self.heads[usize::from(concept)];
        let is_first = head.epoch != self.epoch;
        let before = if is_first { NONE } else { head.at };
        *head = Head { epoch: self.epoch, at: self.pool.len() as u32 };
        self.pool.push((span, before));
        is_first
    }

    /// A concept occurs: notes it for the rules, and the patterns that start from it.
    fn wake(&mut self, compiled: &Compiled, concept: ConceptId) {
        if compiled.rules_at.get(usize::from(concept)).is_some_and(|rules| !rules.is_empty()) {
            self.asked.push(concept);
        }
        self.wait(compiled.wakes(concept));
    }

    /// Patterns to look at when their turn comes.
    fn wait(&mut self, patterns: &[u16]) {
        for pattern in patterns {
            self.pending[usize::from(*pattern) / 64] |= 1 << (pattern % 64);
        }
    }

    /// A frequent word occurs. True for its first place.
    fn add_frequent(&mut self, bit: usize, span: Span) -> bool {
        let is_first = self.present & (1 << bit) == 0;
        let before = if is_first { NONE } else { self.frequent[bit] };
        self.present |= 1 << bit;
        self.frequent[bit] = self.pool.len() as u32;
        self.pool.push((span, before));
        is_first
    }

    fn has(&self, compiled: &Compiled, concept: ConceptId) -> bool {
        self.heads[usize::from(concept)].epoch == self.epoch
            || compiled.frequent.mask(concept) & self.present != 0
    }

    fn list(&self, compiled: &Compiled, concept: ConceptId) -> Chain<'_> {
        let head = self.heads[usize::from(concept)];
        Chain {
            scratch: self,
            at: if head.epoch == self.epoch { head.at } else { NONE },
            frequent: compiled.frequent.mask(concept) & self.present,
        }
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

    fn next(&mut self) -> Option<Span> {
        if self.at == NONE && self.frequent != 0 {
            self.at = self.scratch.frequent[self.frequent.trailing_zeros() as usize];
            self.frequent &= self.frequent - 1;
        }
        let (span, next) = *self.scratch.pool.get(self.at as usize)?;
        self.at = next;
        Some(span)
    }
}

impl Scanned<'_, '_> {
    /// Gives the thread its buffers back.
    pub(crate) fn finish(self) {
        self.scratch.buffers = self.text.into_buffers();
    }

    /// Whether a concept occurs; false for every choice.
    pub(crate) fn has(&self, concept: ConceptId) -> bool {
        self.scratch.has(self.compiled, concept)
    }

    /// Concepts that may occur, among those that rules ask for; in no order, some twice.
    pub(crate) fn asked(&self) -> &[ConceptId] {
        &self.scratch.asked
    }

    /// The spans of a concept, in no order.
    pub(crate) fn spans(&self, concept: ConceptId) -> impl Iterator<Item = Span> + '_ {
        self.scratch.list(self.compiled, concept)
    }

    /// Adds a span to a concept, and wakes the patterns that start from it.
    fn add(&mut self, concept: ConceptId, span: Span) {
        if self.scratch.add(concept, span) {
            self.scratch.wake(self.compiled, concept);
        }
    }

    /// Every word of a list or pattern that was found, whether it counted or not.
    pub(crate) fn word_spans(&self) -> impl Iterator<Item = Span> {
        let counts = |h: &&Hit| {
            !self.compiled.members(h.word).is_empty() || self.compiled.frequent.bit(h.word).is_some()
        };
        self.scratch.hits.iter().filter(counts).map(|h| h.span)
    }

    /// What the words of the text say together for a repayment reminder, marketing and collection pressure.
    pub(crate) fn leaning(&self) -> Leaning {
        let leanings = &self.compiled.leanings;
        let mut sum = leanings.always;
        for leaning in self.scratch.leaning.iter().filter_map(|word| leanings.of(*word)) {
            for (sum, leaning) in sum.iter_mut().zip(leaning) {
                *sum += leaning;
            }
        }
        sum.map(|sum| sum * self.compiled.policy.leanings)
    }

    /// Where the words stand that say most for the category of this index: the first place of each, the weightiest
    /// first, and single characters last, which tell a reader little.
    pub(crate) fn leaning_words(&self, category: usize) -> Vec<Span> {
        let leaning = &self.scratch.leaning;
        let mut first: Vec<Option<Span>> = vec![None; leaning.len()];
        for hit in &self.scratch.hits {
            if let Ok(at) = leaning.binary_search(&hit.word) {
                first[at].get_or_insert(hit.span);
            }
        }
        let says = |word: u32| self.compiled.leanings.of(word).map_or(0.0, |leaning| leaning[category]);
        let places = leaning.iter().zip(first).filter_map(|(&word, place)| Some((place?, says(word))));
        let mut words: Vec<(Span, f32)> = places.filter(|(_, says)| *says > 0.0).collect();
        let is_single = |span: Span| span.end - span.start == 1;
        words.sort_by(|a, b| {
            is_single(a.0).cmp(&is_single(b.0)).then(b.1.total_cmp(&a.1)).then(a.0.cmp(&b.0))
        });
        words.into_iter().map(|(span, _)| span).collect()
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
