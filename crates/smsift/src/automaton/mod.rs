//! Every word of the lexicon in one pass over a text: Aho-Corasick over characters in a double array.
//!
//! A state is one entry of an array; the child of state `s` by a character with the code `c` is the entry
//! `base[s] + c`, if `check` says that it belongs to `s`. One step costs two loads that mostly hit the same line,
//! whatever the number of children. Frequent characters have small codes, so that the array stays dense.
//!
//! It works on characters, as the rest of the scanner does: no byte offset has to be turned into a character's. And
//! it is made of a few flat arrays, so that a compiled ruleset is read back as fast as it is copied.

mod build;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::table::fixed;

/// No state, no word.
const NONE: u32 = u32::MAX;
const ROOT: u32 = 0;

/// Words, and the machine that finds them. A word is known by its place in the list it was built from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Automaton {
    /// Code point → code, from 1; 0 where no word holds the character. Upper-case ASCII has the code of lower case.
    #[serde(serialize_with = "write_alphabet", deserialize_with = "read_alphabet")]
    codes: Vec<u16>,
    #[serde(with = "crate::table")]
    states: Vec<State>,
    /// Word → its length, and the next word that ends where it ends.
    #[serde(with = "crate::table")]
    endings: Vec<Ending>,
}

/// One entry of the array; 16 bytes, so that a step loads no more than two cache lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct State {
    /// Where the children stand, less their codes; wraps around, as codes may be greater than places.
    base: u32,
    /// The parent; [`NONE`] where no state is.
    check: u32,
    /// Where to go on when no child fits: the longest suffix that has children.
    fail: u32,
    /// The longest word that ends here, or [`NONE`].
    word: u32,
}

fixed!(State { base: u32, check: u32, fail: u32, word: u32 });

/// What is known of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Ending {
    length: u32,
    /// The longest word that is a proper suffix of this one, or [`NONE`].
    next: u32,
}

fixed!(Ending { length: u32, next: u32 });

/// A word in a text, in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Match {
    pub(crate) word: u32,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

impl Automaton {
    /// Calls `found` with every place at which a word stands, in the order of their ends; of those with one end, the
    /// longest first. The case of ASCII letters in the text does not matter.
    pub(crate) fn find(&self, text: &[char], mut found: impl FnMut(Match)) {
        let mut state = ROOT;
        for (at, &ch) in text.iter().enumerate() {
            let code = self.codes.get(ch as usize).copied().unwrap_or(0);
            if code == 0 {
                state = ROOT;
                continue;
            }
            state = step(&self.states, state, code);
            let mut word = self.states[state as usize].word;
            while let Some(ending) = self.endings.get(word as usize) {
                let end = at + 1;
                found(Match { word, start: end - ending.length as usize, end });
                word = ending.next;
            }
        }
    }
}

/// The state for the longest suffix that some word begins with, after one more character.
#[inline]
fn step(states: &[State], mut state: u32, code: u16) -> u32 {
    loop {
        let from = states[state as usize];
        let to = from.base.wrapping_add(u32::from(code));
        if states.get(to as usize).is_some_and(|child| child.check == state) {
            return to;
        }
        if state == ROOT {
            return ROOT;
        }
        state = from.fail;
    }
}

/// The characters in the order of their codes say the same in a fraction of the room.
fn write_alphabet<S: Serializer>(codes: &[u16], serializer: S) -> Result<S::Ok, S::Error> {
    let chars = (0..).zip(codes).filter_map(|(ch, code)| Some((*code, char::from_u32(ch)?)));
    let mut alphabet: Vec<(u16, char)> =
        chars.filter(|(code, ch)| *code > 0 && !ch.is_ascii_uppercase()).collect();
    alphabet.sort_unstable();
    alphabet.into_iter().map(|(_, ch)| ch).collect::<String>().serialize(serializer)
}

fn read_alphabet<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u16>, D::Error> {
    <&str>::deserialize(deserializer).map(|alphabet| build::code_table(alphabet.chars()))
}

#[cfg(test)]
mod tests;
