//! Words that stand in hundreds of inline lists (还, 您, 到).
//!
//! To note such a word with each of its lists would take more time than everything else together, and few of the lists
//! are ever asked for. So each of these words has a bit; a list knows the bits of its frequent words, and finds their
//! places when it is asked.

use serde::{Deserialize, Serialize};

use super::names::ConceptId;
use super::plan::Words;
use crate::table::Lists;

/// How many words are taken as frequent: one for each bit of a mask.
pub(crate) const MOST: usize = 128;

/// The frequent words and the lists they stand in.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Frequent {
    /// Word → one more than its bit; 0 for all others.
    #[serde(with = "crate::table")]
    bits: Vec<u8>,
    /// Concept → the bits of its frequent words.
    #[serde(with = "crate::table")]
    masks: Vec<u128>,
    /// Bit → patterns that start from a list with this word.
    wakes: Lists<u16>,
}

impl Frequent {
    /// Takes the memberships of frequent words in inline lists out of `words`.
    pub(super) fn take(words: &mut Words, names: &[String], wakes: &[Vec<u16>]) -> Self {
        // The segmenter is asked about a word list by list, so such memberships stay where they are.
        let is_taken =
            |&(concept, segment): &(ConceptId, bool)| !segment && is_inline(&names[usize::from(concept)]);
        let mut ranked: Vec<(usize, usize)> = words
            .iter()
            .enumerate()
            .map(|(at, (word, of))| {
                // A rough guess of how often a word stands in a text.
                let weight = if word.chars().count() == 1 { 4 } else { 1 };
                (weight * of.iter().filter(|m| is_taken(m)).count(), at)
            })
            .filter(|(rank, _)| *rank > 0)
            .collect();
        ranked.sort_unstable_by_key(|&(rank, at)| (std::cmp::Reverse(rank), at));
        ranked.truncate(MOST);
        let (mut bits, mut masks) = (vec![0; words.len()], vec![0; names.len()]);
        let mut take = |(bit, &(_, at)): (usize, &(usize, usize))| {
            bits[at] = bit as u8 + 1;
            let mut patterns = Vec::new();
            for (concept, _) in words[at].1.extract_if(.., |m| is_taken(m)) {
                masks[usize::from(concept)] |= 1 << bit;
                patterns.extend(&wakes[usize::from(concept)]);
            }
            patterns.sort_unstable();
            patterns.dedup();
            patterns
        };
        let wakes: Lists<u16> = ranked.iter().enumerate().map(&mut take).collect();
        Self { bits, masks, wakes }
    }

    /// The bit of a frequent word.
    pub(crate) fn bit(&self, word: u32) -> Option<usize> {
        usize::from(self.bits[word as usize]).checked_sub(1)
    }

    /// The bits of the frequent words of a list.
    pub(crate) fn mask(&self, concept: ConceptId) -> u128 {
        self.masks[usize::from(concept)]
    }

    /// Patterns that start from a list with the word of this bit.
    pub(crate) fn wakes(&self, bit: usize) -> &[u16] {
        &self.wakes[bit]
    }
}

/// Whether a list is part of a pattern, without a name of its own: no rule, guard or fact asks for it.
fn is_inline(name: &str) -> bool {
    name.starts_with('\'') || name.starts_with("(words of ") || name.starts_with("(choice ")
}
