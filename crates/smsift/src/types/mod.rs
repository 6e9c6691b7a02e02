//! Built-in types: numbers with a meaning, found without a lexicon.
//!
//! One pass over the digits of a text classifies each number by what stands around it: an amount, a date, a
//! duration, a time of day, a telephone number. Rules refer to them as `{@amount}` and so on; facts are made of them.

mod amount;
mod chinese;
mod date;
mod phone;
mod url;

use std::ops::Range;

/// A built-in type. The order is that of the first concept ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Type {
    /// The empty place before the body.
    Start,
    /// The empty place after the body.
    End,
    /// `【…】` that opens or closes the text.
    Signature,
    /// Money: 1,234.56元, ¥500, 3万元.
    Amount,
    /// A calendar date: 3月5日, 2026-03-05, 本月8日.
    Date,
    /// A length of time: 3天, 24小时, 三个工作日.
    Duration,
    /// A time of day: 18:00, 18点, 下午5点.
    Clock,
    /// A telephone number.
    Phone,
    /// A link.
    Url,
    /// A percentage or a discount: 30%, 五折, 8折.
    Percent,
    /// A bare number of 4 to 8 digits, as codes are.
    Code,
}

impl Type {
    pub(crate) const ALL: [Type; 11] = [
        Type::Start,
        Type::End,
        Type::Signature,
        Type::Amount,
        Type::Date,
        Type::Duration,
        Type::Clock,
        Type::Phone,
        Type::Url,
        Type::Percent,
        Type::Code,
    ];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Type::Start => "start",
            Type::End => "end",
            Type::Signature => "signature",
            Type::Amount => "amount",
            Type::Date => "date",
            Type::Duration => "duration",
            Type::Clock => "time",
            Type::Phone => "phone",
            Type::Url => "url",
            Type::Percent => "percent",
            Type::Code => "code",
        }
    }
}

/// A typed stretch of a text, in characters, with its value where it has one.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Typed {
    pub(crate) kind: Type,
    pub(crate) range: Range<usize>,
    pub(crate) value: Value,
}

/// What a typed stretch means.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Value {
    None,
    /// Yuan.
    Yuan(f64),
    /// Year if stated, month if stated, day.
    Date(Option<i16>, Option<u8>, u8),
    /// Days.
    Days(u32),
}

/// Finds every typed stretch that is made of digits or letters; start, end and signature are set by the caller.
pub(crate) fn scan(chars: &[char], out: &mut Vec<Typed>) {
    let mut at = 0;
    while at < chars.len() {
        let ch = chars[at];
        let next = if ch.is_ascii_digit() {
            number(chars, at, out)
        } else if matches!(ch, '¥' | '￥') {
            at + 1
        } else if ch.is_ascii_alphabetic() {
            url::url(chars, at, out)
        } else if chinese::digit(ch).is_some() {
            chinese::number(chars, at, out)
        } else {
            at + 1
        };
        at = next.max(at + 1);
    }
}

fn push(out: &mut Vec<Typed>, kind: Type, range: Range<usize>, value: Value) -> usize {
    let end = range.end;
    out.push(Typed { kind, range, value });
    end
}

/// A run of digits with thousands separators and a fraction.
struct Number {
    value: f64,
    end: usize,
    integer: bool,
    digits: usize,
    /// Digits after the point.
    decimals: usize,
    /// Thousands stand apart: 12,480.
    grouped: bool,
}

fn read_number(chars: &[char], start: usize) -> Number {
    let mut value = 0.0;
    let mut at = start;
    let mut digits = 0;
    let mut grouped = false;
    while let Some(ch) = chars.get(at) {
        if let Some(d) = ch.to_digit(10) {
            value = value * 10.0 + f64::from(d);
            digits += 1;
            at += 1;
        } else if matches!(ch, ',' | '，') && (grouped || digits <= 3) && group_of_three(chars, at + 1) {
            grouped = true;
            at += 1;
        } else {
            break;
        }
    }
    let mut integer = true;
    let mut decimals = 0;
    if chars.get(at) == Some(&'.') && chars.get(at + 1).is_some_and(char::is_ascii_digit) {
        integer = false;
        let mut unit = 0.1;
        at += 1;
        while let Some(d) = chars.get(at).and_then(|c| c.to_digit(10)) {
            value += f64::from(d) * unit;
            decimals += 1;
            unit /= 10.0;
            at += 1;
        }
        value = (value * 10_000.0).round() / 10_000.0;
    }
    Number { value, end: at, integer, digits, decimals, grouped }
}

fn group_of_three(chars: &[char], at: usize) -> bool {
    let digits = chars[at.min(chars.len())..].iter().take_while(|c| c.is_ascii_digit()).count();
    digits == 3
}

fn starts(chars: &[char], at: usize, word: &str) -> bool {
    let mut rest = chars[at.min(chars.len())..].iter();
    word.chars().all(|w| rest.next() == Some(&w))
}

fn starts_any<'w>(chars: &[char], at: usize, words: &[&'w str]) -> Option<&'w str> {
    words.iter().find(|w| starts(chars, at, w)).copied()
}

fn spaces(chars: &[char], at: usize) -> usize {
    at + chars[at.min(chars.len())..].iter().take_while(|c| **c == ' ').count()
}

fn number(chars: &[char], start: usize, out: &mut Vec<Typed>) -> usize {
    let n = read_number(chars, start);
    if let Some(end) = date::date(chars, start, &n, out) {
        return end;
    }
    if let Some(end) = date::clock(chars, start, &n, out) {
        return end;
    }
    if let Some(end) = phone::phone(chars, start, out) {
        return end;
    }
    let after = spaces(chars, n.end);
    if let Some(end) = amount::amount(chars, start, &n, after, out) {
        return end;
    }
    if let Some(unit) = starts_any(chars, after, DURATIONS) {
        let days = days(n.value, unit);
        return push(out, Type::Duration, start..after + unit.chars().count(), Value::Days(days));
    }
    if let Some(unit) = starts_any(chars, after, &["%", "％", "折"]) {
        return push(out, Type::Percent, start..after + unit.chars().count(), Value::None);
    }
    if n.integer && (4..=8).contains(&n.digits) && !chars.get(n.end).is_some_and(|c| matches!(c, '*' | '-')) {
        push(out, Type::Code, start..n.end, Value::None);
    }
    n.end
}

const DURATIONS: &[&str] = &[
    "个工作日",
    "工作日",
    "个小时",
    "小时",
    "分钟",
    "个自然日",
    "自然日",
    "个月",
    "天",
    "日内",
    "日",
    "周",
    "年",
];

fn days(value: f64, unit: &str) -> u32 {
    let factor = match unit {
        "个小时" | "小时" => 1.0 / 24.0,
        "分钟" => 0.0,
        "个月" => 30.0,
        "周" => 7.0,
        "年" => 365.0,
        _ => 1.0,
    };
    (value * factor).min(1e6) as u32
}
