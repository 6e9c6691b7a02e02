//! Texts that hide their words: each trick, played on every message that is sorted right, must not change the answer.

use std::collections::HashMap;
use std::fmt::Write as _;

use smsift::{Classifier, Message};

use crate::messages::{corpus, rows};

/// A way to hide words.
struct Trick {
    name: &'static str,
    /// Share of the messages that must keep their category.
    floor: f64,
    play: fn(&str, &Tables) -> String,
}

/// Tricks that replace words by spellings of our choosing reach fewer messages than those that a step undoes.
const TRICKS: [Trick; 15] = [
    Trick { name: "traditional", floor: 0.97, play: traditional },
    Trick { name: "full width", floor: 0.97, play: full_width },
    Trick { name: "zero width", floor: 0.97, play: |text, _| between(text, 1, "\u{200b}") },
    Trick { name: "bidi marks", floor: 0.97, play: |text, _| between(text, 2, "\u{202d}\u{2060}") },
    Trick { name: "dots", floor: 0.97, play: |text, _| between(text, 3, ".") },
    Trick { name: "stars", floor: 0.97, play: |text, _| between(text, 2, "*") },
    Trick { name: "blanks", floor: 0.97, play: |text, _| between(text, 1, " ") },
    Trick { name: "pinyin gloss", floor: 0.97, play: gloss },
    Trick { name: "circled digits", floor: 0.97, play: |text, _| digits(text, '①', '⓪') },
    Trick { name: "keycap digits", floor: 0.97, play: |text, _| keycaps(text) },
    Trick { name: "repeats", floor: 0.97, play: |text, _| repeats(text) },
    Trick { name: "half pinyin", floor: 0.96, play: |text, _| swap(text, HALF_PINYIN) },
    Trick { name: "homophones", floor: 0.96, play: |text, _| swap(text, HOMOPHONES) },
    Trick { name: "look-alikes", floor: 0.96, play: |text, _| swap(text, LOOK_ALIKES) },
    Trick { name: "split characters", floor: 0.96, play: |text, _| swap(text, SPLIT) },
];

const HALF_PINYIN: &[(&str, &str)] = &[
    ("贷款", "贷kuan"),
    ("借款", "借kuan"),
    ("逾期", "逾qi"),
    ("起诉", "起su"),
    ("征信", "征xin"),
    ("催收", "cui收"),
    ("上门", "shang门"),
    ("额度", "额du"),
    ("微信", "微xin"),
    ("法院", "fa院"),
];
const HOMOPHONES: &[(&str, &str)] = &[
    ("贷款", "代款"),
    ("逾期", "愈期"),
    ("起诉", "起素"),
    ("征信", "怔信"),
    ("催收", "崔收"),
    ("微信", "薇信"),
    ("欠款", "欠欵"),
    ("还款", "还宽"),
    ("额度", "额渡"),
];
const LOOK_ALIKES: &[(&str, &str)] = &[
    ("贷款", "貸歀"),
    ("逾期", "逾朞"),
    ("起诉", "起訢"),
    ("征信", "徵亻言"),
    ("还款", "还欵"),
    ("额度", "頟度"),
    ("微信", "徽信"),
    ("优惠", "优恵"),
];
const SPLIT: &[(&str, &str)] = &[
    ("起诉", "起讠斥"),
    ("催收", "亻崔收"),
    ("抵押", "扌氐扌甲"),
    ("还款", "不辶款"),
    ("法院", "氵去院"),
    ("额度", "客页度"),
    ("微信", "微亻言"),
    ("贷款", "代贝款"),
    ("征信", "彳正信"),
    ("利息", "禾刂息"),
];

struct Tables {
    traditional: HashMap<char, char>,
}

impl Tables {
    fn read() -> Self {
        let table = include_str!("../data/dictionaries/traditional.tsv");
        let pairs =
            table.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t'));
        let mut traditional = HashMap::new();
        for (from, to) in pairs {
            if let ([from], [to]) =
                (&from.chars().collect::<Vec<_>>()[..], &to.chars().collect::<Vec<_>>()[..])
            {
                traditional.entry(*to).or_insert(*from);
            }
        }
        Self { traditional }
    }
}

fn is_han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

fn traditional(text: &str, tables: &Tables) -> String {
    text.chars().map(|c| tables.traditional.get(&c).copied().unwrap_or(c)).collect()
}

fn full_width(text: &str, _: &Tables) -> String {
    text.chars()
        .map(|c| if c.is_ascii_graphic() { char::from_u32(c as u32 + 0xfee0).unwrap() } else { c })
        .collect()
}

