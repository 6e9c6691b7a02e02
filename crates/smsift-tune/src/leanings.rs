//! Weights for words: what each says for or against a category, and for or against a tactic.
//!
//! Rules name what a sender does, and say nothing where they do not know the wording. Words fill part of that gap: each
//! gets some small numbers, fitted on labelled messages, and a reader can see and change every one. They are the words
//! the rules look for anyway, and those of the segmenter. Only words that stand in several messages get a number, so
//! that none of them remembers a message.

mod fit;

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;

use jieba_rs::Jieba;
use smsift::{Category, Classifier, Tactic};

use crate::rows::Row;

/// How words are chosen and weighed.
#[derive(Clone, Copy, Debug)]
pub struct LeaningOptions {
    /// Rows in which a word must stand.
    pub least: usize,
    /// How strongly weights are pulled towards nought: the more, the smaller they are and the less they remember.
    pub penalty: f64,
    /// The same for what words say for tactics. There are fewer rows of each, and rules name many of them alone.
    pub tactic_penalty: f64,
}

impl Default for LeaningOptions {
    fn default() -> Self {
        Self { least: 8, penalty: 10.0, tactic_penalty: 2.0 }
    }
}

/// What a word says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Says {
    /// For a repayment reminder, marketing and collection pressure, each against `other`.
    pub categories: [f64; 3],
    /// For tactics, where the message is pressure.
    pub tactics: Vec<(Tactic, f64)>,
}

/// A table of words with what each says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Leanings {
    /// What every message starts from.
    pub always: Says,
    /// Words in the order of their characters.
    pub words: Vec<(String, Says)>,
}

/// Longer words of the segmenter are rare, and rules name them.
const LONGEST: usize = 4;
/// A weight below this, rounded away, would only lengthen the table.
const LEAST_WEIGHT: f64 = 0.05;
const LEAST_TACTIC_WEIGHT: f64 = 0.2;

impl Leanings {
    /// Chooses and weighs words. The result depends on nothing but the rows, their order, the words the rules look for
    /// and the options.
    ///
    /// The weights are those of a multinomial logistic regression with a quadratic penalty over which of the words a
    /// message holds, and of one more for each tactic over the rows of pressure; numbers are rounded to hundredths. The
    /// penalties must be above 0, and rows of all four categories are needed: what every message starts from would run
    /// off to one side without. Cost: some ten seconds for 8,000 rows.
    pub fn fit(rows: &[Row], classifier: &Classifier, options: LeaningOptions) -> Self {
        let texts: Vec<String> = rows.iter().map(|row| cleaned(classifier, row)).collect();
        let lexicon: Vec<&str> = classifier.rules().words().filter(|word| can_lean(word)).collect();
        let words = common_words(&texts, &lexicon, options.least);
        let index: HashMap<&str, u32> = words.iter().zip(0..).map(|(word, at)| (word.as_str(), at)).collect();
        let held = held_by(&texts, &index);
        let mut all = by_category(rows, &held, words.len(), options.penalty);
        tactics(rows, &held, options, &mut all);
        let always = all.pop().unwrap_or_default();
        let weighed = words.into_iter().zip(all);
        let says_much = |says: &Says| {
            !says.tactics.is_empty() || says.categories.iter().any(|weight| weight.abs() >= LEAST_WEIGHT)
        };
        Self { always, words: weighed.filter(|(_, says)| says_much(says)).collect() }
    }

    /// The table as `leanings.tsv` has it.
    pub fn to_tsv(&self) -> String {
        let mut out = String::new();
        let every = ("^", &self.always);
        for (word, says) in
            std::iter::once(every).chain(self.words.iter().map(|(word, s)| (word.as_str(), s)))
        {
            let [reminder, marketing, pressure] = says.categories;
            let tactics: Vec<String> =
                says.tactics.iter().map(|(tactic, weight)| format!("{tactic}={weight}")).collect();
            let tactics = tactics.join(" ");
            // Writing to a string cannot fail.
            let _ = write!(out, "{word}\t{reminder}\t{marketing}\t{pressure}");
            let _ = if tactics.is_empty() { writeln!(out) } else { writeln!(out, "\t{tactics}") };
        }
        out
    }
}

