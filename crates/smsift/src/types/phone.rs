//! Telephone numbers.

use super::{Type, Typed, Value, push};

/// A run this long is no number; without an end a text of digits and blanks would be read again from each of them.
const LONGEST: usize = 32;

/// 11-digit mobiles, 400/800/95/96/1xx service numbers, landlines with area code; hyphens and masks allowed.
pub(super) fn phone(chars: &[char], start: usize, out: &mut Vec<Typed>) -> Option<usize> {
    if start > 0 && (chars[start - 1].is_ascii_alphanumeric() || matches!(chars[start - 1], '.' | '-' | '*'))
    {
        return None;
    }
    let length = chars[start..]
        .iter()
        .take(LONGEST)
        .take_while(|c| c.is_ascii_digit() || matches!(c, '-' | '*' | ' '))
        .count();
    let run = &chars[start..start + length];
    let end = start + run.iter().rposition(char::is_ascii_digit)? + 1;
    let run = &chars[start..end];
    let digits: String = run.iter().filter(|c| c.is_ascii_digit() || **c == '*').collect();
    let plain = run.len();
    let next = chars.get(end);
    if next.is_some_and(|c| matches!(c, '元' | '万' | '.' | '%') || c.is_ascii_alphabetic()) {
        return None;
    }
    let count = digits.len();
    let mobile = count == 11
        && digits.starts_with('1')
        && !digits[1..2].starts_with(['0', '1', '2'])
        && !run.contains(&' ');
    let service = (digits.starts_with("400") || digits.starts_with("800")) && count == 10;
    let landline =
        digits.starts_with('0') && (10..=12).contains(&count) && plain > count && run.contains(&'-')
            || digits.starts_with('0') && (11..=12).contains(&count) && !run.contains(&' ');
    let bank = count == 6 && digits.starts_with("95") && run.get(5) == Some(&'-');
    let short = (plain == count && is_short_number(&digits) || bank)
        && (named_as_phone(chars, start) || named_after(chars, end));
    let local =
        plain == count && (7..=8).contains(&count) && named_as_phone(chars, start) && !digits.contains('*');
    (mobile || service || landline || short || local).then(|| push(out, Type::Phone, start..end, Value::None))
}

/// Banks, carriers, public lines, and the three that everybody knows.
fn is_short_number(digits: &str) -> bool {
    match digits.len() {
        3 => matches!(digits, "110" | "119" | "120" | "122"),
        5 => ["95", "96", "100", "123"].iter().any(|start| digits.starts_with(start)),
        6 => digits.starts_with("96"),
        _ => false,
    }
}

/// 向12378投诉.
fn named_after(chars: &[char], end: usize) -> bool {
    ["投诉", "举报", "反映", "热线", "咨询", "查询"].iter().any(|w| super::starts(chars, end, w))
}

/// A short number is a telephone number only where the words before it say so.
fn named_as_phone(chars: &[char], start: usize) -> bool {
    let before: String = chars[start.saturating_sub(5)..start].iter().collect();
    ["电", "拨", "热线", "打", "联系", "回", "客服", "Tel", "tel", "咨询", "询"]
        .iter()
        .any(|w| before.contains(w))
}
