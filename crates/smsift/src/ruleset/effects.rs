//! What each word sets going: the lists it stands in, the patterns to look at where it occurs, the rules that may fire.

use serde::{Deserialize, Serialize};

use super::names::ConceptId;
use super::plan::{Members, Words};
use crate::table::Lists;

/// What words set going. Each word has two entries: what holds wherever it stands, and what holds only where the
/// segmenter agrees that it is a word. All that is needed for a word stands together, so that it is loaded at once.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Effects {
    /// How many lists and how many patterns; lists, patterns, rules. Nothing at all where there are none.
    entries: Lists<u16>,
}

/// What one word sets going at one place.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Effect<'c> {
    /// The lists it stands in, but for those that know it as a frequent word.
    pub(crate) lists: &'c [ConceptId],
    /// Patterns that start from one of its lists.
    pub(crate) patterns: &'c [u16],
    /// Rules to look at where one of its lists occurs.
    pub(crate) rules: &'c [u16],
}

/// For every entry, patterns and rules.
pub(super) struct Woken(Vec<[Vec<u16>; 2]>);

impl Woken {
    /// `patterns` and `rules` by concept.
    pub(super) fn new(words: &Words, patterns: &[Vec<u16>], rules: &[Vec<u16>]) -> Self {
        let woken = |own: Vec<ConceptId>, of: &[Vec<u16>]| {
            let mut all: Vec<u16> =
                own.iter().filter_map(|concept| of.get(usize::from(*concept))).flatten().copied().collect();
            all.sort_unstable();
            all.dedup();
            all
        };
        let both = |own: Vec<ConceptId>| [woken(own.clone(), patterns), woken(own, rules)];
        Self(entries(words).map(|(lists, asks)| both(own(lists, asks))).collect())
    }
}

/// The two entries of each word: its lists, and whether those count that ask the segmenter.
fn entries(words: &Words) -> impl Iterator<Item = (&Members, bool)> {
    words.iter().flat_map(|(_, lists)| [(lists, false), (lists, true)])
}

fn own(lists: &Members, asks: bool) -> Vec<ConceptId> {
    lists.iter().filter(|(_, segment)| *segment == asks).map(|(concept, _)| *concept).collect()
}

impl Effects {
    /// `words` with the lists that are left to them.
    pub(super) fn new(words: &Words, woken: &Woken) -> Self {
        let entry = |((lists, asks), [patterns, rules]): ((&Members, bool), &[Vec<u16>; 2])| {
            let lists = own(lists, asks);
            if lists.is_empty() && patterns.is_empty() && rules.is_empty() {
                return Vec::new();
            }
            let counts = [lists.len() as u16, patterns.len() as u16];
            [&counts[..], &lists, patterns, rules].concat()
        };
        Self { entries: entries(words).zip(&woken.0).map(entry).collect() }
    }

    /// What a word sets going; `refused` where the segmenter says that it is none.
    pub(crate) fn of(&self, word: u32, refused: bool) -> impl Iterator<Item = Effect<'_>> {
        let first = word as usize * 2;
        (first..first + 2 - usize::from(refused)).filter_map(|at| {
            let [lists, patterns, rest @ ..] = &self.entries[at] else { return None };
            let (lists, rest) = rest.split_at_checked(usize::from(*lists))?;
            let (patterns, rules) = rest.split_at_checked(usize::from(*patterns))?;
            Some(Effect { lists, patterns, rules })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refused_word_counts_only_where_nobody_asks() {
        let words = vec![("还款".to_owned(), vec![(5, false), (7, true)]), ("了".to_owned(), Vec::new())];
        let mut patterns = vec![Vec::new(); 8];
        patterns[5] = vec![2, 9];
        patterns[7] = vec![2, 4];
        let woken = Woken::new(&words, &patterns, &[]);
        let effects = Effects::new(&words, &woken);
        let of = |word, refused| -> Vec<(Vec<u16>, Vec<u16>)> {
            effects.of(word, refused).map(|e| (e.lists.to_vec(), e.patterns.to_vec())).collect()
        };
        assert_eq!(of(0, true), [(vec![5], vec![2, 9])]);
        assert_eq!(of(0, false), [(vec![5], vec![2, 9]), (vec![7], vec![2, 4])]);
        assert_eq!(of(1, false), []);
    }
}
