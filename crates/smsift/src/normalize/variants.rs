//! Other spellings of keywords: 贷kuan, daikuan, 愈期, 歀 for 款. Chosen keyword by keyword, because blanket pinyin or
//! shape rules find more innocent words than disguised ones (如期, 与其 and 预期 all sound like 逾期).

use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};

use super::{Change, Step, Unit};

/// A spelling, what it stands for, and phrases inside which it stands for itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Variant {
    pub(crate) form: Vec<char>,
    pub(crate) word: Vec<char>,
    pub(crate) not: Vec<Vec<char>>,
}

/// Spellings by their first character.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct VariantTable {
    /// The longest form first, so that it wins.
    #[serde(serialize_with = "crate::table::sorted::map")]
    by_first: FxHashMap<char, Vec<Variant>>,
    #[serde(serialize_with = "crate::table::sorted::set")]
    pairs: FxHashSet<(char, char)>,
}

impl VariantTable {
    /// Forms are matched without regard to the case of ASCII letters.
    pub(crate) fn new(variants: impl IntoIterator<Item = Variant>) -> Self {
        let mut table = Self::default();
        for mut variant in variants {
            for ch in &mut variant.form {
                ch.make_ascii_lowercase();
            }
            match variant.form[..] {
                [] => {}
                [first] => table.by_first.entry(first).or_default().push(variant),
                [first, second, ..] => {
                    table.pairs.insert((first, second));
                    table.by_first.entry(first).or_default().push(variant);
                }
            }
        }
        #[expect(clippy::iter_over_hash_type, reason = "each list is sorted on its own")]
        for list in table.by_first.values_mut() {
            list.sort_by(|a, b| b.form.len().cmp(&a.form.len()).then_with(|| a.form.cmp(&b.form)));
        }
        table
    }

    pub(super) fn may_start(&self, ch: char) -> bool {
        self.by_first.contains_key(&ch.to_ascii_lowercase())
    }

    /// Whether a form begins with these two characters, or is the first of them alone.
    pub(super) fn may_be(&self, first: char, second: char) -> bool {
        let first = first.to_ascii_lowercase();
        self.pairs.contains(&(first, second.to_ascii_lowercase()))
            || self.by_first.get(&first).is_some_and(|list| list.iter().any(|v| v.form.len() == 1))
    }

    pub(super) fn apply(&self, units: &mut Vec<Unit>, changes: &mut Vec<Change>) {
        let mut out: Vec<Unit> = Vec::with_capacity(units.len());
        let mut at = 0;
        while at < units.len() {
            let Some(variant) = self.find(units, at) else {
                out.push(units[at]);
                at += 1;
                continue;
            };
            let end = at + variant.form.len();
            let (start, stop) = (units[at].start, units[end - 1].end);
            out.extend(variant.word.iter().map(|&ch| Unit { ch, start, end: stop }));
            changes.push(Change { step: Step::Variants, bytes: start as usize..stop as usize });
            at = end;
        }
        *units = out;
    }

    fn find(&self, units: &[Unit], at: usize) -> Option<&Variant> {
        let list = self.by_first.get(&units[at].ch.to_ascii_lowercase())?;
        list.iter().find(|v| {
            stands(units, at, &v.form)
                && !splits_a_word(units, at, &v.form)
                && !v.not.iter().any(|p| covered(units, at, v, p))
        })
    }
}

fn stands(units: &[Unit], at: usize, form: &[char]) -> bool {
    units.len() >= at + form.len()
        && form.iter().zip(&units[at..]).all(|(f, u)| *f == u.ch.to_ascii_lowercase())
}

/// Letters at the edge of a form must not be part of a longer run of letters: 贷kuang is not 贷kuan.
fn splits_a_word(units: &[Unit], at: usize, form: &[char]) -> bool {
    let letter = |i: usize| units.get(i).is_some_and(|u| u.ch.is_ascii_alphabetic());
    let end = at + form.len();
    (letter(at) && at > 0 && letter(at - 1)) || (letter(end - 1) && letter(end))
}

/// Whether the form at `at` stands inside the phrase.
fn covered(units: &[Unit], at: usize, variant: &Variant, phrase: &[char]) -> bool {
    let places = phrase.windows(variant.form.len()).enumerate().filter(|(_, w)| *w == variant.form);
    places.into_iter().any(|(offset, _)| at >= offset && stands(units, at - offset, phrase))
}
