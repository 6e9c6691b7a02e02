//! Calendar dates and times of day.

use super::{Number, Type, Typed, Value, push, spaces, starts};

/// 2026-03-05, 2026年3月5日, 3月5日, 03/05, 20260305; a day alone only after 本月, 每月 or 次月.
pub(super) fn date(chars: &[char], start: usize, n: &Number, out: &mut Vec<Typed>) -> Option<usize> {
    if !n.integer {
        return dotted_date(chars, start, out);
    }
    let first = n.value as u32;
    let year = (n.digits == 4 && (1990..2100).contains(&first)).then_some(first as i16);
    if let Some(year) = year {
        let mark = chars.get(n.end).copied();
        let separator = match mark {
            Some('年') => '月',
            Some(c @ ('-' | '/' | '.')) => c,
            _ => return None,
        };
        let month_at = spaces(chars, n.end + 1);
        let month = small(chars, month_at, 12)?;
        if chars.get(month.1) != Some(&separator) {
            return None;
        }
        let day = small(chars, spaces(chars, month.1 + 1), 31)?;
        let end = day.1 + usize::from(matches!(chars.get(day.1), Some('日' | '号')));
        let value = Value::Date(Some(year), Some(month.0), day.0);
        return Some(push(out, Type::Date, start..end, value));
    }
    if n.digits == 8 && start.checked_sub(1).is_none_or(|i| !chars[i].is_ascii_alphanumeric()) {
        let (y, m, d) = (first / 10_000, first / 100 % 100, first % 100);
        if (2000..2100).contains(&y) && (1..=12).contains(&m) && (1..=31).contains(&d) {
            let value = Value::Date(Some(y as i16), Some(m as u8), d as u8);
            return Some(push(out, Type::Date, start..n.end, value));
        }
    }
    month_and_day(chars, start, n, out)
}

fn month_and_day(chars: &[char], start: usize, n: &Number, out: &mut Vec<Typed>) -> Option<usize> {
    let first = n.value as u32;
    if n.digits > 2 || first == 0 {
        return None;
    }
    match chars.get(n.end) {
        Some('月') if first <= 12 => {
            let day = small(chars, spaces(chars, n.end + 1), 31)?;
            let end = day.1 + usize::from(matches!(chars.get(day.1), Some('日' | '号')));
            let value = Value::Date(None, Some(first as u8), day.0);
            Some(push(out, Type::Date, start..end, value))
        }
        Some(c @ ('-' | '/')) if first <= 12 => {
            let day = small(chars, n.end + 1, 31)?;
            // 24/7 and 1-3 are no dates unless two digits stand on one side.
            let two = n.digits == 2 && day.1 - n.end == 3;
            let more = chars.get(day.1).is_some_and(|x| x.is_ascii_digit() || x == c);
            (two && !more)
                .then(|| push(out, Type::Date, start..day.1, Value::Date(None, Some(first as u8), day.0)))
        }
        Some('日' | '号') if first <= 31 && monthly_before(chars, start) => {
            Some(push(out, Type::Date, start..n.end + 1, Value::Date(None, None, first as u8)))
        }
        _ => None,
    }
}

/// 2026.03.05 reads as the number 2026.03.
fn dotted_date(chars: &[char], start: usize, out: &mut Vec<Typed>) -> Option<usize> {
    let year = (starts(chars, start, "20") && chars.get(start + 4) == Some(&'.')).then(|| {
        chars[start..start + 4].iter().filter_map(|c| c.to_digit(10)).fold(0, |y, d| y * 10 + d as i16)
    })?;
    let month = small(chars, start + 5, 12)?;
    if chars.get(month.1) != Some(&'.') {
        return None;
    }
    let day = small(chars, month.1 + 1, 31)?;
    Some(push(out, Type::Date, start..day.1, Value::Date(Some(year), Some(month.0), day.0)))
}

fn monthly_before(chars: &[char], start: usize) -> bool {
    let before = &chars[start.saturating_sub(3)..start];
    let text: String = before.iter().collect();
    ["本月", "每月", "次月", "下月", "当月", "这个月", "月的"].iter().any(|w| text.ends_with(w))
}

/// A number of one or two digits in 1..=`most`, and where it ends.
fn small(chars: &[char], at: usize, most: u8) -> Option<(u8, usize)> {
    let digits = chars[at.min(chars.len())..].iter().take_while(|c| c.is_ascii_digit()).count();
    if !(1..=2).contains(&digits) {
        return None;
    }
    let value = chars[at..at + digits].iter().filter_map(|c| c.to_digit(10)).fold(0, |v, d| v * 10 + d as u8);
    (1..=most).contains(&value).then_some((value, at + digits))
}

pub(super) fn clock(chars: &[char], start: usize, n: &Number, out: &mut Vec<Typed>) -> Option<usize> {
    if !n.integer || n.digits > 2 || n.value > 24.0 {
        return None;
    }
    match chars.get(n.end) {
        Some(':' | '：') => {
            let minutes = chars[n.end + 1..].iter().take_while(|c| c.is_ascii_digit()).count();
            (minutes == 2).then(|| push(out, Type::Clock, start..n.end + 3, Value::None))
        }
        Some('点' | '时') if !starts(chars, n.end, "时间") => {
            let half =
                usize::from(chars.get(n.end + 1) == Some(&'半') || chars.get(n.end + 1) == Some(&'整'));
            Some(push(out, Type::Clock, start..n.end + 1 + half, Value::None))
        }
        _ => None,
    }
}