/// What each word says for the categories; every message last.
fn by_category(rows: &[Row], held: &[Vec<u32>], words: usize, penalty: f64) -> Vec<Says> {
    let targets: Vec<[f64; 4]> = rows.iter().map(target).collect();
    let fitted = fit::fit(held, &targets, words, penalty);
    let against_other = |w: [f64; 4]| Says {
        categories: [0, 1, 2].map(|c| hundredths(w[c] - w[Category::Other as usize])),
        tactics: Vec::new(),
    };
    fitted.weights.into_iter().chain([fitted.offsets]).map(against_other).collect()
}

/// Adds what each word says for the tactics of pressure.
fn tactics(rows: &[Row], held: &[Vec<u32>], options: LeaningOptions, all: &mut [Says]) {
    let is_press = |row: &Row| row.label == Category::CollectionPressure;
    let press = rows.iter().zip(held).filter(|(row, _)| is_press(row));
    let (press, held): (Vec<&Row>, Vec<Vec<u32>>) = press.map(|(row, held)| (row, held.clone())).unzip();
    for &tactic in Tactic::ALL {
        let names = |row: &&Row| row.tactics.contains(&tactic);
        let count = press.iter().filter(|row| names(row)).count();
        // Too few to tell, one way or the other.
        if count < options.least || press.len() - count < options.least {
            continue;
        }
        let targets: Vec<[f64; 2]> =
            press.iter().map(|row| if names(row) { [1.0, 0.0] } else { [0.0, 1.0] }).collect();
        let fitted = fit::fit(&held, &targets, all.len() - 1, options.tactic_penalty);
        for (says, [yes, no]) in all.iter_mut().zip(fitted.weights.into_iter().chain([fitted.offsets])) {
            let weight = hundredths(yes - no);
            if weight.abs() >= LEAST_TACTIC_WEIGHT {
                says.tactics.push((tactic, weight));
            }
        }
    }
}

fn hundredths(weight: f64) -> f64 {
    // The sum turns -0 into 0.
    (weight * 100.0).round() / 100.0 + 0.0
}

/// A text as the scanner sees it.
fn cleaned(classifier: &Classifier, row: &Row) -> String {
    let cleaned = classifier.explain(row.text.as_str()).cleaned;
    cleaned.unwrap_or_else(|| row.text.clone()).to_ascii_lowercase()
}

/// Several digits are part of somebody's number, no word; and the table must tell a word from a comment.
fn can_lean(word: &str) -> bool {
    let is_number = word.len() > 1 && word.bytes().all(|b| b.is_ascii_digit());
    !is_number && !word.starts_with(['^', '#']) && !word.contains(char::is_control)
}

/// Words of the lexicon and of the segmenter that stand in at least so many texts, sorted.
fn common_words(texts: &[String], lexicon: &[&str], least: usize) -> Vec<String> {
    let jieba = Jieba::new();
    let index: HashMap<&str, u32> = lexicon.iter().copied().zip(0..).collect();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (text, known) in texts.iter().zip(held_by(texts, &index)) {
        let mut words: Vec<&str> =
            jieba.cut(text, false).into_iter().map(|token| token.word).filter(|word| is_word(word)).collect();
        words.extend(known.into_iter().map(|at| lexicon[at as usize]));
        words.sort_unstable();
        words.dedup();
        for word in words {
            *counts.entry(word).or_default() += 1;
        }
    }
    counts.into_iter().filter(|(_, count)| *count >= least).map(|(word, _)| word.to_owned()).collect()
}

fn is_word(word: &str) -> bool {
    let is_han = |c: char| ('\u{4E00}'..='\u{9FFF}').contains(&c);
    (word.chars().all(is_han) && word.chars().count() <= LONGEST)
        || (word.len() >= 2 && word.bytes().all(|b| b.is_ascii_lowercase()))
}

/// For each text, the words that it holds, wherever they stand, each once.
fn held_by(texts: &[String], index: &HashMap<&str, u32>) -> Vec<Vec<u32>> {
    let longest = index.keys().map(|word| word.chars().count()).max().unwrap_or(0);
    texts.iter().map(|text| held(text, index, longest)).collect()
}

