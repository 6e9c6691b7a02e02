use proptest::prelude::*;

use super::build::BuildError;
use super::*;

fn chars(text: &str) -> Vec<char> {
    text.chars().collect()
}

fn automaton(words: &[&str]) -> Automaton {
    Automaton::new(words.iter().copied()).expect("these words make an automaton")
}

/// Word, start, end of every match.
fn found(automaton: &Automaton, text: &str) -> Vec<(u32, usize, usize)> {
    let mut all = Vec::new();
    automaton.find(&chars(text), |m| all.push((m.word, m.start, m.end)));
    all
}

/// The same by looking at every place for every word.
fn naively(words: &[String], text: &str) -> Vec<(u32, usize, usize)> {
    let text: Vec<char> = text.chars().map(|c| c.to_ascii_lowercase()).collect();
    let mut all = Vec::new();
    for end in 1..=text.len() {
        for start in 0..end {
            let here: String = text[start..end].iter().collect();
            let word = words.iter().position(|w| *w == here);
            all.extend(word.map(|word| (word as u32, start, end)));
        }
    }
    all
}

#[test]
fn overlapping_words_are_found_by_their_ends_the_longest_first() {
    let words = automaton(&["还款", "款", "未还款项", "款项", "提前还款"]);
    assert_eq!(
        found(&words, "您未还款项，提前还款"),
        [(0, 2, 4), (1, 3, 4), (2, 1, 5), (3, 3, 5), (4, 6, 10), (0, 8, 10), (1, 9, 10)]
    );
}

#[test]
fn a_character_of_no_word_starts_afresh() {
    let words = automaton(&["逾期"]);
    assert_eq!(found(&words, "逾，期逾期"), [(0, 3, 5)]);
    assert_eq!(found(&words, ""), []);
}

#[test]
fn upper_case_of_ascii_counts_as_lower_case() {
    let words = automaton(&["pay now", "app"]);
    assert_eq!(found(&words, "APP: Pay NOW"), [(1, 0, 3), (0, 5, 12)]);
    assert_eq!(found(&automaton(&["é"]), "É"), [], "only ASCII is folded");
}

#[test]
fn characters_beyond_the_basic_plane() {
    let words = automaton(&["💰", "𠮷野家"]);
    assert_eq!(found(&words, "去𠮷野家💰💵"), [(1, 1, 4), (0, 4, 5)]);
}

#[test]
fn no_words_no_matches() {
    assert_eq!(found(&automaton(&[]), "逾期"), []);
    assert_eq!(found(&Automaton::default(), "?"), []);
}

#[test]
fn words_that_make_no_automaton() {
    assert_eq!(Automaton::new(["a", ""]), Err(BuildError::EmptyWord));
    assert_eq!(Automaton::new(["a", "b", "a"]), Err(BuildError::Twice("a".to_owned())));
    let many: Vec<String> = (0x1_0000..0x2_0000_u32).filter_map(char::from_u32).map(String::from).collect();
    let error = Automaton::new(many.iter().map(String::as_str));
    assert_eq!(error, Err(BuildError::TooManyCharacters(0x1_0000)));
}

/// Words over few letters, so that they overlap; sometimes over many, so that states have many children.
fn words() -> impl Strategy<Value = Vec<String>> {
    let word = prop_oneof![4 => "[ab款]{1,5}", 1 => "[a-z0-9一-龥]{1,4}", 1 => "[一-十]{2}"];
    proptest::collection::btree_set(word, 0..120).prop_map(|words| words.into_iter().collect::<Vec<_>>())
}

proptest! {
    #[test]
    fn finds_what_a_naive_search_finds(
        words in words().prop_shuffle(),
        text in "[abAB款项一-十]{0,60}",
        inside in any::<proptest::sample::Index>(),
    ) {
        let automaton = Automaton::new(words.iter().map(String::as_str)).expect("distinct words");
        let word = if words.is_empty() { "" } else { inside.get(&words) };
        let text = format!("{text}{word}{text}");
        prop_assert_eq!(found(&automaton, &text), naively(&words, &text));
    }

    #[test]
    fn every_word_is_found_in_itself(words in words()) {
        let automaton = Automaton::new(words.iter().map(String::as_str)).expect("distinct words");
        for (at, word) in words.iter().enumerate() {
            let whole = (at as u32, 0, word.chars().count());
            prop_assert!(found(&automaton, word).contains(&whole), "{word} is lost");
        }
    }
}
