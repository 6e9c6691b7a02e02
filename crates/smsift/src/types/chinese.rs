//! Numbers written in Han characters.

use super::amount::{UNITS, money_word_before};
use super::{DURATIONS, Type, Typed, Value, days, push, starts, starts_any};

pub(super) fn digit(ch: char) -> Option<u32> {
    let digit = match ch {
        '〇' | '半' => 0,
        '一' | '壹' => 1,
        '二' | '两' | '贰' => 2,
        '三' | '叁' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' => 6,
        '七' | '柒' => 7,
        '八' | '捌' => 8,
        '九' | '玖' => 9,
        '十' | '拾' => 10,
        _ => return None,
    };
    Some(digit)
}

/// 三日内, 七天, 四十八小时, 五折, 两万块, 叁佰元整.
pub(super) fn number(chars: &[char], start: usize, out: &mut Vec<Typed>) -> usize {
    if let Some(end) = amount(chars, start, out) {
        return end;
    }
    let length = chars[start..].iter().take_while(|c| digit(**c).is_some()).count();
    let after = start + length;
    if length > 4 {
        return after;
    }
    if let Some(unit) = starts_any(chars, after, DURATIONS) {
        // 十月一日, 第三日, 星期三 and 五月 are no lengths of time.
        let ordinal = start > 0 && matches!(chars[start - 1], '第' | '期' | '月' | '周');
        if !ordinal && !matches!(unit, "年" | "周") {
            let value = value(&chars[start..after]);
            let days = days(value, unit);
            return push(out, Type::Duration, start..after + unit.chars().count(), Value::Days(days));
        }
    }
    if starts(chars, after, "折") {
        return push(out, Type::Percent, start..after + 1, Value::None);
    }
    after
}

fn value(chars: &[char]) -> f64 {
    let mut total = 0;
    let mut last = 0;
    for d in chars.iter().filter_map(|c| digit(*c)) {
        if d == 10 {
            total += last.max(1) * 10;
            last = 0;
        } else {
            last = d;
        }
    }
    f64::from(total + last)
}

/// No sum has more characters; without an end a text of numbers would be read again from each of them.
const LONGEST: usize = 24;

/// A number with a unit of money, or one that ends as only sums are spoken: 一万二, 四百二.
fn amount(chars: &[char], start: usize, out: &mut Vec<Typed>) -> Option<usize> {
    if start > 0 && (digit(chars[start - 1]).is_some() || matches!(chars[start - 1], '第' | '之' | '零')) {
        return None;
    }
    let (mut total, mut section, mut last) = (0.0, 0.0, None);
    let mut unit = 1.0;
    let mut at = start;
    let mut zero = false;
    while let Some(&ch) = chars.get(at).filter(|_| at - start <= LONGEST) {
        match (ch, digit(ch)) {
            ('半', _) => return None,
            (_, Some(10)) => {
                section += last.take().unwrap_or(1.0) * 10.0;
                unit = 10.0;
            }
            (_, Some(d)) => {
                // 二〇二六 and 三五 are read digit by digit.
                if last.replace(f64::from(d)).is_some() {
                    return None;
                }
            }
            ('零', _) => zero = true,
            ('百' | '佰' | '千' | '仟', _) => {
                unit = if matches!(ch, '百' | '佰') { 100.0 } else { 1000.0 };
                section += last.take()? * unit;
            }
            ('万' | '萬', _) => {
                total += (section + last.take().unwrap_or(0.0)) * 1e4;
                (section, unit) = (0.0, 1e4);
            }
            _ => break,
        }
        at += 1;
    }
    let spoken = last.is_some() && unit >= 100.0 && !zero;
    total += section + last.unwrap_or(0.0) * if spoken { unit / 10.0 } else { 1.0 };
    let end = match starts_any(chars, at, UNITS) {
        Some(word) => {
            let end = at + word.chars().count();
            end + usize::from(chars.get(end) == Some(&'整'))
        }
        None if unit >= 100.0 && chars.get(at) == Some(&'整') => at + 1,
        None if spoken && chars.get(at).is_none_or(|c| !is_counted(*c)) => at,
        None if unit >= 100.0 && money_word_before(chars, start, 4) && is_over(chars, at) => at,
        None => return None,
    };
    (total > 0.0).then(|| push(out, Type::Amount, start..end, Value::Yuan(total)))
}

/// Nothing that could be counted follows: the number stands for itself, 欠着六万.
fn is_over(chars: &[char], at: usize) -> bool {
    let is_particle = |c: char| "的呢了啊吧呀哦哈整你我他她就才都也还再先".contains(c);
    chars.get(at).is_none_or(|c| !c.is_alphanumeric() || is_particle(*c))
}

/// 一百二天 and 三千五人 are no sums.
fn is_counted(ch: char) -> bool {
    "人天日年月个次名户里步米斤吨亩号级分秒点度岁本张件份".contains(ch)
}
