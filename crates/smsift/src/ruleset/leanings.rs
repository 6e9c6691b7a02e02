//! Words that lean: words that say a little, each with what it says for or against a category or a tactic.
//!
//! A table (`leanings.tsv`) has a line for each word: the word and three numbers, for a repayment reminder, marketing and
//! collection pressure, each against `other`. After them may stand what the word says for the tactics of a message of
//! pressure: `legal_action=1.2 ultimatum=-0.4`. The word `^` stands for every message. Empty lines and lines that begin
//! with `#` say nothing.

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::diagnostic::Diagnostic;
use super::source::Source;
use crate::label::Tactic;
use crate::table::{Lists, Strings};

/// What a word says for a repayment reminder, marketing and collection pressure.
pub(crate) type Leaning = [f32; 3];

/// What words say for each tactic, in the order of [`Tactic::ALL`].
pub(crate) type TacticLeaning = [f32; Tactic::ALL.len()];

/// Words that can lean; the places of a set of [`u16`].
const MOST_WORDS: usize = u16::MAX as usize;

/// What one line of a table says.
#[derive(Clone, Debug, Default)]
pub(super) struct Line {
    leaning: Leaning,
    /// Tactics by index, none twice.
    tactics: Vec<(u8, f32)>,
}

/// All lines, by word.
pub(super) type Table = FxHashMap<String, Line>;

/// Stands for every message in a table.
pub(super) const EVERY_MESSAGE: &str = "^";

/// The tables, by word of the lexicon.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Leanings {
    /// What every message starts from.
    pub(crate) always: Leaning,
    pub(crate) always_tactics: TacticLeaning,
    /// Word → one more than its place in `rows`; 0 for a word that says nothing.
    #[serde(with = "crate::table")]
    places: Vec<u16>,
    #[serde(with = "crate::table")]
    rows: Vec<Leaning>,
    tactics: Lists<(u8, f32)>,
}

impl Leanings {
    pub(super) fn new(words: &Strings, table: &Table) -> Self {
        let every = table.get(EVERY_MESSAGE).cloned().unwrap_or_default();
        let mut all = Self { always: every.leaning, ..Self::default() };
        for (tactic, says) in every.tactics {
            all.always_tactics[usize::from(tactic)] = says;
        }
        let mut tactics = Vec::new();
        for word in words.iter() {
            let place = table.get(word).map_or(0, |line| {
                all.rows.push(line.leaning);
                tactics.push(line.tactics.clone());
                all.rows.len() as u16
            });
            all.places.push(place);
        }
        all.tactics = tactics.into_iter().collect();
        all
    }

    /// The place of a word that leans.
    pub(crate) fn place(&self, word: u32) -> Option<u16> {
        self.places[word as usize].checked_sub(1)
    }

    /// What the word at this place says for the categories.
    pub(crate) fn of(&self, place: u16) -> Leaning {
        self.rows[usize::from(place)]
    }

    /// What the word at this place says for tactics, by their index.
    pub(crate) fn tactics(&self, place: u16) -> &[(u8, f32)] {
        &self.tactics[usize::from(place)]
    }
}

/// Whether a source holds leanings.
pub(super) fn is_table(source: &Source) -> bool {
    source.name.ends_with("leanings.tsv")
}

/// The lines of all tables; a later line for the same word counts instead of an earlier one.
pub(super) fn read(sources: &[Source], faults: &mut Vec<Diagnostic>) -> Table {
    let mut words = Table::default();
    for source in sources.iter().filter(|s| is_table(s)) {
        let mut at = 0;
        for line in source.text.split('\n') {
            let text = line.trim_end_matches('\r');
            if !text.is_empty() && !text.starts_with('#') {
                match parse(text) {
                    Some((word, line)) => {
                        words.insert(word.to_ascii_lowercase(), line);
                    }
                    None => {
                        let message = "a line holds a word and three numbers, with tabs between them; \
                                       after them may stand tactics with a number each: `ultimatum=0.4`";
                        faults.push(source.fault("bad-table", at, message));
                    }
                }
            }
            at += line.len() + 1;
        }
        if words.len() > MOST_WORDS {
            faults.push(source.fault("bad-table", 0, format!("more than {MOST_WORDS} words lean")));
        }
    }
    words
}

