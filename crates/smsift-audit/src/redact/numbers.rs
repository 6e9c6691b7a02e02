//! Numbers that lead to a person.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

/// Shortest run of digits that may be a telephone number without its area code.
const SHORTEST: usize = 7;

/// Substitutes for numbers. The same digits get the same substitute, however they are grouped.
#[derive(Debug, Default)]
pub(super) struct Numbers {
    known: HashMap<String, String>,
    used: HashMap<(String, usize), u64>,
}

/// Digits behind one of these are personal however few: 尾号4471, 合同9034, 编号ZY112101, 民初1188号.
fn labelled() -> &'static Regex {
    static LABELLED: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(concat!(
            r"(?:尾号|尾號|末四位|后四位|卡号|账号|订单|单号|编号|合同|运单|案号|户号|取件码|验证码|流水号|凭证|工单|案件|证件|证号|保单|帐号)",
            r"(?:[号號码]|尾号|编号|[为是:： ]){0,3}[A-Za-z]{0,6}-?([0-9][0-9A-Za-z-]{2,})",
            r"|[A-Z]{1,6}-?([0-9]{4,}(?:-[0-9]+)*)",
            r"|\p{Han}[0-9]{2,6}\p{Han}{1,3}([0-9]{1,7})号",
        ))
        .expect("a constant pattern, compiled by the tests")
    });
    &LABELLED
}

impl Numbers {
    /// The text with its personal numbers replaced; separators stay where they are.
    pub(super) fn mask(&mut self, text: &str) -> String {
        let mut ranges: Vec<Range<usize>> = labelled()
            .captures_iter(text)
            .filter_map(|c| c.iter().skip(1).flatten().next().map(|m| m.range()))
            .filter(|r| !text[r.end..].starts_with('元') && !is_date(&text[r.clone()]))
            .collect();
        ranges.extend(
            runs(text)
                .into_iter()
                .filter(|r| !ranges.iter().any(|l| l.start < r.end && r.start < l.end))
                .collect::<Vec<_>>(),
        );
        ranges.sort_by_key(|r| r.start);
        let mut out = String::with_capacity(text.len());
        let mut copied = 0;
        for range in ranges {
            out.push_str(&text[copied..range.start]);
            out.push_str(&self.substitute(&text[range.clone()]));
            copied = range.end;
        }
        out.push_str(&text[copied..]);
        out
    }

    /// Replaces the digits of one number.
    fn substitute(&mut self, written: &str) -> String {
        let digits: String = written.chars().filter_map(digit).collect();
        let skip = country_code(&digits);
        let replaced = format!("{}{}", &digits[..skip], self.digits(&digits[skip..]));
        let mut new = replaced.chars();
        written
            .chars()
            .map(|c| match digit(c) {
                Some(_) if c.is_ascii() => new.next().unwrap_or('0'),
                Some(_) => new.next().and_then(full_width).unwrap_or('０'),
                None if matches!(c, 'x' | 'X') && digits.len() == 17 => '0',
                None => c,
            })
            .collect()
    }

    fn digits(&mut self, digits: &str) -> String {
        if let Some(known) = self.known.get(digits) {
            return known.clone();
        }
        let tail = if digits.len() >= 13 { 4 } else { 0 };
        let (head, end) = digits.split_at(digits.len() - tail);
        let substitute =
            format!("{}{}", self.fresh(head), if tail > 0 { self.digits(end) } else { String::new() });
        self.known.insert(digits.to_owned(), substitute.clone());
        substitute
    }

    /// The next unused number of the same length and kind, different from the original.
    fn fresh(&mut self, digits: &str) -> String {
        let kept = kept_prefix(digits);
        let width = digits.len() - kept.len();
        let counter = self.used.entry((kept.to_owned(), digits.len())).or_default();
        loop {
            *counter += 1;
            let full = format!("{:0width$}", *counter);
            let candidate = format!("{kept}{}", &full[full.len() - width..]);
            if candidate != digits || width == 0 {
                return candidate;
            }
        }
    }
}

fn country_code(digits: &str) -> usize {
    ["0086", "86"]
        .iter()
        .find(|p| {
            digits.len() == p.len() + 11 && digits.starts_with(**p) && digits[p.len()..].starts_with('1')
        })
        .map_or(0, |p| p.len())
}

