//! Weights for common words: what each says for or against a category.
//!
//! Rules name what a sender does, and say nothing where they do not know the wording. Common words fill part of that
//! gap: each gets three small numbers, fitted on labelled messages, and a reader can see and change every one. Only
//! words that stand in many different messages get a number, so that none of them remembers a message.

mod fit;

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;

use jieba_rs::Jieba;
use smsift::{Category, Classifier};

use crate::rows::Row;

/// How words are chosen and weighed.
#[derive(Clone, Copy, Debug)]
pub struct LeaningOptions {
    /// Rows in which a word must stand.
    pub least: usize,
    /// How strongly weights are pulled towards nought: the more, the smaller they are and the less they remember.
    pub penalty: f64,
}

impl Default for LeaningOptions {
    fn default() -> Self {
        Self { least: 20, penalty: 10.0 }
    }
}

/// A table of words with what each says for a repayment reminder, marketing and collection pressure, against `other`.
#[derive(Clone, Debug, PartialEq)]
pub struct Leanings {
    /// What every message starts from.
    pub always: [f64; 3],
    /// Words in the order of their characters.
    pub words: Vec<(String, [f64; 3])>,
}

/// Longer words are rare, and rules name them.
const LONGEST: usize = 4;
/// A weight below this, rounded away, would only lengthen the table.
const LEAST_WEIGHT: f64 = 0.05;

impl Leanings {
    /// Chooses and weighs words. The result depends on nothing but the rows, their order and the options.
    ///
    /// The weights are those of a multinomial logistic regression with a quadratic penalty over which of the words a
    /// message holds; numbers are rounded to hundredths. `penalty` must be above 0, and rows of all four categories are
    /// needed: what every message starts from would run off to one side without. Cost: some seconds for 5,000 rows.
    pub fn fit(rows: &[Row], classifier: &Classifier, options: LeaningOptions) -> Self {
        let texts: Vec<String> = rows.iter().map(|row| cleaned(classifier, row)).collect();
        let words = common_words(&texts, options.least);
        let index: HashMap<&str, u32> = words.iter().zip(0..).map(|(word, at)| (word.as_str(), at)).collect();
        let held: Vec<Vec<u32>> = texts.iter().map(|text| held(text, &index)).collect();
        let targets: Vec<[f64; 4]> = rows.iter().map(target).collect();
        let fitted = fit::fit(&held, &targets, words.len(), options.penalty);
        let against_other = |w: [f64; 4]| [0, 1, 2].map(|c| hundredths(w[c] - w[Category::Other as usize]));
        let weighed = words.into_iter().zip(fitted.weights).map(|(word, w)| (word, against_other(w)));
        Self {
            always: against_other(fitted.offsets),
            words: weighed.filter(|(_, w)| w.iter().any(|w| w.abs() >= LEAST_WEIGHT)).collect(),
        }
    }

    /// The table as `leanings.tsv` has it.
    pub fn to_tsv(&self) -> String {
        let mut out = String::new();
        let every = ("^", &self.always);
        for (word, [remind, sell, press]) in
            std::iter::once(every).chain(self.words.iter().map(|(word, w)| (word.as_str(), w)))
        {
            // Writing to a string cannot fail.
            let _ = writeln!(out, "{word}\t{remind}\t{sell}\t{press}");
        }
        out
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

/// Words of the segmenter that stand in at least so many texts, sorted.
fn common_words(texts: &[String], least: usize) -> Vec<String> {
    let jieba = Jieba::new();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for text in texts {
        let mut words: Vec<&str> =
            jieba.cut(text, false).into_iter().map(|token| token.word).filter(|word| is_word(word)).collect();
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

/// The words that a text holds, wherever they stand, each once.
fn held(text: &str, index: &HashMap<&str, u32>) -> Vec<u32> {
    let longest = index.keys().map(|word| word.chars().count()).max().unwrap_or(0);
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
        let of = |word: &str| leanings.words.iter().find(|(w, _)| w == word).map(|(_, w)| *w);
        let [remind, sell, _] = of("优惠").expect("a common word");
        assert!(sell > 0.3 && sell > remind, "优惠: {remind} {sell}");
        let [remind, sell, _] = of("还款").expect("a common word");
        assert!(remind > 0.3 && remind > sell, "还款: {remind} {sell}");
    }

    #[test]
    fn no_rows_say_nothing() {
        let leanings = Leanings::fit(&[], &Classifier::bundled(), LeaningOptions::default());
        assert_eq!((leanings.always, leanings.words.len()), ([0.0; 3], 0));
    }

    #[test]
    fn rare_words_get_no_weight() {
        let few = LeaningOptions { least: 31, ..LeaningOptions::default() };
        let leanings = Leanings::fit(&rows(), &Classifier::bundled(), few);
        assert!(leanings.words.iter().all(|(word, _)| word == "请" || word == "了"), "{:?}", leanings.words);
    }

    #[test]
    fn the_table_compiles_and_counts() {
        let leanings =
            Leanings { always: [-1.0, 0.0, -1.0], words: vec![("火星".to_owned(), [0.0, 9.0, 0.0])] };
        let table = smsift::Source::new("leanings.tsv", leanings.to_tsv());
        let sift = Classifier::new(smsift::RuleSet::compile([table]).unwrap());
        assert_eq!(sift.classify("去火星看看").category(), Category::Marketing);
        assert_eq!(sift.classify("去月球看看").category(), Category::Other);
    }
}