fn parse(line: &str) -> Option<(&str, Line)> {
    let mut cells = line.split('\t');
    let word = cells.next().filter(|w| !w.is_empty())?;
    let number = |cell: &str| cell.parse::<f32>().ok().filter(|n| n.is_finite());
    let mut next = || number(cells.next()?);
    let leaning = [next()?, next()?, next()?];
    let mut tactics: Vec<(u8, f32)> = Vec::new();
    for said in cells.next().unwrap_or_default().split_ascii_whitespace() {
        let (name, says) = said.split_once('=')?;
        let tactic = Tactic::ALL.iter().position(|tactic| tactic.as_str() == name)? as u8;
        if tactics.iter().any(|(known, _)| *known == tactic) {
            return None;
        }
        tactics.push((tactic, number(says)?));
    }
    cells.next().is_none().then_some((word, Line { leaning, tactics }))
}

#[cfg(test)]
mod tests {
    use crate::ruleset::{RuleSet, Source};
    use crate::{Category, Classifier, LEANING_WORDS, Lang, Tactic};

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
    fn words_name_tactics_of_pressure_only() {
        let table = "飞船\t0\t0\t9\thome_visit=1.5\n火星\t0\t0\t0\thome_visit=-1 shaming=0.4\n月球\t0\t9\t0\tshaming=9\n";
        let policy = "[policy.decide]\nleanings = 1.0\ntactic_said = 1.0\n";
        let rules =
            RuleSet::compile([Source::new("leanings.tsv", table), Source::new("policy.toml", policy)]);
        let sift = Classifier::new(rules.expect("good tables"));
        assert_eq!(sift.classify("坐飞船").tactics(), [Tactic::HomeVisit]);
        assert_eq!(sift.classify("坐飞船去火星").tactics(), [], "1.5 - 1 is not enough, nor is 0.4");
        assert_eq!(sift.classify("去月球").tactics(), [], "marketing has no tactics");
        let verdict = sift.classify("坐飞船");
        let evidence: Vec<_> = verdict.evidence().iter().map(|e| (e.tactic(), e.text())).collect();
        assert_eq!(evidence, [(None, "飞船"), (Some(Tactic::HomeVisit), "飞船")]);
    }

    #[test]
    fn words_may_deny_what_a_rule_says() {
        let rules = r#"
            [policy.decide]
            leanings = 1.0
            tactic_denied = -2.0
            [[signal]]
            id = "visit"
            any_of = ["上门"]
            [[rule]]
            id = "pressure.visit"
            title = "上门"
            title_en = "visit"
            since = "2026.11.0"
            category = "collection_pressure"
            tactic = "home_visit"
            group = "visit"
            weight = 5.0
            all_of = ["visit"]
            hit = ["上门"]
            miss = ["下门"]
            "#;
        let table = Source::new("leanings.tsv", "火星\t0\t0\t0\thome_visit=-3");
        let rules = RuleSet::compile([Source::new("rules.toml", rules), table]);
        let sift = Classifier::new(rules.expect("good rules"));
        assert_eq!(sift.classify("明天上门").tactics(), [Tactic::HomeVisit]);
        let verdict = sift.classify("明天去火星上门");
        assert_eq!((verdict.category(), verdict.tactics()), (Category::CollectionPressure, &[][..]));
        assert_eq!(verdict.evidence()[0].tactic(), None);
        let explained = sift.explain("明天去火星上门");
        let against = explained.fired.iter().find(|rule| rule.weight < 0.0).expect("the words that deny it");
        assert_eq!((against.id.as_str(), against.evidence[0].text()), (LEANING_WORDS, "火星"));
        assert!(!explained.why(Lang::Zh).contains("火星"), "{}", explained.why(Lang::Zh));
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
        let bad = ["火星\t1\t2", "火星\t1\t2\tx", "火星\t1\t2\t3\t4", "\t1\t2\t3", "火星\t1\t2\tinf"];
        let bad_tactics = [
            "火星\t1\t2\t3\tflight=1",
            "火星\t1\t2\t3\tultimatum=x",
            "火星\t1\t2\t3\tultimatum=1 ultimatum=2",
        ];
        for bad in bad.into_iter().chain(bad_tactics) {
            let error = compile(&format!("# words\n{bad}\n")).err().unwrap_or_default();
            assert!(
                error.contains("mine/leanings.tsv:2:1") && error.contains("bad-table"),
                "{bad:?}: {error}"
            );
        }
    }
}
