//! Does a word of the lexicon stand in the text as a word, or only across the edge of two others?
//!
//! 以上|门店 holds the characters of 上门 but not the word. The segmenter's best path decides: a word is refused when
//! a token of the path crosses one of its edges (starts outside and ends inside, or the reverse). A token that holds
//! the whole word (贷款额度) does not cross it.
//!
//! Loading the dictionary takes longer than sorting ten thousand messages, so it is asked only where an edge is in
//! doubt. A token is a dictionary word, a word added from the lexicon, or a single character; only the first two can
//! cross an edge. So an edge is beyond doubt when no dictionary word and no added word that matches the text there
//! crosses it. The sketch (a Bloom filter over the dictionary) tells that without the dictionary, and errs only
//! towards doubt: the lazy answer equals the answer of segmenting everything.

mod added;
mod sketch;

pub(crate) use jieba_rs::Jieba as Segmenter;

use crate::text::Text;
pub(crate) use added::{DICTIONARY, Sense};
pub use sketch::build as build_sketch;

/// The ninth decile of the frequencies of the dictionary's words of two and of three characters.
const COMMON_OF_TWO: usize = 327;
const COMMON_OF_THREE: usize = 29;

/// A lexicon word's place in a text, in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) start: usize,
    pub(crate) end: usize,
}

impl Place {
    /// Whether a token at `start..end` crosses one edge of this place.
    fn is_crossed_by(self, start: usize, end: usize) -> bool {
        (start < self.start && self.start < end && end < self.end)
            || (self.start < start && start < self.end && self.end < end)
    }
}

impl Sense {
    /// The segmenter with the lexicon's words.
    ///
    /// The dictionary counts words of old newspapers: 提现 stands there 16 times, and 提|现金额 wins over 提现|金额. A
    /// word of the lexicon is a common word of its field, so it gets the frequency of a common dictionary word of
    /// its length where its own is lower: enough to win against a rarer reading with as many tokens, never enough
    /// to pay for one token more.
    fn jieba(&self) -> &Segmenter {
        self.segmenter.get_or_init(|| {
            let mut jieba = Segmenter::new();
            for word in self.words() {
                let fair = if word.chars().count() == 2 { COMMON_OF_TWO } else { COMMON_OF_THREE };
                if !jieba.has_word(word) || jieba.suggest_freq(word) < fair {
                    jieba.add_word(word, Some(fair), None);
                }
            }
            jieba
        })
    }

    /// Whether the segmenter has been needed so far.
    #[cfg(test)]
    pub(crate) fn is_loaded(&self) -> bool {
        self.segmenter.get().is_some()
    }

    /// For each of `places` (sorted by end), whether the word there is a word. `others` are the places of added
    /// words in the same text, sorted by end; `cuts` is scratch space. `eager` segments whatever the doubt.
    pub(crate) fn refuse(
        &self,
        text: &Text<'_>,
        place: Place,
        others: &[Place],
        cuts: &mut Cuts,
        eager: bool,
    ) -> bool {
        if !eager && !in_doubt(text, place, others) {
            return false;
        }
        let tokens = cuts.tokens(self, text, place);
        let first = tokens.partition_point(|&(_, end)| end as usize <= place.start);
        let near = tokens[first..].iter().take_while(|&&(start, _)| (start as usize) < place.end);
        near.into_iter().any(|&(start, end)| place.is_crossed_by(start as usize, end as usize))
    }
}

/// Whether a dictionary word or an added word that matches the text crosses an edge of `place`.
fn in_doubt(text: &Text<'_>, place: Place, others: &[Place]) -> bool {
    // `others` are sorted by end; words are short, so only the neighbourhood can cross.
    let from = others.partition_point(|o| o.end <= place.start);
    let crossed = others[from..]
        .iter()
        .take_while(|o| o.end < place.end + 8)
        .any(|o| place.is_crossed_by(o.start, o.end));
    crossed || sketch::may_cross(text.chars(), place)
}

/// Tokens of the blocks that were segmented in the current text.
#[derive(Debug, Default)]
pub(crate) struct Cuts {
    /// Block start and end in characters, and the range of its tokens.
    blocks: Vec<(usize, usize, std::ops::Range<usize>)>,
    tokens: Vec<(u32, u32)>,
}

impl Cuts {
    pub(crate) fn clear(&mut self) {
        self.blocks.clear();
        self.tokens.clear();
    }

    /// The tokens of the block around `place`. Blocks end where the segmenter ends them itself (anything that is
    /// not a Han character, a letter, a digit or one of a few marks), so a block is cut exactly as in the whole text.
    fn tokens(&mut self, sense: &Sense, text: &Text<'_>, place: Place) -> &[(u32, u32)] {
        // Places come in the order of their ends, so only the block that was cut last can hold this one.
        let holds = |(start, end, _): &(usize, usize, _)| *start <= place.start && place.end <= *end;
        if !self.blocks.last().is_some_and(holds) {
            self.cut(sense, text, place);
        }
        let tokens = self.blocks.last().map_or(0..0, |(_, _, tokens)| tokens.clone());
        &self.tokens[tokens]
    }

    fn cut(&mut self, sense: &Sense, text: &Text<'_>, place: Place) {
        let chars = text.chars();
        let start = place.start - chars[..place.start].iter().rev().take_while(|c| in_block(**c)).count();
        let end = place.end + chars[place.end..].iter().take_while(|c| in_block(**c)).count();
        let first = self.tokens.len();
        let mut at = start as u32;
        for token in sense.jieba().cut(text.slice(start..end), false) {
            let next = at + token.word.chars().count() as u32;
            self.tokens.push((at, next));
            at = next;
        }
        self.blocks.push((start, end, first..self.tokens.len()));
    }
}

/// Characters that jieba keeps in one block (its own pattern, seen in its source).
fn in_block(ch: char) -> bool {
    ch.is_ascii_alphanumeric()
        || matches!(ch, '+' | '#' | '&' | '.' | '_' | '%' | '-')
        || crate::normalize::is_han(ch)
}

#[cfg(test)]
mod tests;
