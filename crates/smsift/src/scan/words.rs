//! Words: one scan of the automaton, the sense check, and which concepts each word stands for.

use super::{Hit, Mode, Scanned, Span};
use crate::sense::Place;

impl Scanned<'_, '_> {
    pub(super) fn words(&mut self, mode: Mode) {
        self.find_hits();
        if !mode.no_segmenter {
            self.check_sense(mode.eager);
        }
        let hits = std::mem::take(&mut self.scratch.hits);
        for hit in &hits {
            if let Some(bit) = self.compiled.frequent.bit(hit.word) {
                self.scratch.add_frequent(bit, hit.span);
            }
            for effect in self.compiled.effects.of(hit.word, hit.refused) {
                self.scratch.chain(effect.lists, hit.span);
                self.scratch.wake(effect.patterns, effect.rules);
            }
        }
        self.scratch.note_present(self.compiled);
        self.scratch.hits = hits;
        self.find_leanings();
        self.swallow();
    }

    fn find_hits(&mut self) {
        let hits = &mut self.scratch.hits;
        self.compiled.automaton.find(self.text.chars(), |found| {
            hits.push(Hit { word: found.word, span: Span::new(found.start..found.end), refused: false });
        });
    }

    fn check_sense(&mut self, eager: bool) {
        let compiled = self.compiled;
        let place = |h: &Hit| Place { start: h.span.start as usize, end: h.span.end as usize };
        let mut places = std::mem::take(&mut self.scratch.places);
        let mut cuts = std::mem::take(&mut self.scratch.cuts);
        let checked = |h: &&mut Hit| compiled.is_checked(h.word);
        places.extend(self.scratch.hits.iter_mut().filter(checked).map(|h| place(h)));
        for hit in self.scratch.hits.iter_mut().filter(checked) {
            hit.refused = self.compiled.sense.refuse(&self.text, place(hit), &places, &mut cuts, eager);
        }
        self.scratch.places = places;
        self.scratch.cuts = cuts;
    }

    /// Drops list matches inside a longer phrase that the list excepts.
    fn swallow(&mut self) {
        for &(concept, except) in &self.compiled.except {
            if !self.has(concept) || !self.has(except) {
                continue;
            }
            let mut phrases: Vec<Span> = self.scratch.list(self.compiled, except).collect();
            phrases.sort_unstable();
            let longest = phrases.iter().map(|p| p.end - p.start).max().unwrap_or(0);
            let is_inside = |s: &Span| {
                let before = &phrases[..phrases.partition_point(|p| p.start <= s.start)];
                before.iter().rev().take_while(|p| p.start + longest >= s.end).any(|p| s.end <= p.end)
            };
            let kept: Vec<Span> =
                self.scratch.list(self.compiled, concept).filter(|s| !is_inside(s)).collect();
            self.scratch.chained.remove(concept);
            self.scratch.present.remove(concept);
            for span in kept {
                self.add(concept, span);
            }
        }
    }
}
