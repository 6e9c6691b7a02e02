//! 短(duan)信: a reading in brackets between two Han characters.

use std::ops::Range;

use super::{Change, Step, Unit, drop_runs, is_han};

/// The longest pinyin syllable has six letters (zhuang); two syllables may stand together.
const LONGEST: usize = 12;

pub(super) fn apply(units: &mut Vec<Unit>, changes: &mut Vec<Change>) {
    let mut drop: Vec<Range<usize>> = Vec::new();
    let mut at = 1;
    while at < units.len() {
        if is_han(units[at - 1].ch)
            && let Some(close) = closing_bracket(units, at)
            && units.get(close + 1).is_some_and(|next| is_han(next.ch))
        {
            drop.push(at..close + 1);
            at = close + 1;
        }
        at += 1;
    }
    drop_runs(units, Step::Gloss, changes, &drop);
}

/// The bracket that closes a reading opened at `open`.
fn closing_bracket(units: &[Unit], open: usize) -> Option<usize> {
    if !matches!(units[open].ch, '(' | '（') {
        return None;
    }
    let close =
        open + 1 + units[open + 1..].iter().take(LONGEST + 1).position(|u| matches!(u.ch, ')' | '）'))?;
    let letters = &units[open + 1..close];
    let reading = letters.len() >= 2 && letters.iter().all(|u| is_pinyin_letter(u.ch));
    reading.then_some(close)
}

fn is_pinyin_letter(ch: char) -> bool {
    ch.is_ascii_lowercase() || "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü".contains(ch)
}
