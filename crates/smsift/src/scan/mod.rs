//! One message through the rules: scan, sense check, signals.
//!
//! Every concept that matches gets a list of spans, as a chain through one pool: to add a span costs a few
//! instructions, to find one near a place hardly more. What a message does not hold costs nothing.

mod signals;
mod words;

use std::cell::Cell;
use std::ops::Range;

use crate::normalize::{Normalized, normalize};
use crate::ruleset::{Compiled, ConceptId, Rule};
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
    /// The text in lower case, where it has upper case.
    lower: String,
    hits: Vec<Hit>,
    places: Vec<Place>,
    cuts: Cuts,
    typed: Vec<Typed>,
    /// Concept → whether it occurs, one bit each.
    present: Vec<u64>,
    /// Concept → the latest of its spans in `pool`. Stale where the concept is not present.
    heads: Vec<u32>,
    pool: Vec<(Span, u32)>,
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
        self.heads.resize(compiled.names.len(), NONE);
        self.present.clear();
        self.present.extend_from_slice(&compiled.always);
        self.pending.clear();
        self.pending.resize(compiled.patterns.len().div_ceil(64), 0);
        self.pool.clear();
        self.hits.clear();
        self.places.clear();
        self.cuts.clear();
        self.typed.clear();
    }

    /// Adds a span to a concept. True for its first.
    fn add(&mut self, concept: ConceptId, span: Span) -> bool {
        let (block, bit) = (&mut self.present[usize::from(concept) / 64], 1 << (concept % 64));
        let head = &mut self.heads[usize::from(concept)];
        let is_first = *block & bit == 0;
        *block |= bit;
        self.pool.push((span, if is_first { NONE } else { *head }));
        *head = self.pool.len() as u32 - 1;
        is_first
    }

    /// The patterns that start from a concept are to be looked at.
    fn wake(&mut self, compiled: &Compiled, concept: ConceptId) {
        for &pattern in compiled.wakes(concept) {
            self.pending[usize::from(pattern) / 64] |= 1 << (pattern % 64);
        }
    }

    fn has(&self, concept: ConceptId) -> bool {
        self.present[usize::from(concept) / 64] & (1 << (concept % 64)) != 0
    }

    fn list(&self, concept: ConceptId) -> Chain<'_> {
        Chain {
            pool: &self.pool,
            at: if self.has(concept) { self.heads[usize::from(concept)] } else { NONE },
        }
    }
}

/// The spans of a concept; the latest first.
struct Chain<'s> {
    pool: &'s [(Span, u32)],
    at: u32,
}

impl Iterator for Chain<'_> {
    type Item = Span;

    fn next(&mut self) -> Option<Span> {
        let (span, next) = *self.pool.get(self.at as usize)?;
        self.at = next;
        Some(span)
    }
}

impl Scanned<'_, '_> {
    /// Gives the thread its buffers back.
    pub(crate) fn finish(self) {
        self.scratch.buffers = self.text.into_buffers();
    }

    /// Whether a concept occurs; true for every choice.
    pub(crate) fn has(&self, concept: ConceptId) -> bool {
        self.scratch.has(concept)
    }

    /// The concepts below `end` that occur, in order.
    pub(crate) fn present(&self, end: usize) -> impl Iterator<Item = usize> + '_ {
        let blocks = self.scratch.present[..end.div_ceil(64)].iter().enumerate();
        blocks
            .flat_map(|(block, bits)| {
                let mut bits = *bits;
                std::iter::from_fn(move || {
                    let bit = (bits != 0).then(|| bits.trailing_zeros() as usize)?;
                    bits &= bits - 1;
                    Some(block * 64 + bit)
                })
            })
            .take_while(move |at| *at < end)
    }

    /// The spans of a concept, in no order.
    pub(crate) fn spans(&self, concept: ConceptId) -> impl Iterator<Item = Span> + '_ {
        self.scratch.list(concept)
    }

    /// Adds a span to a concept, and wakes the patterns that start from it.
    fn add(&mut self, concept: ConceptId, span: Span) {
        if self.scratch.add(concept, span) {
            self.scratch.wake(self.compiled, concept);
        }
    }

    /// Every word that was found, whether it counted or not.
    pub(crate) fn word_spans(&self) -> impl Iterator<Item = Span> {
        self.scratch.hits.iter().map(|h| h.span)
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
