//! Words that lean, in one message: each counts once, in the order of the text.

use super::{Scanned, Span};
use crate::ruleset::{Leaning, TacticLeaning};

impl Scanned<'_, '_> {
    pub(super) fn find_leanings(&mut self) {
        let leanings = &self.compiled.leanings;
        let scratch = &mut *self.scratch;
        for hit in &scratch.hits {
            if let Some(place) = leanings.place(hit.word)
                && !scratch.leaned.has(place)
            {
                scratch.leaned.insert(place);
                scratch.leaning.push(hit.word);
            }
        }
        // Taken out one by one: the set is large, and a message holds few.
        for place in scratch.leaning.iter().filter_map(|word| leanings.place(*word)) {
            scratch.leaned.remove(place);
        }
    }

    fn leaning_places(&self) -> impl Iterator<Item = u16> {
        self.scratch.leaning.iter().filter_map(|word| self.compiled.leanings.place(*word))
    }

    /// What the words of the text say together for a repayment reminder, marketing and collection pressure.
    pub(crate) fn leaning(&self) -> Leaning {
        let leanings = &self.compiled.leanings;
        let mut sum = leanings.always;
        for place in self.leaning_places() {
            for (sum, says) in sum.iter_mut().zip(leanings.of(place)) {
                *sum += says;
            }
        }
        sum.map(|sum| sum * self.compiled.policy.leanings)
    }

    /// What the words of the text say together for each tactic, if the message is pressure.
    pub(crate) fn tactic_leaning(&self) -> TacticLeaning {
        let leanings = &self.compiled.leanings;
        let mut sum = leanings.always_tactics;
        for (tactic, says) in self.leaning_places().flat_map(|place| leanings.tactics(place)) {
            sum[usize::from(*tactic)] += says;
        }
        sum.map(|sum| sum * self.compiled.policy.leanings)
    }

    /// Where the words stand that say most for the category of this index.
    pub(crate) fn category_words(&self, category: usize) -> Vec<Span> {
        self.leaning_words(|place| self.compiled.leanings.of(place)[category])
    }

    /// Where the words stand that say most for the tactic of this index, or against it.
    pub(crate) fn tactic_words(&self, tactic: usize, against: bool) -> Vec<Span> {
        let sign = if against { -1.0 } else { 1.0 };
        self.leaning_words(|place| {
            let tactics = self.compiled.leanings.tactics(place);
            tactics.iter().find(|(at, _)| usize::from(*at) == tactic).map_or(0.0, |(_, says)| sign * says)
        })
    }

    /// The first place of each word that says something, the weightiest first, and single characters last, which
    /// tell a reader little.
    fn leaning_words(&self, says: impl Fn(u16) -> f32) -> Vec<Span> {
        let mut words: Vec<(Span, f32)> = Vec::new();
        // Both are in the order of the text.
        let mut hits = self.scratch.hits.iter();
        for word in &self.scratch.leaning {
            let Some(hit) = hits.find(|hit| hit.word == *word) else { break };
            let weight = self.compiled.leanings.place(*word).map_or(0.0, &says);
            if weight > 0.0 {
                words.push((hit.span, weight));
            }
        }
        let is_single = |span: Span| span.end - span.start == 1;
        words.sort_by(|a, b| {
            is_single(a.0).cmp(&is_single(b.0)).then(b.1.total_cmp(&a.1)).then(a.0.cmp(&b.0))
        });
        words.into_iter().map(|(span, _)| span).collect()
    }
}
