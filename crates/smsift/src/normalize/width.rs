//! Compatibility forms: full width, circled digits, mathematical letters, radicals.

use unicode_normalization::UnicodeNormalization;

use super::{Change, Step, Unit};

/// Characters that NFKC would change and that may stand for a letter, digit or Han character. Chinese
/// punctuation is left alone: it separates clauses, and 【】（） carry meaning.
pub(super) fn is_compatibility(ch: char) -> bool {
    match ch {
        '，' | '！' | '？' | '；' | '：' | '（' | '）' | '～' => false,
        '\u{FF01}'..='\u{FF5E}' | '￥' | '￠' | '￡' => true,
        '\u{2460}'..='\u{24FF}' | '\u{2776}'..='\u{2793}' => true,
        '\u{3200}'..='\u{33FF}' | '\u{2E80}'..='\u{2FDF}' | '\u{F900}'..='\u{FAFF}' => true,
        '\u{1D400}'..='\u{1D7FF}' | '\u{1F100}'..='\u{1F1FF}' | '\u{2F800}'..='\u{2FA1F}' => true,
        '\u{2070}'..='\u{209C}' | '\u{2150}'..='\u{218B}' | '\u{FF65}'..='\u{FFDC}' => true,
        _ => false,
    }
}

/// Dingbat digits (❶ ➀ …) have no NFKC form.
fn dingbat_digit(ch: char) -> Option<char> {
    let value = match ch {
        '\u{2776}'..='\u{277E}' => ch as u32 - 0x2775,
        '\u{2780}'..='\u{2788}' => ch as u32 - 0x277F,
        '\u{278A}'..='\u{2792}' => ch as u32 - 0x2789,
        '\u{24F5}'..='\u{24FD}' => ch as u32 - 0x24F4,
        '\u{24FF}' => 0,
        _ => return None,
    };
    char::from_digit(value, 10)
}

pub(super) fn apply(units: &mut Vec<Unit>, changes: &mut Vec<Change>) {
    let mut out = Vec::with_capacity(units.len());
    for unit in units.iter() {
        if !is_compatibility(unit.ch) {
            out.push(*unit);
            continue;
        }
        let before = out.len();
        match dingbat_digit(unit.ch) {
            Some(ch) => out.push(Unit { ch, ..*unit }),
            // Each character of a form that becomes several (㎡, ㈠) keeps the whole original span.
            None => out.extend(std::iter::once(unit.ch).nfkc().map(|ch| Unit { ch, ..*unit })),
        }
        if out.len() != before + 1 || out[before].ch != unit.ch {
            changes.push(Change { step: Step::Width, bytes: unit.start as usize..unit.end as usize });
        }
    }
    *units = out;
}
