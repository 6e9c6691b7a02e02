//! One message through the rules: scan, sense check, signals.
//!
//! Most of the time would go into matches that no rule asks for, so they are kept in three ways, see
//! [`Keep`]: a list of spans, one bit, or nothing. Where a match of the last two stands is looked up in the hits
//! around a place when a pattern asks.

mod signals;
mod words;

use std::cell::Cell;
use std::ops::Range;

use crate::normalize::{Normalized, normalize};
use crate::ruleset::{Compiled, ConceptId, Keep, Rule};
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

/// A word found by the automaton. Hits that start, and hits that end, at the same character are chained.
#[derive(Clone, Copy, Debug)]
struct Hit {
    word: u32,
    span: Span,
    /// The segmenter says that this is no word.
    refused: bool,
    next_start: u32,
    next_end: u32,
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
    /// Character → the first hit that starts there; and that ends there.
    starts: Vec<u32>,
    ends: Vec<u32>,
    places: Vec<Place>,
    cuts: Cuts,
    typed: Vec<Typed>,
    /// Concept → whether it occurs, one bit each.
    present: Vec<u64>,
    /// Concept → the first of its spans in `pool`.
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
        scratch.reset(self, text.chars().len());
        let mut scanned = Scanned { normalized, text, scratch, compiled: self };
        scanned.types();
        scanned.words(mode);
        scanned.signals(mode);
        scanned
    }
}

impl Scratch {
    fn reset(&mut self, compiled: &Compiled, chars: usize) {
        let refill = |v: &mut Vec<u32>, length: usize| {
            v.clear();
            v.resize(length, NONE);
        };
        refill(&mut self.starts, chars + 1);
        refill(&mut self.ends, chars + 1);
        refill(&mut self.heads, compiled.names.len());
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

    fn occurs(&mut self, concept: ConceptId) {
        self.present[usize::from(concept) / 64] |= 1 << (concept % 64);
    }

    /// Adds a span to a concept that keeps a list, and wakes the patterns that start from it.
    fn add(&mut self, compiled: &Compiled, concept: ConceptId, span: Span) {
        let head = &mut self.heads[usize::from(concept)];
        if *head == NONE {
            self.present[usize::from(concept) / 64] |= 1 << (concept % 64);
            for &pattern in compiled.wakes(concept) {
                self.pending[usize::from(pattern) / 64] |= 1 << (pattern % 64);
            }
        }
        self.pool.push((span, *head));
        *head = self.pool.len() as u32 - 1;
    }

    fn list(&self, concept: ConceptId) -> Chain<'_> {
        Chain { pool: &self.pool, at: self.heads[usize::from(concept)] }
    }
}

/// The spans of a concept that keeps a list; the latest first.
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

    /// Whether a concept occurs. Inline lists of which nothing is kept may always occur.
    pub(crate) fn has(&self, concept: ConceptId) -> bool {
        self.scratch.present[usize::from(concept) / 64] & (1 << (concept % 64)) != 0
    }

    /// The spans of a concept, in no order.
    pub(crate) fn spans(&self, concept: ConceptId) -> impl Iterator<Item = Span> + '_ {
        let lazy = matches!(self.compiled.keep(concept), Keep::Bit | Keep::Nothing) && self.has(concept);
        let hits = if lazy { &self.scratch.hits[..] } else { &[] };
        let found =
            hits.iter().filter(move |h| self.compiled.is_member(h.word, concept, h.refused)).map(|h| h.span);
        self.scratch.list(concept).chain(found)
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
        let mut add = |kind: Type, range: Range<usize>| {
            self.scratch.add(self.compiled, kind as ConceptId, Span::new(range));
        };
        add(Type::Start, body.start..body.start);
        add(Type::End, body.end..body.end);
        for signature in self.text.signatures() {
            add(Type::Signature, signature.clone());
        }
        for found in &typed {
            add(found.kind, found.range.clone());
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
