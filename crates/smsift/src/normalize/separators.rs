//! 贷 款, 免-费, 八.年.老.店: marks put between Han characters to break words.

use std::ops::Range;

use super::{Change, Step, Unit, drop_runs, is_han};

/// A longer run is layout, not disguise.
const LONGEST: usize = 3;

/// Marks that do not end a sentence or a clause, and spaces. Sentence marks stay, or two sentences would join.
pub(super) fn is_separator(ch: char) -> bool {
    match ch {
        ' ' | '\t' | '.' | '-' | '_' | '*' | '/' | '\\' | '|' | '~' | '^' | '+' | '=' | '\'' | '"' | '`'
        | '#' | '@' | '&' | '%' | '$' => true,
        '·' | '•' | '‧' | '∙' | '・' | '〃' | '′' | '″' | '¨' | '丨' | '亅' | '\u{A0}' | '\u{3000}' | '…' => {
            ch != '…'
        }
        '\u{2000}'..='\u{200A}'
        | '\u{2190}'..='\u{21FF}'
        | '\u{2500}'..='\u{27BF}'
        | '\u{2B00}'..='\u{2BFF}' => true,
        '\u{1F300}'..='\u{1FAFF}' => true,
        _ => false,
    }
}

pub(super) fn apply(units: &mut Vec<Unit>, changes: &mut Vec<Change>) {
    let mut drop: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    while at < units.len() {
        if !is_separator(units[at].ch) {
            at += 1;
            continue;
        }
        let end = at + units[at..].iter().take_while(|u| is_separator(u.ch)).count();
        let between = at > 0 && is_han(units[at - 1].ch) && units.get(end).is_some_and(|u| is_han(u.ch));
        if between && end - at <= LONGEST {
            drop.push(at..end);
        }
        at = end;
    }
    drop_runs(units, Step::Separators, changes, &drop);
}
