//! Characters that no reader sees.

use std::ops::Range;

use super::{Change, Step, Unit, drop_runs};

pub(super) fn is_invisible(ch: char) -> bool {
    matches!(ch, '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
        | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
        | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{20E3}' | '\u{E0000}'..='\u{E01EF}')
}

pub(super) fn apply(units: &mut Vec<Unit>, changes: &mut Vec<Change>) {
    let mut drop: Vec<Range<usize>> = Vec::new();
    for (at, unit) in units.iter().enumerate() {
        if is_invisible(unit.ch) {
            match drop.last_mut() {
                Some(last) if last.end == at => last.end += 1,
                _ => drop.push(at..at + 1),
            }
        }
    }
    drop_runs(units, Step::Invisible, changes, &drop);
}