/// Puts a mark between Han characters, at every `step`-th place.
fn between(text: &str, step: usize, mark: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let (mut out, mut places) = (String::new(), 0);
    for (i, c) in chars.iter().enumerate() {
        out.push(*c);
        if is_han(*c) && chars.get(i + 1).is_some_and(|next| is_han(*next)) {
            places += 1;
            if places % step == 0 {
                out.push_str(mark);
            }
        }
    }
    out
}

fn gloss(text: &str, _: &Tables) -> String {
    let pinyin = |c| {
        Some(match c {
            '贷' => "dai",
            '款' => "kuan",
            '逾' => "yu",
            '期' => "qi",
            '诉' => "su",
            '催' => "cui",
            '还' => "huan",
            '欠' => "qian",
            '信' => "xin",
            '法' => "fa",
            '门' => "men",
            '债' => "zhai",
            '优' => "you",
            '惠' => "hui",
            '额' => "e",
            _ => return None,
        })
    };
    let mut out = String::new();
    for c in text.chars() {
        out.push(c);
        if let Some(pinyin) = pinyin(c) {
            write!(out, "({pinyin})").unwrap();
        }
    }
    out
}

fn digits(text: &str, one: char, zero: char) -> String {
    let styled = |c: char| match c.to_digit(10) {
        Some(0) => zero,
        Some(digit) => char::from_u32(one as u32 + digit - 1).unwrap(),
        None => c,
    };
    text.chars().map(styled).collect()
}

fn keycaps(text: &str) -> String {
    text.chars()
        .flat_map(|c| {
            [Some(c), c.is_ascii_digit().then_some('\u{fe0f}'), c.is_ascii_digit().then_some('\u{20e3}')]
        })
        .flatten()
        .collect()
}

/// Replaces keywords.
fn swap(text: &str, pairs: &[(&str, &str)]) -> String {
    pairs.iter().fold(text.to_owned(), |text, (word, disguise)| text.replace(word, disguise))
}

/// Every seventh Han character thrice.
fn repeats(text: &str) -> String {
    let mut han = 0;
    let times = |c: char| {
        han += usize::from(is_han(c));
        if is_han(c) && han % 7 == 0 { 3 } else { 1 }
    };
    let mut times = times;
    text.chars().flat_map(|c| std::iter::repeat_n(c, times(c))).collect()
}

#[test]
fn no_trick_changes_the_answer() {
    let sift = Classifier::bundled();
    let tables = Tables::read();
    let rows: Vec<_> = corpus().iter().flat_map(|path| rows(path)).collect();
    let right: Vec<_> = rows
        .iter()
        .map(|row| (row, sift.classify(row.message()).category()))
        .filter(|(row, category)| row.expected(*category) == *category)
        .collect();
    let (mut table, mut missed, mut all) = (String::new(), false, (0usize, 0usize));
    for trick in &TRICKS {
        let (mut kept, mut played) = (0usize, 0usize);
        for (row, category) in &right {
            let disguised = (trick.play)(&row.text, &tables);
            if disguised != row.text {
                played += 1;
                let message = Message { text: &disguised, ..row.message() };
                kept += usize::from(sift.classify(message).category() == *category);
            }
        }
        let share = kept as f64 / played as f64;
        missed |= share < trick.floor;
        all = (all.0 + kept, all.1 + played);
        writeln!(table, "{:<16} {kept:>5}/{played:<5} {share:.3} (at least {})", trick.name, trick.floor)
            .unwrap();
    }
    let share = all.0 as f64 / all.1 as f64;
    writeln!(table, "{:<16} {:>5}/{:<5} {share:.3} (at least 0.96)", "together", all.0, all.1).unwrap();
    assert!(!missed && share >= 0.96, "\n{table}");
}

/// Words that hold the characters of a keyword and are not the keyword.
#[test]
fn innocent_words_stay_innocent() {
    let sift = Classifier::bundled();
    for text in [
        "项目如期完工，与其等待不如出发，业绩好于预期",
        "家里带宽升到500兆了，记得重启光猫",
        "以上门店周末都营业",
        "我把信用卡落在出租车上，已经挂失",
        "超市的优惠券逾期作废，快去用",
        "图书馆的书我明天还，谢谢提醒",
        "他起身诉说了小时候的故事",
        "线上门票已售罄，改天再约",
        "请把包裹放在门卫处，法院路12号",
    ] {
        let category = sift.classify(text).category();
        assert!(
            !matches!(category, smsift::Category::CollectionPressure | smsift::Category::RepaymentReminder),
            "{category}: {text}"
        );
    }
}
