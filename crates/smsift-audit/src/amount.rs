//! Amounts of money in a text, and which of them are demanded.

use smsift::Category;

use crate::text::{clauses, contains_any};
use crate::words::AmountWords;

/// An amount with the words before it in its clause.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Amount<'t> {
    /// Value in yuan (or in whatever currency the text names).
    pub(crate) yuan: f64,
    /// The clause up to the amount.
    pub(crate) before: &'t str,
    /// Where the words since the previous amount of the clause begin in `before`.
    pub(crate) since: usize,
}

const UNITS: [char; 6] = ['元', '块', '塊', '圆', '圓', '蚊'];
const SIGNS: [&str; 6] = ["¥", "$", "rmb", "人民币", "港币", "港幣"];

/// Every amount of a folded text: a number with a unit behind it or a currency sign before it.
pub(crate) fn amounts(text: &str) -> Vec<Amount<'_>> {
    amounts_with(text, &[])
}

/// [`amounts`], and bare numbers directly after one of the leads, such as 欠款3168.
fn amounts_with<'t>(text: &'t str, leads: &[String]) -> Vec<Amount<'t>> {
    let mut out = Vec::new();
    for clause in clauses(text) {
        let mut since = 0;
        let mut at = 0;
        while let Some(start) = clause[at..].find(is_numeral).map(|i| i + at) {
            let end = start + numeral_len(&clause[start..]);
            let (value, len) = scaled(&clause[start..end], &clause[end..]);
            let rest = &clause[end + len..];
            let before = &clause[..start];
            if let Some(value) = value
                && is_money(before, rest, &clause[start..end], leads)
            {
                out.push(Amount { yuan: value, before, since });
                since = end + len;
            }
            at = end + len;
        }
    }
    out
}

fn is_money(before: &str, rest: &str, digits: &str, leads: &[String]) -> bool {
    if rest.trim_start().starts_with(UNITS) {
        return true;
    }
    let before = before.trim_end();
    if SIGNS.iter().any(|s| before.ends_with(s)) {
        return true;
    }
    let stated = before.trim_end_matches([':', '为', '共']);
    let bare = digits.len() >= 2 && digits.starts_with(|c: char| c.is_ascii_digit());
    let open = |c: char| c.is_ascii_alphanumeric() || "期天日月年号笔次个点时分%/-*折".contains(c);
    bare && leads.iter().any(|l| stated.ends_with(l.as_str())) && !rest.starts_with(open)
}

fn is_numeral(c: char) -> bool {
    c.is_ascii_digit() || HAN.iter().any(|(h, _)| *h == c)
}

const HAN: [(char, u32); 14] = [
    ('零', 0),
    ('一', 1),
    ('二', 2),
    ('两', 2),
    ('三', 3),
    ('四', 4),
    ('五', 5),
    ('六', 6),
    ('七', 7),
    ('八', 8),
    ('九', 9),
    ('十', 10),
    ('百', 100),
    ('千', 1000),
];

fn numeral_len(text: &str) -> usize {
    let b = text.as_bytes();
    if b[0].is_ascii_digit() {
        let digit = |i: usize| b.get(i).is_some_and(u8::is_ascii_digit);
        let mut i = 0;
        while digit(i) || (matches!(b.get(i), Some(b',' | b'.')) && digit(i + 1)) {
            i += 1;
        }
        i
    } else {
        text.find(|c| !is_numeral(c) || c.is_ascii_digit()).unwrap_or(text.len())
    }
}

/// In yuan: no private sum has eleven digits, but a telephone number that runs into a sum has.
const TOO_MUCH: f64 = 1e10;

/// The value of a numeral with the multiplier behind it, and the multiplier's length in bytes.
fn scaled(numeral: &str, rest: &str) -> (Option<f64>, usize) {
    let plain = if numeral.starts_with(|c: char| c.is_ascii_digit()) {
        numeral.replace(',', "").parse().ok()
    } else {
        han_value(numeral)
    };
    let Some(plain) = plain.filter(|plain| *plain < TOO_MUCH) else { return (None, 0) };
    for (unit, factor) in [('万', 1e4), ('萬', 1e4), ('千', 1e3), ('百', 1e2), ('亿', 1e8)] {
        if let Some(after) = rest.strip_prefix(unit) {
            let (more, len) = smaller(after, factor);
            return (Some(plain * factor + more), unit.len_utf8() + len);
        }
    }
    (Some(plain), 0)
}

/// What follows a multiplier and belongs to it: 1万2千, 两万三千.
fn smaller(after: &str, factor: f64) -> (f64, usize) {
    let han = after.find(|c| !is_numeral(c) || c.is_ascii_digit()).unwrap_or(after.len());
    if han > 0 {
        return (han_value(&after[..han]).unwrap_or(0.0), han);
    }
    let digits = after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len());
    let unit =
        [('千', 1e3), ('百', 1e2)].into_iter().find(|(u, f)| after[digits..].starts_with(*u) && *f < factor);
    match (after[..digits].parse::<f64>(), unit) {
        (Ok(value), Some((unit, smaller))) => (value * smaller, digits + unit.len_utf8()),
        _ => (0.0, 0),
    }
}

