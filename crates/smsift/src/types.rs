//! Built-in types: numbers with a meaning, found without a lexicon.
//!
//! One pass over the digits of a text classifies each number by what stands around it: an amount, a date, a
//! duration, a time of day, a telephone number. Rules refer to them as `{@amount}` and so on; facts are made of them.

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
            url(chars, at, out)
        } else if chinese_digit(ch).is_some() {
            chinese_number(chars, at, out)
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
}

fn read_number(chars: &[char], start: usize) -> Number {
    let mut value = 0.0;
    let mut at = start;
    let mut digits = 0;
    while let Some(ch) = chars.get(at) {
        if let Some(d) = ch.to_digit(10) {
            value = value * 10.0 + f64::from(d);
            digits += 1;
            at += 1;
        } else if matches!(ch, ',' | '，')
            && group_of_three(chars, at + 1)
            && (1..=3).contains(&(digits % 4).max(1))
        {
            at += 1;
        } else {
            break;
        }
    }
    let mut integer = true;
    if chars.get(at) == Some(&'.') && chars.get(at + 1).is_some_and(char::is_ascii_digit) {
        integer = false;
        let mut unit = 0.1;
        at += 1;
        while let Some(d) = chars.get(at).and_then(|c| c.to_digit(10)) {
            value += f64::from(d) * unit;
            unit /= 10.0;
            at += 1;
        }
        value = (value * 10_000.0).round() / 10_000.0;
    }
    Number { value, end: at, integer, digits }
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
    if let Some(end) = date(chars, start, &n, out) {
        return end;
    }
    if let Some(end) = clock(chars, start, &n, out) {
        return end;
    }
    if let Some(end) = phone(chars, start, out) {
        return end;
    }
    let after = spaces(chars, n.end);
    if let Some(end) = money(chars, start, &n, after, out) {
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

/// 元, 块, 万元 … or a currency sign before.
fn money(chars: &[char], start: usize, n: &Number, after: usize, out: &mut Vec<Typed>) -> Option<usize> {
    let (scale, mut end) = match starts_any(chars, after, &["万", "千", "百", "亿", "w", "W", "k", "K"]) {
        Some("万" | "w" | "W") => (1e4, after + 1),
        Some("千" | "k" | "K") => (1e3, after + 1),
        Some("百") => (1e2, after + 1),
        Some(_) => (1e8, after + 1),
        None => (1.0, after),
    };
    let signed = currency_before(chars, start);
    let unit = starts_any(chars, end, &["余元", "多元", "元", "块", "圆", "RMB", "rmb", "人民币"]);
    if let Some(unit) = unit {
        end += unit.chars().count();
    } else if signed.is_none() && !(scale >= 1e4 && money_word_follows(chars, end)) {
        return None;
    } else if scale == 1.0 {
        end = n.end;
    }
    let from = signed.unwrap_or(start);
    let yuan = (n.value * scale * 100.0).round() / 100.0;
    Some(push(out, Type::Amount, from..end, Value::Yuan(yuan)))
}

/// 5万额度, 20万贷款: 万 without 元.
fn money_word_follows(chars: &[char], at: usize) -> bool {
    starts_any(chars, at, &["额度", "贷", "借", "现金", "资金", "备用", "循环", "信用", "以内", "起"])
        .is_some()
}

/// Where a currency sign directly before a number starts.
fn currency_before(chars: &[char], start: usize) -> Option<usize> {
    let mut at = start;
    while at > 0 && chars[at - 1] == ' ' {
        at -= 1;
    }
    if at == 0 {
        return None;
    }
    if matches!(chars[at - 1], '¥' | '￥') {
        return Some(at - 1);
    }
    for sign in ["RMB", "rmb", "CNY", "人民币"] {
        let length = sign.chars().count();
        if at >= length && starts(chars, at - length, sign) {
            return Some(at - length);
        }
    }
    None
}

/// 2026-03-05, 2026年3月5日, 3月5日, 03/05, 20260305; a day alone only after 本月, 每月 or 次月.
fn date(chars: &[char], start: usize, n: &Number, out: &mut Vec<Typed>) -> Option<usize> {
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

fn clock(chars: &[char], start: usize, n: &Number, out: &mut Vec<Typed>) -> Option<usize> {
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

/// 11-digit mobiles, 400/800/95/96/1xx service numbers, landlines with area code; hyphens and masks allowed.
fn phone(chars: &[char], start: usize, out: &mut Vec<Typed>) -> Option<usize> {
    if start > 0 && (chars[start - 1].is_ascii_alphanumeric() || matches!(chars[start - 1], '.' | '-' | '*'))
    {
        return None;
    }
    let length =
        chars[start..].iter().take_while(|c| c.is_ascii_digit() || matches!(c, '-' | '*' | ' ')).count();
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
    let short = plain == count
        && matches!(count, 5)
        && (digits.starts_with("95") || digits.starts_with("100") || digits.starts_with("123"))
        && named_as_phone(chars, start);
    let local =
        plain == count && (7..=8).contains(&count) && named_as_phone(chars, start) && !digits.contains('*');
    (mobile || service || landline || short || local).then(|| push(out, Type::Phone, start..end, Value::None))
}

/// A short number is a telephone number only where the words before it say so.
fn named_as_phone(chars: &[char], start: usize) -> bool {
    let before: String = chars[start.saturating_sub(5)..start].iter().collect();
    ["电", "拨", "热线", "打", "联系", "回", "客服", "Tel", "tel", "咨询", "询"]
        .iter()
        .any(|w| before.contains(w))
}

fn chinese_digit(ch: char) -> Option<u32> {
    "〇一二三四五六七八九".chars().position(|c| c == ch).map(|p| p as u32).or(match ch {
        '两' => Some(2),
        '十' => Some(10),
        '半' => Some(0),
        _ => None,
    })
}

/// 三日内, 七天, 四十八小时, 五折.
fn chinese_number(chars: &[char], start: usize, out: &mut Vec<Typed>) -> usize {
    let length = chars[start..].iter().take_while(|c| chinese_digit(**c).is_some()).count();
    let after = start + length;
    if length > 4 {
        return after;
    }
    if let Some(unit) = starts_any(chars, after, DURATIONS) {
        // 十月一日, 第三日, 星期三 and 五月 are no lengths of time.
        let ordinal = start > 0 && matches!(chars[start - 1], '第' | '期' | '月' | '周');
        if !ordinal && !matches!(unit, "年" | "周") {
            let value = chinese_value(&chars[start..after]);
            let days = days(value, unit);
            return push(out, Type::Duration, start..after + unit.chars().count(), Value::Days(days));
        }
    }
    if starts(chars, after, "折") {
        return push(out, Type::Percent, start..after + 1, Value::None);
    }
    after
}

fn chinese_value(chars: &[char]) -> f64 {
    let mut total = 0;
    let mut last = 0;
    for d in chars.iter().filter_map(|c| chinese_digit(*c)) {
        if d == 10 {
            total += last.max(1) * 10;
            last = 0;
        } else {
            last = d;
        }
    }
    f64::from(total + last)
}

/// http links, www. names, and bare names with a path or a known ending.
fn url(chars: &[char], start: usize, out: &mut Vec<Typed>) -> usize {
    let is_url = |c: &&char| c.is_ascii_alphanumeric() || "-._~:/?#[]@!$&'()*+,;=%".contains(**c);
    let mut end = start + chars[start..].iter().take_while(is_url).count();
    while end > start && ".,:;!?)(".contains(chars[end - 1]) {
        end -= 1;
    }
    let text: String = chars[start..end].iter().collect::<String>().to_ascii_lowercase();
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let name = host.unwrap_or(&text).split(['/', '?', ':', '#']).next().unwrap_or("");
    let ending = name.rsplit_once('.').map_or("", |(_, e)| e);
    let known = [
        "com", "cn", "net", "org", "top", "cc", "vip", "me", "io", "xyz", "info", "club", "shop", "site",
        "ltd", "tv", "co", "im", "cm", "biz", "app", "wang", "test", "example", "invalid", "online", "link",
        "ink", "la", "ly", "gl", "to", "pro", "fun",
    ];
    let bare = name.contains('.') && known.contains(&ending) && name.len() > ending.len() + 1;
    let at_sign = text.contains('@') && host.is_none();
    if (host.is_some_and(|h| h.len() > 3) || bare) && !at_sign {
        return push(out, Type::Url, start..end, Value::None);
    }
    if ["rmb", "cny"].iter().any(|sign| text.starts_with(sign)) {
        return start + 3;
    }
    // A word of letters and digits is passed over whole, or its digits would be read as a number.
    start + chars[start..].iter().take_while(|c| c.is_ascii_alphanumeric()).count()
}
