//! I38 ②②OO 38②O: one long number in several styles.

use super::{Change, Step, Unit};

/// Shorter runs are prose: 一二三, Ｏ型.
pub(super) const MIN_RUN: usize = 5;

/// The digit a character may stand for inside a number.
fn digit(ch: char) -> Option<char> {
    Some(match ch {
        '0'..='9' => ch,
        '〇' | '零' | 'O' | 'o' => '0',
        '一' | '壹' | '幺' | 'l' | 'I' => '1',
        '二' | '贰' | '两' => '2',
        '三' | '叁' => '3',
        '四' | '肆' => '4',
        '五' | '伍' => '5',
        '六' | '陆' => '6',
        '七' | '柒' => '7',
        '八' | '捌' => '8',
        '九' | '玖' => '9',
        _ => return None,
    })
}

pub(super) fn is_numberlike(ch: char) -> bool {
    digit(ch).is_some()
}

pub(super) fn apply(units: &mut [Unit], changes: &mut Vec<Change>) {
    let mut at = 0;
    while at < units.len() {
        let run = units[at..].iter().take_while(|u| is_numberlike(u.ch)).count();
        // Only a run with real digits is a number: 一二三四五 is a list, Illlo a word.
        let real = units[at..at + run].iter().filter(|u| u.ch.is_ascii_digit()).count();
        if run >= MIN_RUN && real >= 2 && real < run {
            for unit in &mut units[at..at + run] {
                if let Some(ch) = digit(unit.ch).filter(|ch| *ch != unit.ch) {
                    unit.ch = ch;
                    changes
                        .push(Change { step: Step::Numbers, bytes: unit.start as usize..unit.end as usize });
                }
            }
        }
        at += run.max(1);
    }
}