/// 三千五百 → 3500; nothing for an empty text.
fn han_value(text: &str) -> Option<f64> {
    let (mut total, mut digit) = (0, 0);
    let mut any = false;
    for c in text.chars() {
        let value = HAN.iter().find(|(h, _)| *h == c)?.1;
        any = true;
        if value >= 10 {
            total += digit.max(1) * value;
            digit = 0;
        } else {
            digit = value;
        }
    }
    any.then(|| f64::from(total + digit))
}

/// What the words before an amount say it is.
#[derive(Clone, Copy, PartialEq)]
enum Mark {
    Demand,
    Not,
}

/// The amounts of a folded text, all of them and those demanded.
pub(crate) struct Amounts {
    pub(crate) all: Vec<f64>,
    pub(crate) demanded: Vec<f64>,
}

impl Amounts {
    /// Reads a folded text; a balance is a demand in pressure and none in a reminder.
    pub(crate) fn read(text: &str, category: Category, words: &AmountWords) -> Self {
        let found = amounts_with(text, &words.leads);
        let mut demanded = Vec::new();
        let mut inherited = Mark::Demand;
        for amount in &found {
            if amount.since == 0 {
                inherited = Mark::Demand;
            }
            let segment = &amount.before[amount.since..];
            let mark = mark(segment, category, words).unwrap_or(inherited);
            if mark == Mark::Demand {
                demanded.push(amount.yuan);
            }
            inherited = mark;
        }
        Self { all: found.iter().map(|a| a.yuan).collect(), demanded }
    }

    /// Whether any amount equals the instalment within one yuan.
    pub(crate) fn equals(&self, monthly: f64) -> bool {
        self.all.iter().any(|a| (a - monthly).abs() <= 1.0 + 1e-9)
    }

    /// The largest amount demanded.
    pub(crate) fn largest_demand(&self) -> Option<f64> {
        self.demanded.iter().copied().max_by(f64::total_cmp)
    }
}

/// `None` when the words since the previous amount say nothing, so that its mark goes on: 减免罚息200元利息300元.
fn mark(segment: &str, category: Category, words: &AmountWords) -> Option<Mark> {
    let paid = contains_any(segment, &words.paid) && !contains_any(segment, &words.not_paid);
    let balance = category == Category::RepaymentReminder && contains_any(segment, &words.balance);
    if paid || balance || contains_any(segment, &words.reduction) || contains_any(segment, &words.limit) {
        Some(Mark::Not)
    } else if contains_any(segment, &words.demands) {
        Some(Mark::Demand)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold;
    use crate::words::Words;

    fn demanded(text: &str, category: Category) -> Vec<f64> {
        Amounts::read(&fold(text), category, &Words::bundled().amount).demanded
    }

    #[test]
    fn reads_how_people_write_money() {
        let all = |t: &str| amounts(&fold(t)).iter().map(|a| a.yuan).collect::<Vec<_>>();
        assert_eq!(all("应还９，２６０．００元，最低还款926元，还款日11月9日"), [9260.0, 926.0]);
        assert_eq!(all("港幣26,310元"), [26310.0]);
        assert_eq!(
            all("￥1,200.50 和 2万元、3千块、两万三千元、五百元"),
            [1200.5, 20000.0, 3000.0, 23000.0, 500.0]
        );
        assert_eq!(all("1万2千元，1.5万元，3千5百元"), [12000.0, 15000.0, 3500.0]);
        assert!(all("逾期23天，0571-5550171，分36期").is_empty());
        assert!(all("回电154000211071,200元，回电15400021107元").is_empty(), "a telephone number is no sum");
    }

    #[test]
    fn what_is_no_demand() {
        use Category::{CollectionPressure as P, RepaymentReminder as R};
        assert!(demanded("可减免利息1,100元", P).is_empty());
        assert!(demanded("已还1,000元", P).is_empty());
        assert_eq!(demanded("已还1,000元仍欠3,000元", P), [3000.0]);
        assert!(demanded("减免罚息200元利息300元", P).is_empty());
        assert!(demanded("剩余本金5,000元", R).is_empty());
        assert_eq!(demanded("剩余欠款3,168元", P), [3168.0]);
        assert_eq!(demanded("本期850元（剩余总额12,000元）", R), [850.0]);
        assert_eq!(demanded("您的还款未到账3,000元", P), [3000.0]);
        assert_eq!(demanded("您的欠款3168请尽快处理", P), [3168.0]);
        assert!(demanded("请于还款日12月10日前还款", R).is_empty());
    }
}
