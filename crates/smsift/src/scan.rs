//! One message through the rules: scan, sense check, signals, rules.

use std::ops::Range;

use crate::normalize::{Normalized, normalize};
use crate::ruleset::pattern::{Gap, Reach, Scope};
use crate::ruleset::{Compiled, ConceptId, Condition, Pattern, Rule, Signal};
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

/// A word found by the automaton.
#[derive(Clone, Copy, Debug)]
struct Hit {
    word: u32,
    start: u32,
    end: u32,
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
    /// Concept → its spans; only `touched` ones are not empty.
    spans: Vec<Vec<Span>>,
    touched: Vec<ConceptId>,
    /// Signals to look at, one bit each.
    pending: Vec<u64>,
    matches: Vec<Span>,
}

/// A message after scanning: everything a verdict is made of.
pub(crate) struct Scanned<'t, 's> {
    pub(crate) normalized: &'s Normalized<'t>,
    pub(crate) text: Text<'s>,
    pub(crate) scratch: &'s mut Scratch,
    pub(crate) compiled: &'s Compiled,
    /// Spans of words written in a variant spelling.
    pub(crate) variants: Vec<Span>,
}

impl Compiled {
    /// Cleans `text` as the rules ask.
    pub(crate) fn normalize<'t>(&self, text: &'t str) -> Normalized<'t> {
        normalize(text, self.steps, &self.tables)
    }

    /// Finds every concept's spans in a cleaned text.
    pub(crate) fn scan<'t, 's>(
        &'s self,
        normalized: &'s Normalized<'t>,
        scratch: &'s mut Scratch,
        mode: Mode,
    ) -> Scanned<'t, 's> {
        scratch.reset(self);
        let text = Text::new(&normalized.text, std::mem::take(&mut scratch.buffers));
        let mut scanned = Scanned { normalized, text, scratch, compiled: self, variants: Vec::new() };
        scanned.types();
        scanned.words(mode);
        scanned.signals(mode);
        scanned
    }
}

impl Scratch {
    fn reset(&mut self, compiled: &Compiled) {
        self.spans.resize(compiled.names.len(), Vec::new());
        for concept in self.touched.drain(..) {
            self.spans[usize::from(concept)].clear();
        }
        self.pending.clear();
        self.pending.resize(compiled.signals.len().div_ceil(64), 0);
        self.hits.clear();
        self.places.clear();
        self.cuts.clear();
        self.typed.clear();
    }

    fn add(&mut self, compiled: &Compiled, concept: ConceptId, span: Span) {
        let spans = &mut self.spans[usize::from(concept)];
        if spans.is_empty() {
            self.touched.push(concept);
            for &signal in &compiled.wakes[usize::from(concept)] {
                self.pending[usize::from(signal) / 64] |= 1 << (signal % 64);
            }
        }
        spans.push(span);
    }
}

impl Scanned<'_, '_> {
    /// Gives the thread its buffers back.
    pub(crate) fn finish(self) {
        self.scratch.buffers = self.text.into_buffers();
    }

    /// The spans of a concept; empty when it did not match.
    pub(crate) fn spans(&self, concept: ConceptId) -> &[Span] {
        &self.scratch.spans[usize::from(concept)]
    }

    /// Every word that was found, whether it counted or not.
    pub(crate) fn word_spans(&self) -> impl Iterator<Item = Span> {
        self.scratch.hits.iter().map(|h| Span { start: h.start, end: h.end })
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
        let mut fixed = vec![(Type::Start, body.start..body.start), (Type::End, body.end..body.end)];
        fixed.extend(self.text.signatures().iter().map(|s| (Type::Signature, s.clone())));
        let mut typed = std::mem::take(&mut self.scratch.typed);
        types::scan(self.text.chars(), &mut typed);
        for (kind, range) in fixed.into_iter().chain(typed.iter().map(|t| (t.kind, t.range.clone()))) {
            self.scratch.add(self.compiled, kind as ConceptId, Span::new(range));
        }
        self.scratch.typed = typed;
    }

    fn words(&mut self, mode: Mode) {
        let compiled = self.compiled;
        let mut hits = std::mem::take(&mut self.scratch.hits);
        for found in compiled.automaton.find_overlapping_iter(&*self.normalized.text) {
            hits.push(Hit {
                word: found.pattern().as_u32(),
                start: self.text.char_at_byte(found.start()) as u32,
                end: self.text.char_at_byte(found.end()) as u32,
            });
        }
        let mut places = std::mem::take(&mut self.scratch.places);
        places.extend(
            hits.iter()
                .filter(|h| compiled.words[h.word as usize].checked)
                .map(|h| Place { start: h.start as usize, end: h.end as usize }),
        );
        let mut cuts = std::mem::take(&mut self.scratch.cuts);
        for hit in &hits {
            let word = &compiled.words[hit.word as usize];
            let place = Place { start: hit.start as usize, end: hit.end as usize };
            let refused = word.checked
                && !word.variant
                && !mode.no_segmenter
                && compiled.sense.refuse(&self.text, place, &places, &mut cuts, mode.eager);
            let span = Span { start: hit.start, end: hit.end };
            for (concept, segment) in &word.members {
                if !(refused && *segment) {
                    self.scratch.add(compiled, *concept, span);
                }
            }
            if word.variant {
                self.variants.push(span);
            }
        }
        self.scratch.hits = hits;
        self.scratch.places = places;
        self.scratch.cuts = cuts;
        self.swallow();
    }