/// What says which kind of number it is.
fn kept_prefix(digits: &str) -> &'static str {
    match digits.len() {
        11 if digits.starts_with('1') => "199",
        7.. if digits.starts_with("106") => "106",
        10..=12 if digits.starts_with('0') => "0",
        _ => "",
    }
}

fn digit(c: char) -> Option<char> {
    match c {
        '0'..='9' => Some(c),
        '０'..='９' => char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')),
        _ => None,
    }
}

fn full_width(c: char) -> Option<char> {
    char::from_u32(u32::from(c) - u32::from('0') + u32::from('０'))
}

/// Byte ranges of long numbers that are neither amounts nor dates nor hotlines of companies.
fn runs(text: &str) -> Vec<Range<usize>> {
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let is_digit = |i: usize| chars.get(i).is_some_and(|(_, c)| digit(*c).is_some());
    let mut out = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        if !is_digit(at) {
            at += 1;
            continue;
        }
        let mut end = at + 1;
        while is_digit(end)
            || (chars.get(end).is_some_and(|(_, c)| matches!(c, '-' | ' ' | '－')) && is_digit(end + 1))
        {
            end += 1;
        }
        let count = (at..end).filter(|i| is_digit(*i)).count();
        if count == 17 && chars.get(end).is_some_and(|(_, c)| matches!(c, 'x' | 'X')) {
            end += 1;
        }
        let range = chars[at].0..chars.get(end).map_or(text.len(), |(i, _)| *i);
        let run = &text[range.clone()];
        if count >= SHORTEST && !is_amount(text, &range) && !is_date(run) {
            out.push(range);
        }
        at = end;
    }
    out
}

/// Longer ones are numbers that happen to stand before 元 or 万.
const LONGEST_AMOUNT: usize = 9;

fn is_amount(text: &str, range: &Range<usize>) -> bool {
    let (before, after) = (&text[..range.start], &text[range.end..]);
    let decimal = after.strip_prefix('.').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    let money = decimal || after.starts_with(['元', '万']) || before.ends_with(['¥', '￥']);
    money && text[range.clone()].chars().count() <= LONGEST_AMOUNT
}

/// `2026-03-05`, `20260305`, `20260305 221500`.
fn is_date(run: &str) -> bool {
    let digits: String = run.chars().filter_map(digit).collect();
    let number =
        |range: Range<usize>| digits.get(range).and_then(|part| part.parse::<u32>().ok()).unwrap_or(0);
    matches!(digits.len(), 8 | 10 | 12 | 14)
        && (2000..2100).contains(&number(0..4))
        && (1..=12).contains(&number(4..6))
        && (1..=31).contains(&number(6..8))
}

#[cfg(test)]
mod tests {
    use super::Numbers;

    #[test]
    fn the_same_number_however_written() {
        let mut numbers = Numbers::default();
        let text = "回电15400021107或+86 154-0002-1107，备用１５４００００９９９９";
        let masked = numbers.mask(text);
        assert_eq!(masked, "回电19900000001或+86 199-0000-0001，备用１９９０００００００２");
        assert_eq!(masked.chars().count(), text.chars().count());
    }

    #[test]
    fn what_is_masked_and_what_stays() {
        let mut numbers = Numbers::default();
        for (text, wanted) in [
            ("尾号4471信用卡，卡6222021234567894471", "尾号0001信用卡，卡0000000000000010001"),
            ("订单XM8812，编号YJ0303-118", "订单XM0002，编号YJ0000-001"),
            ("身份证33010119900101121X", "身份证000000000000100030"),
            ("（2026）青0993民初1188号", "（2026）青0993民初0004号"),
            (
                "欠款1234567元，21,900.55元，2026-03-05，20260305，12378，95588",
                "欠款1234567元，21,900.55元，2026-03-05，20260305，12378，95588",
            ),
            ("回电154000211071万2千", "回电000000000001万2千"),
            ("尾号44711万2千", "尾号00001万2千"),
            ("电话0571-5550171", "电话0000-0000001"),
            ("106902880318", "106000000001"),
        ] {
            let masked = numbers.mask(text);
            assert_eq!(masked.chars().count(), text.chars().count(), "{text}");
            assert_eq!(masked, wanted);
        }
    }
}