fn held(text: &str, index: &HashMap<&str, u32>, longest: usize) -> Vec<u32> {
    let mut edges: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    edges.push(text.len());
    let mut found = Vec::new();
    for (i, &start) in edges.iter().enumerate() {
        let ends = edges.iter().skip(i + 1).take(longest);
        found.extend(ends.filter_map(|&end| index.get(&text[start..end]).copied()));
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// What a row should be: mostly its label, a little of what is accepted beside it.
fn target(row: &Row) -> [f64; 4] {
    const OF_OTHERS: f64 = 0.3;
    let mut target = [0.0; 4];
    let others: Vec<&Category> = row.also_ok.iter().filter(|c| **c != row.label).collect();
    target[row.label as usize] = if others.is_empty() { 1.0 } else { 1.0 - OF_OTHERS };
    for &other in &others {
        target[*other as usize] += OF_OTHERS / others.len() as f64;
    }
    target
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read_rows;

    fn rows() -> Vec<Row> {
        let row = |text: String, label: &str| format!("{{\"text\":\"{text}\",\"label\":\"{label}\"}}\n");
        let lines: String = (0..30)
            .flat_map(|i| {
                [
                    row(format!("第{i}场，优惠，快来了"), "marketing"),
                    row(format!("请于{i}日还款"), "repayment_reminder"),
                    row(format!("快递{i}号到了请取"), "other"),
                ]
            })
            .collect();
        read_rows("r", lines.as_bytes()).unwrap()
    }

    #[test]
    fn words_lean_where_they_stand() {
        let leanings = Leanings::fit(&rows(), &Classifier::bundled(), LeaningOptions::default());
        let of = |word: &str| leanings.words.iter().find(|(w, _)| w == word).map(|(_, says)| says.categories);
        let [remind, sell, _] = of("优惠").expect("a common word");
        assert!(sell > 0.3 && sell > remind, "优惠: {remind} {sell}");
        let [remind, sell, _] = of("还款").expect("a common word");
        assert!(remind > 0.3 && remind > sell, "还款: {remind} {sell}");
    }

    #[test]
    fn words_of_pressure_lean_to_tactics() {
        let row = |text: &str, tactic: &str| {
            format!("{{\"text\":\"{text}\",\"label\":\"collection_pressure\",\"tactics\":[\"{tactic}\"]}}\n")
        };
        let lines: String = (0..20)
            .map(|i| {
                row(&format!("{i}日派人上门"), "home_visit") + &row(&format!("{i}日去法院"), "legal_action")
            })
            .collect();
        let rows = [rows(), read_rows("r", lines.as_bytes()).unwrap()].concat();
        let leanings = Leanings::fit(&rows, &Classifier::bundled(), LeaningOptions::default());
        let of = |word: &str, tactic: Tactic| {
            let (_, says) = leanings.words.iter().find(|(w, _)| w == word)?;
            says.tactics.iter().find(|(t, _)| *t == tactic).map(|(_, weight)| *weight)
        };
        assert!(of("上门", Tactic::HomeVisit) > Some(0.3) && of("上门", Tactic::LegalAction) < Some(-0.3));
        assert!(of("法院", Tactic::LegalAction) > Some(0.3));
        assert_eq!(of("优惠", Tactic::HomeVisit), None, "it stands in no message of pressure");
    }

    #[test]
    fn no_rows_say_nothing() {
        let leanings = Leanings::fit(&[], &Classifier::bundled(), LeaningOptions::default());
        assert_eq!(leanings, Leanings::default());
    }

    #[test]
    fn rare_words_get_no_weight() {
        let few = LeaningOptions { least: 31, ..LeaningOptions::default() };
        let leanings = Leanings::fit(&rows(), &Classifier::bundled(), few);
        let standing = |word: &str| rows().iter().filter(|row| row.text.contains(word)).count();
        assert!(!leanings.words.is_empty());
        assert!(leanings.words.iter().all(|(word, _)| standing(word) >= 31), "{:?}", leanings.words);
    }

    #[test]
    fn the_table_compiles_and_counts() {
        let says = |categories| Says { categories, tactics: vec![(Tactic::HomeVisit, 1.5)] };
        let leanings = Leanings {
            always: says([-1.0, 0.0, -1.0]),
            words: vec![
                ("火星".to_owned(), Says { categories: [0.0, 9.0, 0.0], tactics: Vec::new() }),
                ("飞船".to_owned(), says([0.0, 0.0, 9.0])),
            ],
        };
        let table = smsift::Source::new("leanings.tsv", leanings.to_tsv());
        let sift = Classifier::new(smsift::RuleSet::compile([table]).unwrap());
        assert_eq!(sift.classify("去火星看看").category(), Category::Marketing);
        assert_eq!(sift.classify("去月球看看").category(), Category::Other);
        assert_eq!(sift.classify("坐飞船看看").tactics(), [Tactic::HomeVisit]);
    }
}
