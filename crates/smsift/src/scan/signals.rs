//! Signals: sequences of concepts, matched outwards from their rarest part.

use super::{Mode, NONE, Scanned, Span};
use crate::ruleset::pattern::{Gap, Reach, Scope};
use crate::ruleset::{ConceptId, Condition, Item, Keep, Pattern, Signal};

/// A text of nothing but one word could match in very many ways; enough is enough.
const MOST_MATCHES: usize = 64;

impl Scanned<'_, '_> {
    /// Patterns are numbered so that each finds what it reads; a match may wake only later ones.
    pub(super) fn signals(&mut self, mode: Mode) {
        let compiled = self.compiled;
        let mut matches = std::mem::take(&mut self.scratch.matches);
        let mut open: Option<u16> = None;
        for block in 0..self.scratch.pending.len() {
            loop {
                let bits = self.scratch.pending[block];
                let next =
                    (bits != 0).then(|| &compiled.patterns[block * 64 + bits.trailing_zeros() as usize]);
                let signal = next.map(|p| p.signal);
                if let Some(done) = open.filter(|o| signal.is_none_or(|s| s != *o)) {
                    // Another signal comes, or may come in a later block after this one has woken it.
                    self.close(&compiled.signals[usize::from(done)], &mut matches, mode);
                    open = None;
                    continue;
                }
                let Some(pattern) = next else { break };
                self.scratch.pending[block] &= bits - 1;
                if pattern.check.iter().all(|c| self.has(*c)) {
                    open = Some(pattern.signal);
                    self.sequence(pattern, &mut matches);
                }
            }
        }
        self.scratch.matches = matches;
    }

    /// All patterns of a signal have been looked at: its conditions decide which matches stand.
    fn close(&mut self, signal: &Signal, matches: &mut Vec<Span>, mode: Mode) {
        matches.sort_unstable();
        matches.dedup();
        for &span in &*matches {
            let stands = signal.with.iter().all(|c| self.holds(*c, span))
                && (mode.no_guards || !signal.unless.iter().any(|c| self.holds(*c, span)));
            if stands {
                self.scratch.add(self.compiled, signal.concept, span);
            }
        }
        matches.clear();
    }

    /// Every match of a sequence.
    fn sequence(&self, pattern: &Pattern, out: &mut Vec<Span>) {
        let items = self.compiled.items(pattern);
        let at = usize::from(pattern.key);
        for span in self.scratch.list(items[at].1) {
            let mut from = From { items, at, key: span, out };
            self.forward(&mut from, at, span, span);
        }
    }

    /// Matches the items after `at`, then those before the key.
    fn forward(&self, from: &mut From<'_>, at: usize, last: Span, whole: Span) {
        let Some((gap, concept)) = from.items.get(at + 1) else {
            return self.backward(from, from.at, from.key, whole);
        };
        self.near(*gap, *concept, last, Way::Forward, &mut |next| {
            if from.out.len() < MOST_MATCHES {
                self.forward(from, at + 1, next, join(whole, next));
            }
        });
    }

    fn backward(&self, from: &mut From<'_>, at: usize, first: Span, whole: Span) {
        if at == 0 {
            return from.out.push(whole);
        }
        let (gap, (_, concept)) = (from.items[at].0, from.items[at - 1]);
        self.near(gap, concept, first, Way::Backward, &mut |next| {
            if from.out.len() < MOST_MATCHES {
                self.backward(from, at - 1, next, join(whole, next));
            }
        });
    }

    /// Calls `found` with every span of `concept` that stands within `gap` of `from`.
    fn near(&self, gap: Gap, concept: ConceptId, from: Span, way: Way, found: &mut dyn FnMut(Span)) {
        if self.compiled.keep(concept) == Keep::List {
            for next in self.scratch.list(concept) {
                if self.fits(gap, from, next, way) {
                    found(next);
                }
            }
            return;
        }
        let either = gap.reach == Reach::Either;
        let most = (self.scratch.starts.len() - 1) as u32;
        if way == Way::Forward || either {
            for start in from.end..=most.min(from.end + u32::from(gap.max)) {
                self.chain(self.scratch.starts[start as usize], Way::Forward, concept, &mut |next| {
                    if self.fits(gap, from, next, Way::Forward) {
                        found(next);
                    }
                });
            }
        }
        if way == Way::Backward || either {
            for end in from.start.saturating_sub(u32::from(gap.max))..=from.start {
                self.chain(self.scratch.ends[end as usize], Way::Backward, concept, &mut |next| {
                    if self.fits(gap, from, next, Way::Backward) {
                        found(next);
                    }
                });
            }
        }
    }

    /// The hits of a chain that belong to a concept.
    fn chain(&self, mut at: u32, way: Way, concept: ConceptId, found: &mut dyn FnMut(Span)) {
        while at != NONE {
            let hit = &self.scratch.hits[at as usize];
            if self.compiled.is_member(hit.word, concept, hit.refused) {
                found(hit.span);
            }
            at = if way == Way::Forward { hit.next_start } else { hit.next_end };
        }
    }

    /// Whether `next` stands within `gap` of `from`, on the side of `way`, or on either side where the order is free.
    fn fits(&self, gap: Gap, from: Span, next: Span, way: Way) -> bool {
        let (left, right) = if way == Way::Forward { (from, next) } else { (next, from) };
        let within = |l: Span, r: Span| r.start >= l.end && r.start - l.end <= u32::from(gap.max);
        // Empty places (start, end) belong to the body's side of their edge.
        let edge = if left.start == left.end { left.end } else { left.end - 1 } as usize;
        let start = if right.start == right.end { right.start.max(1) - 1 } else { right.start } as usize;
        match gap.reach {
            Reach::Clause => within(left, right) && (gap.max == 0 || self.text.same_clause(edge, start)),
            Reach::Sentence => within(left, right) && (gap.max == 0 || self.text.same_sentence(edge, start)),
            Reach::Either => {
                (within(left, right) || within(right, left))
                    && self.text.same_sentence(left.start as usize, right.start as usize)
            }
        }
    }

    fn holds(&self, condition: Condition, m: Span) -> bool {
        if !self.has(condition.concept) {
            return false;
        }
        let near = |s: Span, a: u32, b: u32, most: u16| {
            a <= b && b - a <= u32::from(most) && self.text.same_sentence(m.start as usize, s.start as usize)
        };
        self.spans(condition.concept).any(|s| match condition.scope {
            Scope::Overlap => s.overlaps(m),
            Scope::Clause => self.text.same_clause(s.start as usize, m.start as usize),
            Scope::Sentence => self.text.same_sentence(s.start as usize, m.start as usize),
            Scope::Message => true,
            Scope::Before(most) => near(s, s.end, m.start, most),
            Scope::After(most) => near(s, m.end, s.start, most),
        })
    }
}

/// A sequence being matched from one span of its key.
struct From<'m> {
    items: &'m [Item],
    /// Which item is the key, and its span.
    at: usize,
    key: Span,
    out: &'m mut Vec<Span>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Forward,
    Backward,
}

fn join(a: Span, b: Span) -> Span {
    Span { start: a.start.min(b.start), end: a.end.max(b.end) }
}