    /// Drops list matches inside a longer phrase that the list excepts.
    fn swallow(&mut self) {
        for at in 0..self.scratch.touched.len() {
            let concept = usize::from(self.scratch.touched[at]);
            let Some(except) = self.compiled.except[concept] else { continue };
            if self.scratch.spans[usize::from(except)].is_empty() {
                continue;
            }
            let mut spans = std::mem::take(&mut self.scratch.spans[concept]);
            let phrases = &self.scratch.spans[usize::from(except)];
            spans.retain(|s| !phrases.iter().any(|p| p.start <= s.start && s.end <= p.end));
            self.scratch.spans[concept] = spans;
        }
    }

    /// Signals come in an order in which each finds what it reads; a match may wake only later ones.
    fn signals(&mut self, mode: Mode) {
        for block in 0..self.scratch.pending.len() {
            while self.scratch.pending[block] != 0 {
                let bit = self.scratch.pending[block].trailing_zeros();
                self.scratch.pending[block] &= !(1 << bit);
                self.signal(&self.compiled.signals[block * 64 + bit as usize], mode);
            }
        }
    }

    fn signal(&mut self, signal: &Signal, mode: Mode) {
        let mut matches = std::mem::take(&mut self.scratch.matches);
        matches.clear();
        for pattern in &signal.patterns {
            if pattern.items.iter().all(|(_, c)| !self.spans(*c).is_empty()) {
                self.sequence(pattern, &mut matches);
            }
        }
        matches.sort_unstable();
        matches.dedup();
        matches.retain(|&m| {
            signal.with.iter().all(|c| self.holds(*c, m))
                && (mode.no_guards || !signal.unless.iter().any(|c| self.holds(*c, m)))
        });
        for span in &matches {
            self.scratch.add(self.compiled, signal.concept, *span);
        }
        self.scratch.matches = matches;
    }

    /// Every match of a sequence.
    fn sequence(&self, pattern: &Pattern, out: &mut Vec<Span>) {
        let (_, first) = pattern.items[0];
        for &span in self.spans(first) {
            self.rest(&pattern.items[1..], span, span, out);
        }
    }

    fn rest(&self, items: &[(Gap, ConceptId)], last: Span, whole: Span, out: &mut Vec<Span>) {
        // A text of nothing but one word could match in very many ways; enough is enough.
        const MOST: usize = 64;
        let Some(((gap, concept), rest)) = items.split_first() else {
            return out.push(whole);
        };
        for &next in self.spans(*concept) {
            if out.len() >= MOST {
                return;
            }
            if self.fits(*gap, last, next) {
                let joined = Span { start: whole.start.min(next.start), end: whole.end.max(next.end) };
                self.rest(rest, next, joined, out);
            }
        }
    }

    fn fits(&self, gap: Gap, last: Span, next: Span) -> bool {
        let max = u32::from(gap.max);
        let forward = next.start >= last.end && next.start - last.end <= max;
        let edge = |s: Span| (s.end.max(1) - 1) as usize;
        match gap.reach {
            Reach::Clause => {
                forward && (gap.max == 0 || self.text.same_clause(edge(last), next.start as usize))
            }
            Reach::Sentence => {
                forward && (gap.max == 0 || self.text.same_sentence(edge(last), next.start as usize))
            }
            Reach::Either => {
                let backward = last.start >= next.end && last.start - next.end <= max;
                (forward || backward) && self.text.same_sentence(last.start as usize, next.start as usize)
            }
        }
    }

    fn holds(&self, condition: Condition, m: Span) -> bool {
        let near = |s: &Span, a: u32, b: u32, most: u16| {
            a <= b && b - a <= u32::from(most) && self.text.same_sentence(m.start as usize, s.start as usize)
        };
        self.spans(condition.concept).iter().any(|s| match condition.scope {
            Scope::Overlap => s.overlaps(m),
            Scope::Clause => self.text.same_clause(s.start as usize, m.start as usize),
            Scope::Sentence => self.text.same_sentence(s.start as usize, m.start as usize),
            Scope::Message => true,
            Scope::Before(most) => near(s, s.end, m.start, most),
            Scope::After(most) => near(s, m.end, s.start, most),
        })
    }

    /// Whether a rule's conditions hold.
    pub(crate) fn fires(&self, rule: &Rule) -> bool {
        let there = |c: &ConceptId| !self.spans(*c).is_empty();
        rule.all.iter().all(there)
            && !rule.none.iter().any(there)
            && (rule.any.is_empty() || rule.any.iter().filter(|c| there(c)).count() >= rule.at_least)
    }
}
