//! Masking personal numbers, so that a result can be shown to others.
//!
//! A masked text has as many characters and bytes as the original one: offsets of evidence stay right.

use std::ops::Range;

use smsift::VerdictRecord;
use smsift_dump::Record;

/// The record without what names a person. Keys that are not ours are left out: nothing is known about them.
pub(crate) fn record(record: &Record) -> Record {
    Record {
        text: text(&record.text),
        sender: record.sender.as_deref().map(sender),
        extra: serde_json::Map::new(),
        ..record.clone()
    }
}

/// A text for a preview: every run of four digits or more is masked, codes and amounts too.
pub(crate) fn preview(text: &str) -> String {
    let mut out: Vec<char> = text.chars().collect();
    for run in out.chunk_by_mut(|a, b| a.is_ascii_digit() && b.is_ascii_digit()) {
        if run.len() >= 4 && run[0].is_ascii_digit() {
            run.fill('*');
        }
    }
    out.into_iter().collect()
}

/// Puts masked words into the verdict on a text: `masked` is the text after masking.
pub(crate) fn verdict(verdict: &mut VerdictRecord, masked: &str) {
    for evidence in &mut verdict.evidence {
        evidence.text = masked.chars().skip(evidence.start).take(evidence.end - evidence.start).collect();
    }
    for phone in &mut verdict.facts.phones {
        *phone = text(phone);
    }
}

/// The text with telephone, card and identity numbers masked. Amounts, dates and short numbers stay.
pub(crate) fn text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut copied = 0;
    for run in runs(text) {
        out.push_str(&text[copied..run.start]);
        mask(&text[run.clone()], &mut out);
        copied = run.end;
    }
    out.push_str(&text[copied..]);
    out
}

/// The sender masked: personal numbers lose their middle, contact names all but their first character. Service
/// numbers (10…, 12…, 95…, 400…) name a company and stay.
pub(crate) fn sender(sender: &str) -> String {
    let digits: String = sender.chars().filter(char::is_ascii_digit).collect();
    let local = digits.strip_prefix("0086").or_else(|| digits.strip_prefix("86")).unwrap_or(&digits);
    if digits.is_empty() {
        return sender.chars().enumerate().map(|(i, c)| if i == 0 { c } else { '*' }).collect();
    }
    let is_service = ["10", "12", "95", "96", "400", "800"].iter().any(|prefix| local.starts_with(prefix));
    let is_number = sender.chars().all(|c| c.is_ascii_digit() || "+- ()".contains(c));
    if is_number && (is_service || digits.len() < 7) {
        return sender.to_owned();
    }
    let mut out = String::new();
    mask(sender, &mut out);
    out
}

/// Shortest run of digits that may name a person: a telephone number without its area code.
const SHORTEST: usize = 7;

/// Byte ranges of numbers to mask.
fn runs(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut runs = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        if !bytes[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let end = run_end(bytes, at);
        let digits = bytes[at..end].iter().filter(|b| b.is_ascii_digit()).count();
        let run = &text[at..end];
        let harmless = is_amount(text, at, end) || is_date(run) || is_hotline(run) || in_link(text, at);
        if digits >= SHORTEST && !harmless {
            runs.push(at..end);
        }
        at = end;
    }
    runs
}

/// The end of a number that starts at `at`: digits, single hyphens or blanks between them, a final X.
fn run_end(bytes: &[u8], at: usize) -> usize {
    let digit = |i: usize| bytes.get(i).is_some_and(u8::is_ascii_digit);
    let mut end = at;
    let joins =
        |i: usize| i > at && matches!(bytes.get(i), Some(b'-' | b' ')) && digit(i - 1) && digit(i + 1);
    while digit(end) || joins(end) {
        end += 1;
    }
    let digits = bytes[at..end].iter().filter(|b| b.is_ascii_digit()).count();
    if digits == 17 && matches!(bytes.get(end), Some(b'X' | b'x')) { end + 1 } else { end }
}

fn is_amount(text: &str, start: usize, end: usize) -> bool {
    let (before, after) = (&text[..start], &text[end..]);
    let decimal = after.strip_prefix('.').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    let is_decimal_part =
        before.ends_with('.') && before[..before.len() - 1].ends_with(|c: char| c.is_ascii_digit());
    decimal || is_decimal_part || after.starts_with(['元', '万']) || before.ends_with(['¥', '￥'])
}

/// `2026-03-05`, `20260305`, `2026-03-05 10` and the like.
fn is_date(run: &str) -> bool {
    let digits: String = run.chars().filter(char::is_ascii_digit).collect();
    let number =
        |range: Range<usize>| digits.get(range).and_then(|part| part.parse::<u32>().ok()).unwrap_or(0);
    (8..=14).contains(&digits.len())
        && (1990..2100).contains(&number(0..4))
        && (1..=12).contains(&number(4..6))
        && (1..=31).contains(&number(6..8))
        && (digits.len() != 11 || run.contains(['-', ' ']))
}

/// 400 and 800 numbers belong to companies.
fn is_hotline(run: &str) -> bool {
    let digits = run.chars().filter(char::is_ascii_digit).count();
    digits == 10 && (run.starts_with("400") || run.starts_with("800"))
}

/// Numbers inside a link would break it for the reader who must recognise it.
fn in_link(text: &str, at: usize) -> bool {
    let word =
        text[..at].rfind(|c: char| c.is_whitespace() || !c.is_ascii()).map_or(&text[..at], |i| &text[i..at]);
    word.contains("://") || word.contains('/') && word.contains('.')
}

/// Keeps what says which kind of number it is (the first three digits of a telephone number, the last four of a card)
/// and puts `*` for the other digits.
fn mask(run: &str, out: &mut String) {
    let digits = run.chars().filter(|c| c.is_ascii_digit() || matches!(c, 'X' | 'x')).count();
    let (head, tail) = match digits {
        0..=7 | 18 => (2, 0),
        8..=12 => (3, 2),
        _ => (0, 4),
    };
    let mut seen = 0;
    for c in run.chars() {
        if c.is_ascii_digit() || matches!(c, 'X' | 'x') {
            seen += 1;
            out.push(if seen <= head || seen > digits - tail { c } else { '*' });
        } else {
            out.push(c);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_people_are_masked_and_others_stay() {
        for (plain, masked) in [
            ("回电13912345678。", "回电139******78。"),
            ("电话0571-5550171", "电话057*-*****71"),
            ("卡号6222021234567890123", "卡号***************0123"),
            ("身份证33010119900101121X，", "身份证33****************，"),
            ("欠款8234567.89元，还12345678元", "欠款8234567.89元，还12345678元"),
            ("2026-03-05 10:30前，20260305", "2026-03-05 10:30前，20260305"),
            ("点 https://a.cn/12345678 看", "点 https://a.cn/12345678 看"),
            ("客服400-826-3300", "客服400-826-3300"),
            ("尾号4471逾期33天，验证码820391", "尾号4471逾期33天，验证码820391"),
        ] {
            assert_eq!(text(plain), masked);
        }
    }

    #[test]
    fn senders() {
        for (plain, masked) in [
            ("10690001234567", "10690001234567"),
            ("95555", "95555"),
            ("13912345678", "139******78"),
            ("+86 139 1234 5678", "+** *** **** 5678"),
            ("王小明", "王**"),
        ] {
            assert_eq!(sender(plain), masked);
        }
    }

    #[test]
    fn the_length_stays() {
        let plain = "王先生13912345678，卡6222021234567890123，身份证330101199001011218";
        let masked = text(plain);
        assert_eq!((masked.chars().count(), masked.len()), (plain.chars().count(), plain.len()));
    }
}
