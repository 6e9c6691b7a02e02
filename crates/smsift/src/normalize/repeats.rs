//! 贷贷贷款: the same Han character three times or more is kept once.

use std::ops::Range;

use super::{Change, Step, Unit, drop_runs, is_han};

pub(super) fn apply(units: &mut Vec<Unit>, changes: &mut Vec<Change>) {
    let mut drop: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    while at < units.len() {
        let run = units[at..].iter().take_while(|u| u.ch == units[at].ch).count();
        if run >= 3 && is_han(units[at].ch) {
            drop.push(at + 1..at + run);
        }
        at += run;
    }
    drop_runs(units, Step::Repeats, changes, &drop);
}
