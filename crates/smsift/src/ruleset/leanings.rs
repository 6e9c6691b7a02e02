//! Words that lean: common words that say a little, each with what it says for or against a category.
//!
//! A table (`leanings.tsv`) has a line for each word: the word and three numbers, for a repayment reminder, marketing and
//! collection pressure, each against `other`. The word `^` stands for every message. Empty lines and lines that begin
//! with `#` say nothing.

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::diagnostic::Diagnostic;
use super::source::Source;

/// What a word says for a repayment reminder, marketing and collection pressure.
pub(crate) type Leaning = [f32; 3];

/// The table, by word of the lexicon.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Leanings {
    /// What every message starts from.
    pub(crate) always: Leaning,
    /// Word → one more than its place in `leanings`; 0 for a word that says nothing.
    #[serde(with = "crate::table")]
    pub(super) places: Vec<u16>,
    pub(super) leanings: Vec<Leaning>,
}

impl Leanings {
    /// What the word of this index says.
    pub(crate) fn of(&self, word: u32) -> Option<Leaning> {
        let place = usize::from(*self.places.get(word as usize)?);
        self.leanings.get(place.checked_sub(1)?).copied()
    }
}

/// Whether a table holds leanings.
pub(super) fn is_table(source: &Source) -> bool {
    source.name.ends_with("leanings.tsv")
}

/// The lines of all tables; a later line for the same word counts instead of an earlier one.
pub(super) fn read(sources: &[Source], faults: &mut Vec<Diagnostic>) -> FxHashMap<String, Leaning> {
    let mut words = FxHashMap::default();
    for source in sources.iter().filter(|s| is_table(s)) {
        let mut at = 0;
        for line in source.text.split('\n') {
            let text = line.trim_end_matches('\r');
            if !text.is_empty() && !text.starts_with('#') {
                match parse(text) {
                    Some((word, leaning)) => {
                        words.insert(word.to_lowercase(), leaning);
                    }
                    None => {
                        let message = "a line holds a word and three numbers, with tabs between them";
                        faults.push(source.fault("bad-table", at, message));
                    }
                }
            }
            at += line.len() + 1;
        }
    }
    words
}

fn parse(line: &str) -> Option<(&str, Leaning)> {
    let mut cells = line.split('\t');
    let word = cells.next().filter(|w| !w.is_empty())?;
    let mut number = || cells.next()?.parse::<f32>().ok().filter(|n| n.is_finite());
    let leaning = [number()?, number()?, number()?];
    cells.next().is_none().then_some((word, leaning))
}
