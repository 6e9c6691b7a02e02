//! Signals: sequences of concepts, matched outwards from their rarest part.

use super::{Chain, Mode, Scanned, Span};
use crate::ruleset::pattern::{Gap, Reach, Scope};
use crate::ruleset::{Condition, Item, Pattern, Signal};

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
        for block in 0..compiled.patterns.len().div_ceil(64) {
            let mut bits = 0;
            loop {
                bits |= self.possible(block);
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
                bits &= bits - 1;
                open = Some(pattern.signal);
                self.sequence(pattern, &mut matches);
            }
        }
        self.scratch.matches = matches;
    }

    /// The patterns of a block that wait and have all they need, as bits.
    fn possible(&mut self, block: usize) -> u64 {
        let mut waiting = self.scratch.pending.take(block);
        let mut possible = 0;
        if waiting != 0 {
            let needs = &self.compiled.needs[block * 64..];
            let present = &self.scratch.present;
            while waiting != 0 {
                let at = waiting.trailing_zeros() as usize;
                let [a, b, c, d] = needs[at];
                let all = present.bit(a) & present.bit(b) & present.bit(c) & present.bit(d);
                possible |= all << at;
                waiting &= waiting - 1;
            }
        }
        possible
    }

    /// All patterns of a signal have been looked at: its conditions decide which matches stand.
    fn close(&mut self, signal: &Signal, matches: &mut Vec<Span>, mode: Mode) {
        if matches.len() > 1 {
            matches.sort_unstable();
            matches.dedup();
        }
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
        let (before, after) = (&items[..=usize::from(pattern.key)], &items[usize::from(pattern.key)..]);
        self.scratch.fuel.set(MOST_STEPS);
        for span in self.spans_of(after[0]) {
            let then = Then { items: before, part: Part::Before(span), after: None };
            let then = (before.len() > 1).then_some(&then);
            self.follow(after, Search { way: Way::Forward, last: span, whole: span, then }, out);
        }
    }

    /// Goes on from the item at the near end of `items`, which has been found at `search.last`.
    fn follow(&self, items: &[Item], search: Search<'_>, out: &mut Vec<Span>) {
        let next = match (search.way, items) {
            (Way::Forward, [_, rest @ ..]) => rest.first().map(|next| (next.gap, *next, rest)),
            (Way::Backward, [rest @ .., last]) => rest.last().map(|next| (last.gap, *next, rest)),
            (_, []) => None,
        };
        if let Some((gap, item, items)) = next {
            return self.near(gap, item, items, search, out);
        }
        match search.then {
            None if out.len() < MOST_MATCHES => out.push(search.whole),
            None => {}
            Some(&Then { items, part: Part::Before(last), after: then }) => {
                self.follow(items, Search { way: Way::Backward, last, then, ..search }, out);
            }
            Some(&Then { items, part: Part::Around(way, around), after: then }) => {
                let whole = join(around, search.whole);
                self.follow(items, Search { way, last: search.whole, whole, then }, out);
            }
        }
    }

    /// Finds `item`, which stands at the near end of `items`, within `gap` of `search.last`.
    fn near(&self, gap: Gap, item: Item, items: &[Item], search: Search<'_>, out: &mut Vec<Span>) {
        if item.is_choice() {
            let then = Then { items, part: Part::Around(search.way, search.whole), after: search.then };
            return self.choice(gap, item, Search { whole: NOWHERE, then: Some(&then), ..search }, out);
        }
        for next in self.spans_of(item) {
            let Some(left) = self.scratch.fuel.get().checked_sub(1) else { return };
            self.scratch.fuel.set(left);
            if self.fits(gap, search.last, next, search.way) {
                self.follow(items, Search { last: next, whole: join(search.whole, next), ..search }, out);
            }
        }
    }

    /// Finds the alternatives of a choice.
    fn choice(&self, gap: Gap, choice: Item, search: Search<'_>, out: &mut Vec<Span>) {
        for items in self.compiled.alternatives(choice.concept) {
            let items = self.compiled.alternative(*items);
            let (&[first, ..], &[.., last]) = (items, items) else { continue };
            if items.len() == 1 {
                self.near(gap, first, items, search, out);
                continue;
            }
            // The other side of a free order is looked at from the other end of the alternative.
            let ordered = Gap {
                reach: if gap.reach == Reach::Clause { Reach::Clause } else { Reach::Sentence },
                ..gap
            };
            let either = gap.reach == Reach::Either;
            if search.way == Way::Forward || either {
                self.near(ordered, first, items, Search { way: Way::Forward, ..search }, out);
            }
            if search.way == Way::Backward || either {
                self.near(ordered, last, items, Search { way: Way::Backward, ..search }, out);
            }
        }
    }

    fn spans_of(&self, item: Item) -> Chain<'_> {
        let frequent = if item.has_frequent() { self.compiled.frequent.mask(item.concept) } else { 0 };
        self.scratch.chain_of(item.concept, frequent)
    }

    /// Whether `next` stands within `gap` of `from`, on the side of `way`, or on either side where the order is free.
    #[inline]
    fn fits(&self, gap: Gap, from: Span, next: Span, way: Way) -> bool {
        let (left, right) = if way == Way::Forward { (from, next) } else { (next, from) };
        let within = |l: Span, r: Span| r.start >= l.end && r.start - l.end <= u32::from(gap.max);
        if gap.reach == Reach::Either {
            return (within(left, right) || within(right, left))
                && self.text.same_sentence(left.start as usize, right.start as usize);
        }
        if !within(left, right) {
            return false;
        }
        // Empty places (start, end) belong to the body's side of their edge.
        let edge = if left.start == left.end { left.end } else { left.end - 1 } as usize;
        let start = if right.start == right.end { right.start.max(1) - 1 } else { right.start } as usize;
        match gap.reach {
            _ if gap.max == 0 => true,
            Reach::Clause => self.text.same_clause(edge, start),
            _ => self.text.same_sentence(edge, start),
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

/// Where a search stands.
#[derive(Clone, Copy)]
struct Search<'a> {
    way: Way,
    /// The item found last.
    last: Span,
    /// Everything found of the sequence in hand.
    whole: Span,
    /// What to do when the sequence is at its end; nothing more where there is none.
    then: Option<&'a Then<'a>>,
}

/// What remains to be found when a sequence is at its end.
struct Then<'a> {
    items: &'a [Item],
    part: Part,
    after: Option<&'a Then<'a>>,
}

enum Part {
    /// The items before the key, which stands here.
    Before(Span),
    /// The sequence around a choice, of which so much has been found.
    Around(Way, Span),
}

/// Joined with a span it is that span.
const NOWHERE: Span = Span { start: u32::MAX, end: 0 };

#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Forward,
    Backward,
}

fn join(a: Span, b: Span) -> Span {
    Span { start: a.start.min(b.start), end: a.end.max(b.end) }
}
