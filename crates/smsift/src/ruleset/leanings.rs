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
    /// Word → one more than its place in `rows`; 0 for a word that says nothing.
    #[serde(with = "crate::table")]
    pub(super) places: Vec<u32>,
    pub(super) rows: Vec<Leaning>,
}

impl Leanings {
    /// What the word of this index says.
    pub(crate) fn of(&self, word: u32) -> Option<Leaning> {
        let place = *self.places.get(word as usize)? as usize;
        self.rows.get(place.checked_sub(1)?).copied()
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
                        words.insert(word.to_ascii_lowercase(), leaning);
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

#[cfg(test)]
mod tests {
    use crate::ruleset::{RuleSet, Source};
    use crate::{Category, Classifier, LEANING_WORDS};

    fn compile(table: &str) -> Result<Classifier, String> {
        let rules = RuleSet::compile([Source::new("mine/leanings.tsv", table)]);
        rules.map(Classifier::new).map_err(|faults| faults.to_string())
    }

    #[test]
    fn words_add_up_each_once_and_are_a_guess() {
        let sift = compile("^\t0\t-1\t0\n火星\t0\t2.5\t0\n飞船\t0\t2.5\t0\n").expect("a good table");
        for text in ["去火星", "火星，火星，火星！", "飞船"] {
            assert_eq!(sift.classify(text).category(), Category::Other, "{text}");
        }
        let verdict = sift.classify("坐飞船去火星");
        assert_eq!(verdict.category(), Category::Marketing);
        assert!(verdict.is_unsure());
        let evidence: Vec<_> = verdict.evidence().iter().map(|e| (e.rule_id(), e.text())).collect();
        assert_eq!(evidence, [(LEANING_WORDS, "飞船"), (LEANING_WORDS, "火星")]);
    }

    #[test]
    fn a_disguised_word_is_still_the_word() {
        let sift = compile("飞船\t0\t9\t0").expect("a good table");
        let verdict = sift.classify("坐飞.船");
        assert_eq!(verdict.evidence()[0].text(), "飞.船");
    }

    #[test]
    fn words_are_rewritten_as_texts_are() {
        let sources = [
            Source::new("dictionaries/traditional.tsv", "飛\t飞"),
            Source::new("leanings.tsv", "^\t0\t-1\t0\n飛船\t0\t9\t0\nLoan\t0\t9\t0"),
        ];
        let sift = Classifier::new(RuleSet::compile(sources).expect("good tables"));
        for text in ["坐飞船", "坐飛船", "a LOAN today"] {
            assert_eq!(sift.classify(text).category(), Category::Marketing, "{text}");
        }
    }

    #[test]
    fn a_later_table_counts() {
        let tables = ["飞船\t0\t9\t0", "# mine\n\n飞船\t0\t0\t9\r\n"];
        let sources = tables.map(|table| Source::new("leanings.tsv", table));
        let sift = Classifier::new(RuleSet::compile(sources).expect("good tables"));
        assert_eq!(sift.classify("飞船").category(), Category::CollectionPressure);
    }

    #[test]
    fn a_bad_line_is_named() {
        for bad in ["火星\t1\t2", "火星\t1\t2\tx", "火星\t1\t2\t3\t4", "\t1\t2\t3", "火星\t1\t2\tinf"]
        {
            let error = compile(&format!("# words\n{bad}\n")).err().unwrap_or_default();
            assert!(
                error.contains("mine/leanings.tsv:2:1") && error.contains("bad-table"),
                "{bad:?}: {error}"
            );
        }
    }
}
