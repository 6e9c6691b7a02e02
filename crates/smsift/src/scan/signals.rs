//! Signals: sequences of concepts, matched outwards from their rarest part.

use super::{Mode, Scanned, Span};
use crate::ruleset::pattern::{Gap, Reach, Scope};
use crate::ruleset::{ConceptId, Condition, Item, Pattern, Signal};

/// A text of nothing but one word could match in very many ways; enough is enough.
const MOST_MATCHES: usize = 64;
/// The same for the places that one pattern looks at: a text of ten thousand characters stays far below.
const MOST_STEPS: u32 = 100_000;

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
                self.add(signal.concept, span);
            }
        }
        matches.clear();
    }

    /// Every match of a sequence.
    fn sequence(&self, pattern: &Pattern, out: &mut Vec<Span>) {
        let items = self.compiled.items(pattern);
        let key = usize::from(pattern.key);
        self.scratch.fuel.set(MOST_STEPS);
        for span in self.scratch.list(self.compiled, items[key].1) {
            self.forward(&items[key..], span, span, &mut |whole| {
                self.backward(&items[..=key], span, whole, &mut |whole| {
                    if out.len() < MOST_MATCHES {
                        out.push(whole);
                    }
                });
            });
        }
    }

    /// Matches the items after the first, which stands at `last`.
    fn forward(&self, items: &[Item], last: Span, whole: Span, found: &mut dyn FnMut(Span)) {
        let [_, rest @ ..] = items else { return };
        let Some((gap, concept)) = rest.first() else { return found(whole) };
        self.near(*gap, *concept, last, Way::Forward, &mut |next| {
            self.forward(rest, next, join(whole, next), found);
        });
    }

    /// Matches the items before the last, which stands at `first`.
    fn backward(&self, items: &[Item], first: Span, whole: Span, found: &mut dyn FnMut(Span)) {
        let [rest @ .., (gap, _)] = items else { return };
        let Some((_, concept)) = rest.last() else { return found(whole) };
        self.near(*gap, *concept, first, Way::Backward, &mut |next| {
            self.backward(rest, next, join(whole, next), found);
        });
    }

    /// Calls `found` with every span of `concept` that stands within `gap` of `from`.
    fn near(&self, gap: Gap, concept: ConceptId, from: Span, way: Way, found: &mut dyn FnMut(Span)) {
        let alternatives = self.compiled.alternatives(concept);
        if !alternatives.is_empty() {
            return self.choice(gap, alternatives, from, way, found);
        }
        for next in self.scratch.list(self.compiled, concept) {
            let Some(left) = self.scratch.fuel.get().checked_sub(1) else { return };
            self.scratch.fuel.set(left);
            if self.fits(gap, from, next, way) {
                found(next);
            }
        }
    }

    /// The alternatives of a choice within `gap` of `from`.
    fn choice(
        &self,
        gap: Gap,
        alternatives: &[(u32, u16)],
        from: Span,
        way: Way,
        found: &mut dyn FnMut(Span),
    ) {
        for items in alternatives.iter().map(|a| self.compiled.alternative(*a)) {
            let ([(_, first), ..], [.., (_, last)]) = (items, items) else { continue };
            if items.len() == 1 {
                self.near(gap, *first, from, way, found);
                continue;
            }
            // The other side of a free order is looked at from the other end of the alternative.
            let ordered = Gap {
                reach: if gap.reach == Reach::Clause { Reach::Clause } else { Reach::Sentence },
                ..gap
            };
            let either = gap.reach == Reach::Either;
            if way == Way::Forward || either {
                self.near(ordered, *first, from, Way::Forward, &mut |next| {
                    self.forward(items, next, next, found);
                });
            }
            if way == Way::Backward || either {
                self.near(ordered, *last, from, Way::Backward, &mut |next| {
                    self.backward(items, next, next, found);
                });
            }
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

#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Forward,
    Backward,
}

fn join(a: Span, b: Span) -> Span {
    Span { start: a.start.min(b.start), end: a.end.max(b.end) }
}
