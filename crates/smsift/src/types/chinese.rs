//! Numbers written in Han characters.

use super::{DURATIONS, Type, Typed, Value, days, push, starts, starts_any};

pub(super) fn digit(ch: char) -> Option<u32> {
    let digit = match ch {
        '〇' | '半' => 0,
        '一' => 1,
        '二' | '两' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        '十' => 10,
        _ => return None,
    };
    Some(digit)
}

/// 三日内, 七天, 四十八小时, 五折.
pub(super) fn number(chars: &[char], start: usize, out: &mut Vec<Typed>) -> usize {
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
