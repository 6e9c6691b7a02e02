//! Money in digits.

use super::{Number, Type, Typed, Value, push, starts, starts_any};

/// Digits of a sum before the point.
const MOST_DIGITS: usize = 10;

/// 元, 块, 万元 … after the number, a currency sign before it, or figures that are written as only money is.
pub(super) fn amount(
    chars: &[char],
    start: usize,
    n: &Number,
    after: usize,
    out: &mut Vec<Typed>,
) -> Option<usize> {
    // A telephone or account number before 元 is no sum.
    if n.digits > MOST_DIGITS {
        return None;
    }
    if let Some(end) = spoken(chars, start, n, out) {
        return Some(end);
    }
    let (scale, mut end) = match starts_any(chars, after, &["万", "千", "百", "亿", "w", "W", "k", "K"]) {
        Some("万" | "w" | "W") => (1e4, after + 1),
        Some("千" | "k" | "K") => (1e3, after + 1),
        Some("百") => (1e2, after + 1),
        Some(_) => (1e8, after + 1),
        None => (1.0, after),
    };
    let signed = currency_before(chars, start);
    if let Some(unit) = starts_any(chars, end, UNITS) {
        end += unit.chars().count();
    } else if signed.is_some() || scale >= 1e4 && (money_word_follows(chars, end) || owed(chars, start, end))
    {
        end = if end == after { n.end } else { end };
    } else if scale <= 1.0 && (written_as_money(chars, start, n) || introduced(chars, start, n)) {
        end = n.end;
    } else {
        return None;
    }
    let from = signed.unwrap_or(start);
    let yuan = (n.value * scale * 100.0).round() / 100.0;
    Some(push(out, Type::Amount, from..end, Value::Yuan(yuan)))
}

/// What follows a sum of money.
pub(super) const UNITS: &[&str] = &["余元", "多元", "元", "块", "圆", "RMB", "rmb", "人民币"];

/// 5万额度, 20万贷款: 万 without 元.
fn money_word_follows(chars: &[char], at: usize) -> bool {
    starts_any(chars, at, &["额度", "贷", "借", "现金", "资金", "备用", "循环", "信用", "以内", "起"])
        .is_some()
}

/// 2万3, 5千6: the second figure is the next place.
fn spoken(chars: &[char], start: usize, n: &Number, out: &mut Vec<Typed>) -> Option<usize> {
    let scale = match chars.get(n.end)? {
        '万' => 1e4,
        '千' => 1e3,
        _ => return None,
    };
    let figure = chars.get(n.end + 1)?.to_digit(10).filter(|_| n.integer)?;
    let end = n.end + 2;
    let next = chars.get(end);
    if next.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '%' | '％')) || counts(next) {
        return None;
    }
    let yuan = n.value * scale + f64::from(figure) * scale / 10.0;
    Some(push(out, Type::Amount, start..end, Value::Yuan(yuan)))
}

/// 欠款1.8万, 本金80万, 最高可批30万: a word of money before, and no thing that is counted after.
fn owed(chars: &[char], start: usize, end: usize) -> bool {
    // 万 is what people and things are counted by: 300万用户, 20万车主, 5万客户.
    let is_somebody = |c: &char| "用客网会学车商粉读听观居村市".contains(*c);
    money_word_before(chars, start, 6) && !counts(chars.get(end)) && !chars.get(end).is_some_and(is_somebody)
}

/// Whether one of the characters before a number speaks of money that is owed, given, taken or asked.
pub(super) fn money_word_before(chars: &[char], start: usize, most: usize) -> bool {
    let before = &chars[start.saturating_sub(most)..start];
    let clause = before.iter().rposition(|c| matches!(c, '，' | '。' | ',' | '；' | '！' | '？' | '\n'));
    let before = &before[clause.map_or(0, |at| at + 1)..];
    before.iter().any(|c| "欠款金贷债还借额批垫付转押价赔凑".contains(*c))
}

/// Two decimals (863.20), or thousands set apart (12,480) with nothing counted after them.
fn written_as_money(chars: &[char], start: usize, n: &Number) -> bool {
    let joined =
        |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '/' | ':' | '*' | '_' | '=' | '#');
    if start > 0 && joined(chars[start - 1]) {
        return false;
    }
    let next = chars.get(n.end).copied();
    let is_figure =
        |c: char| c.is_ascii_alphanumeric() || matches!(c, '%' | '％' | '‰' | '-' | '/' | ':' | '*' | '°');
    if next.is_some_and(is_figure) {
        return false;
    }
    let before: String = chars[start.saturating_sub(5)..start].iter().collect();
    let other_figure =
        ["率", "净值", "分", "版", "点", "指数", "价", "第"].iter().any(|w| before.contains(w));
    match n.decimals {
        2 => !other_figure && !counts(next.as_ref()),
        0 if n.grouped => next.is_none_or(|c| !c.is_alphanumeric()),
        _ => false,
    }
}

