//! Phrases that separate one pile of messages from another: candidates for new words.
//!
//! Phrases are runs of characters as they stand in the text, not words of a segmenter: a wrong cut cannot hide one.

use std::collections::{HashMap, HashSet};

use serde::Serialize;

use crate::rate::{Rate, round};
use crate::shape::shape;

/// Characters of a phrase.
const LENGTHS: std::ops::RangeInclusive<usize> = 2..=8;

/// A phrase that is found in one pile more than in the other.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Suggestion {
    /// The phrase.
    pub phrase: String,
    /// Different messages of the pile that hold it. Copies of one template count once.
    pub inside: usize,
    /// Different messages outside the pile that hold it.
    pub outside: usize,
    /// Of the messages that hold it, those of the pile.
    pub precision: Rate,
    /// How surprising the difference is (log-likelihood ratio).
    pub surprise: f64,
    /// A word of the lexicon is the phrase or holds it.
    pub known: bool,
}

/// The phrases that tell `pile` from `others`, the most surprising first.
///
/// A phrase must stand in at least `least` different messages of the pile, and more often there than outside. Of
/// phrases that stand in the same messages only the longest is kept. `known` are the words of the lexicon.
///
/// Cost: memory grows with the text of the pile, about 200 bytes per character.
pub fn suggest(pile: &[&str], others: &[&str], known: &[&str], least: usize, most: usize) -> Vec<Suggestion> {
    let (pile, others) = (different(pile), different(others));
    let mut inside: HashMap<&str, usize> = HashMap::new();
    for text in &pile {
        for phrase in phrases(text) {
            *inside.entry(phrase).or_default() += 1;
        }
    }
    // One message proves nothing, whatever the caller says.
    inside.retain(|_, count| *count >= least.max(2));
    let mut outside: HashMap<&str, usize> = HashMap::new();
    for text in &others {
        for phrase in phrases(text).into_iter().filter(|phrase| inside.contains_key(phrase)) {
            *outside.entry(phrase).or_default() += 1;
        }
    }
    let mut found: Vec<Suggestion> = inside
        .iter()
        .map(|(&phrase, &inside)| {
            let outside = outside.get(phrase).copied().unwrap_or(0);
            Suggestion {
                phrase: phrase.to_owned(),
                inside,
                outside,
                precision: Rate::new(inside, inside + outside, 1),
                surprise: round(surprise(inside, pile.len(), outside, others.len())),
                known: known.iter().any(|word| word.contains(phrase)),
            }
        })
        .filter(|found| found.surprise > 0.0)
        .collect();
    found.sort_by(|a, b| {
        let length = |s: &Suggestion| s.phrase.chars().count();
        b.surprise.total_cmp(&a.surprise).then(length(b).cmp(&length(a))).then(a.phrase.cmp(&b.phrase))
    });
    longest(found, most)
}

/// One text per shape.
fn different<'t>(texts: &[&'t str]) -> Vec<&'t str> {
    let mut seen = HashSet::new();
    texts.iter().copied().filter(|text| seen.insert(shape(text))).collect()
}

/// Every phrase of the text once: neighbours within a run of letters, no digits.
fn phrases(text: &str) -> Vec<&str> {
    let mut phrases = Vec::new();
    for run in text.split(|c: char| !c.is_alphabetic()) {
        let mut ends: Vec<usize> = run.char_indices().map(|(at, _)| at).collect();
        ends.push(run.len());
        for length in LENGTHS {
            phrases.extend(ends.windows(length + 1).map(|window| &run[window[0]..window[length]]));
        }
    }
    phrases.sort_unstable();
    phrases.dedup();
    phrases
}

/// Signed log-likelihood ratio of two shares: positive when the first is the greater.
fn surprise(inside: usize, pile: usize, outside: usize, others: usize) -> f64 {
    let (a, b, c, d) = (inside as f64, outside as f64, pile as f64, others.max(1) as f64);
    let expected = |n: f64| n * (a + b) / (c + d);
    let part = |seen: f64, n: f64| if seen > 0.0 { seen * (seen / expected(n)).ln() } else { 0.0 };
    let ratio = 2.0 * (part(a, c) + part(b, d));
    if a / c > b / d { ratio } else { -ratio }
}

/// Leaves out phrases that lie in a kept one, or hold one, and stand in the same number of messages.
fn longest(found: Vec<Suggestion>, most: usize) -> Vec<Suggestion> {
    let mut kept: Vec<Suggestion> = Vec::new();
    for suggestion in found {
        let same = |other: &Suggestion| {
            let related =
                other.phrase.contains(&suggestion.phrase) || suggestion.phrase.contains(&other.phrase);
            related && (other.inside, other.outside) == (suggestion.inside, suggestion.outside)
        };
        match kept.iter().position(same) {
            Some(at) if kept[at].phrase.len() < suggestion.phrase.len() => kept[at] = suggestion,
            Some(_) => {}
            None if kept.len() < most => kept.push(suggestion),
            None => break,
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    const PRESSURE: [&str; 4] = [
        "您的款项将移交法务处理",
        "今日起移交法务处理，勿谓言之不预",
        "案件已移交法务处理",
        "您好，请移交法务处理吧",
    ];
    const OTHER: [&str; 4] = ["快递已处理", "您的申请正在处理", "法务部招聘", "您好，请查收"];

    #[test]
    fn the_phrase_that_only_one_pile_has_comes_first_and_whole() {
        let found = suggest(&PRESSURE, &OTHER, &[], 3, 10);
        let first = &found[0];
        assert_eq!((first.phrase.as_str(), first.inside, first.outside), ("移交法务处理", 4, 0));
        assert!(found.iter().all(|s| s.phrase != "移交" && s.phrase != "交法"), "{found:?}");
    }

    #[test]
    fn copies_of_a_template_prove_nothing() {
        let copies = ["逾期3天请速归位", "逾期33天请速归位", "逾期4天请速归位"];
        assert_eq!(suggest(&copies, &OTHER, &[], 3, 10), []);
    }

    #[test]
    fn known_words_are_marked() {
        let known = |word: &str| suggest(&PRESSURE, &OTHER, &[word], 3, 10)[0].known;
        assert!(known("移交法务处理") && known("正移交法务处理中") && !known("法务"));
    }

    #[test]
    fn a_share_that_is_smaller_is_no_suggestion() {
        assert!(surprise(1, 10, 9, 10) < 0.0 && surprise(9, 10, 1, 10) > 0.0);
        assert!(surprise(5, 10, 5, 10).abs() < 1e-9);
    }
}
