//! Which number each concept gets.
//!
//! A message touches some hundreds of the tens of thousands of concepts, and always the same ones first: those with
//! common words. With neighbouring numbers they share the lines of the processor's cache in every table that is looked
//! up by concept, which saves more time than any cleverness at a single lookup.

use std::cmp::Reverse;

use super::compiled::{Rule, Signal};
use super::names::ConceptId;
use super::plan::Words;
use crate::types::Type;

/// The new number of each concept, by its old one.
pub(super) struct Numbering(Vec<ConceptId>);

impl Numbering {
    /// Built-in types keep their numbers; `first` come next, then all others; both the more common first.
    pub(super) fn new(
        words: &Words,
        is_common: impl Fn(&str) -> bool,
        first: impl Fn(ConceptId) -> bool,
        concepts: usize,
    ) -> Self {
        let mut common = vec![0_u32; concepts];
        for (word, lists) in words {
            // A rough guess of how often a word stands in a text.
            let weight = match word.chars().count() {
                _ if is_common(word) => 40,
                1 => 10,
                2 => 3,
                _ => 1,
            };
            for (concept, _) in lists {
                common[usize::from(*concept)] += weight;
            }
        }
        let types = Type::ALL.len();
        let mut order: Vec<usize> = (0..concepts).collect();
        order[types..].sort_by_key(|&at| (!first(at as ConceptId), Reverse(common[at]), at));
        let mut numbers = vec![0; concepts];
        for (new, old) in order.into_iter().enumerate() {
            numbers[old] = new as ConceptId;
        }
        Self(numbers)
    }

    fn renumber(&self, concept: &mut ConceptId) {
        *concept = self.0[usize::from(*concept)];
    }

    /// Puts the new numbers into everything that is known by them.
    pub(super) fn apply(
        &self,
        words: &mut Words,
        signals: &mut [Signal],
        rules: &mut [Rule],
        pairs: &mut [(ConceptId, ConceptId)],
    ) {
        self.words(words);
        self.signals(signals);
        self.rules(rules);
        for (a, b) in pairs.iter_mut() {
            self.renumber(a);
            self.renumber(b);
        }
        pairs.sort_unstable();
    }

    fn words(&self, words: &mut Words) {
        for (_, lists) in words {
            for (concept, _) in lists.iter_mut() {
                self.renumber(concept);
            }
            lists.sort_unstable();
        }
    }

    fn signals(&self, signals: &mut [Signal]) {
        for signal in signals {
            self.renumber(&mut signal.concept);
            for (_, concept) in signal.patterns.iter_mut().flatten() {
                self.renumber(concept);
            }
            for condition in signal.with.iter_mut().chain(&mut signal.unless) {
                self.renumber(&mut condition.concept);
            }
        }
    }

    fn rules(&self, rules: &mut [Rule]) {
        for rule in rules {
            for concept in rule.all.iter_mut().chain(&mut rule.any).chain(&mut rule.none) {
                self.renumber(concept);
            }
        }
    }

    /// A table by concept, in the new order.
    pub(super) fn table<T: Default + Clone>(&self, table: Vec<T>) -> Vec<T> {
        let mut all = vec![T::default(); table.len()];
        for (row, new) in table.into_iter().zip(&self.0) {
            all[usize::from(*new)] = row;
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_then_first_then_common() {
        let types = Type::ALL.len() as ConceptId;
        let [rare, common, first] = [types, types + 1, types + 2];
        let list = |word: &str, concept| (word.to_owned(), vec![(concept, false)]);
        let mut words = vec![list("欠款人姓名", rare), list("还", common), list("逾期", first)];
        let numbering = Numbering::new(&words, |_| false, |concept| concept == first, usize::from(types) + 3);
        let names: Vec<usize> = numbering.table((0..usize::from(types) + 3).collect());
        assert_eq!(names[..usize::from(types)], (0..usize::from(types)).collect::<Vec<_>>());
        assert_eq!(names[usize::from(types)..], [first, common, rare].map(usize::from));
        numbering.words(&mut words);
        let lists: Vec<ConceptId> = words.iter().map(|(_, lists)| lists[0].0).collect();
        assert_eq!(lists, [types + 2, types + 1, types]);
    }
}