/// 应还300, 余额：86.1, 还欠212.4, 转我2000: a word that a sum follows directly.
fn introduced(chars: &[char], start: usize, n: &Number) -> bool {
    const WORDS: &[&str] = &[
        "应还",
        "应付",
        "待还",
        "还欠",
        "还差",
        "只差",
        "合计",
        "共计",
        "总计",
        "余额",
        "金额",
        "本金",
        "利息",
        "罚息",
        "尾款",
        "欠款",
        "最低还款",
        "最低还款额",
        "月供",
        "租金",
        "买断价",
        "实付",
        "支付",
        "付清",
        "首付",
        "还款额",
        "房租",
        "货款",
        "定金",
        "订金",
        "押金",
        "罚款",
        "违约金",
        "滞纳金",
        "一共",
        "总共",
        "立减",
    ];
    let mut end = start;
    while end > 0 && matches!(chars[end - 1], ' ' | ':' | '：' | '为' | '是' | '约' | '共') {
        end -= 1;
    }
    let follows = |word: &&str| {
        let length = word.chars().count();
        end >= length && starts(chars, end - length, word)
    };
    let next = chars.get(n.end).copied();
    let of_another_kind = |c: char| {
        c.is_ascii_alphanumeric() || "月日号年期笔天%％‰-/:*折秒时钟周卡".contains(c) || counts(Some(&c))
    };
    n.digits <= 7
        && !next.is_some_and(of_another_kind)
        && (WORDS.iter().any(follows) || handed_over(chars, start, n))
}

/// 还2100, 转我500, 垫的2600: what is done with money, and perhaps for whom, directly before a sum.
fn handed_over(chars: &[char], start: usize, n: &Number) -> bool {
    const BETWEEN: &str = "我你您他她俺咱了的着来到至给够";
    const VERBS: &str = "还付转借欠垫交缴补存差减免给赔";
    const PLACES: &str = "室栋楼弄路街幢层座桌房位班";
    let before = &chars[start.saturating_sub(4)..start];
    let between = before.iter().rev().take(2).take_while(|c| BETWEEN.contains(**c)).count();
    let verb = (0..=between).find(|at| before.iter().rev().nth(*at).is_some_and(|c| VERBS.contains(*c)));
    // 95588转8801 is an extension.
    let is_extension = |at: usize| before.iter().rev().nth(at + 1).is_some_and(char::is_ascii_digit);
    verb.is_some_and(|at| !is_extension(at))
        && (100.0..1e7).contains(&n.value)
        && !is_service_number(n)
        && !chars.get(n.end).is_some_and(|c| PLACES.contains(*c))
}

/// Short numbers that one calls or writes to: 110, 10086, 12348, 95588.
fn is_service_number(n: &Number) -> bool {
    n.integer && matches!(n.value as u32, 110 | 114 | 119 | 120 | 122 | 10_000..=12_999 | 95_000..=96_999)
}

/// Whether what stands here says that something else than money is counted.
fn counts(next: Option<&char>) -> bool {
    next.is_some_and(|c| {
        "人户家公里步次名台吨亩平字粉件份辆张个条股点分票单篇倍度级秒米千折版号斤升岁".contains(*c)
    })
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

#[cfg(test)]
mod tests {
    use super::*;

    fn amounts(text: &str) -> Vec<f64> {
        let chars: Vec<char> = text.chars().collect();
        let mut out = Vec::new();
        super::super::scan(&chars, &mut out);
        let yuan = |t: &Typed| match t.value {
            Value::Yuan(yuan) => Some(yuan),
            _ => None,
        };
        out.iter().filter_map(yuan).collect()
    }

    #[test]
    fn money_in_digits() {
        for (text, want) in [
            ("应还1,234.56元", 1234.56),
            ("¥500", 500.0),
            ("额度5万元", 50_000.0),
            ("还差863.20没进来", 863.2),
            ("租金23号要交，12,480，公司划扣", 12_480.0),
            ("欠的2.8万你想想", 28_000.0),
            ("本金80万，利息另计", 800_000.0),
            ("还欠212.4没还清", 212.4),
            ("本期应还：300，请存足", 300.0),
            ("最高可批80万，张经理", 800_000.0),
            ("额度已涨到2.6万", 26_000.0),
            ("2万3你拖到什么时候", 23_000.0),
            ("上回垫的2600你手头松了给我", 2600.0),
            ("两个月房租4160一直没给", 4160.0),
        ] {
            assert_eq!(amounts(text), [want], "{text}");
        }
    }

    #[test]
    fn a_number_that_is_glued_to_a_sum_is_none() {
        assert_eq!(amounts("回电154000211071,200元"), [200.0]);
        assert_eq!(amounts("共1,234,567元"), [1_234_567.0]);
    }

    #[test]
    fn money_in_words() {
        for (text, want) in [
            ("两万块", 20_000.0),
            ("贷款叁佰万元到期", 3_000_000.0),
            ("欠的一万二", 12_000.0),
            ("四百二，到网点交", 420.0),
            ("存一千一进去", 1100.0),
            ("三万整", 30_000.0),
            ("叁万壹仟元整", 31_000.0),
            ("十五块", 15.0),
            ("借条上白纸黑字欠着六万，他再躲", 60_000.0),
            ("你先付三十万，剩下的再说", 300_000.0),
            ("当年您跟我借的十五万呢", 150_000.0),
        ] {
            assert_eq!(amounts(text), [want], "{text}");
        }
    }

    #[test]
    fn other_figures() {
        for text in [
            "净值1.02",
            "利率4.35%",
            "版本2.10",
            "1,200人参加",
            "走了1.2万步",
            "三万人",
            "一千零一夜",
            "第二期",
            "三百天",
            "星期三",
            "一百分",
            "v1.20",
            "2.8万公里",
            "两万五千里",
            "十万火急",
            "百分之二十",
            "还有三千多人没还书",
            "借了三百本书",
            "请转给10086",
            "只要110个名额",
            "欠费请拨10010",
            "还款咨询请拨4008881234转8801",
            "已为贷款平台服务300万用户",
            "钥匙交到1203室",
            "分期还到2027年",
            "存了2万3千张照片",
            "还款日在三百天后",
            "回电15400021107元",
        ] {
            assert_eq!(amounts(text), [0.0; 0], "{text}");
        }
    }
}
