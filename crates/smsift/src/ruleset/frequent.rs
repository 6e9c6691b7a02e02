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
    /// Bit → the lists with this word, as a set in blocks of 64.
    lists: Lists<u64>,
}

impl Frequent {
    /// Takes the memberships of frequent words in inline lists out of `words`. `frequent` are their places there.
    pub(super) fn take(words: &mut Words, frequent: &[usize], names: &[String]) -> Self {
        let (mut bits, mut masks) = (vec![0; words.len()], vec![0; names.len()]);
        for (bit, &at) in frequent.iter().enumerate() {
            bits[at] = bit as u8 + 1;
            for (concept, _) in words[at].1.extract_if(.., |m| is_taken(*m, names)) {
                masks[usize::from(concept)] |= 1 << bit;
            }
        }
        // Lists with frequent words have the first numbers: what follows are other concepts.
        let end = masks.iter().rposition(|mask| *mask != 0).map_or(0, |last| last + 1);
        let lists = |bit: usize| {
            let mut lists = vec![0; end.div_ceil(64)];
            for at in (0..end).filter(|at| masks[*at] & 1 << bit != 0) {
                lists[at / 64] |= 1 << (at % 64);
            }
            lists
        };
        let lists = (0..frequent.len()).map(lists).collect();
        Self { bits, masks, lists }
    }

    /// The bit of a frequent word.
    pub(crate) fn bit(&self, word: u32) -> Option<usize> {
        usize::from(self.bits[word as usize]).checked_sub(1)
    }

    /// The bits of the frequent words of a list.
    pub(crate) fn mask(&self, concept: ConceptId) -> u128 {
        self.masks[usize::from(concept)]
    }

    /// The lists with the word of this bit, as a set in blocks of 64.
    pub(crate) fn lists(&self, bit: usize) -> &[u64] {
        &self.lists[bit]
    }
}

/// The places of the words that count as frequent, the most frequent first.
pub(super) fn choose(words: &Words, names: &[String]) -> Vec<usize> {
    let mut ranked: Vec<(usize, usize)> = words
        .iter()
        .enumerate()
        .map(|(at, (word, of))| {
            // A rough guess of how often a word stands in a text.
            let weight = if word.chars().count() == 1 { 4 } else { 1 };
            (weight * of.iter().filter(|m| is_taken(**m, names)).count(), at)
        })
        .filter(|(rank, _)| *rank > 0)
        .collect();
    ranked.sort_unstable_by_key(|&(rank, at)| (std::cmp::Reverse(rank), at));
    ranked.into_iter().take(MOST).map(|(_, at)| at).collect()
}

/// Whether a list knows a frequent word by its bit. The segmenter is asked about a word list by list, so lists that
/// ask it do not.
pub(super) fn is_taken((concept, segment): (ConceptId, bool), names: &[String]) -> bool {
    !segment && is_inline(&names[usize::from(concept)])
}

/// Whether a list is part of a pattern, without a name of its own: no rule, guard or fact asks for it.
fn is_inline(name: &str) -> bool {
    name.starts_with('\'') || name.starts_with("(words of ") || name.starts_with("(choice ")
}
