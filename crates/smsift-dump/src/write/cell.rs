//! Cells that spreadsheet programs do not run.

use std::borrow::Cow;

/// The text with a `'` in front if a spreadsheet program would take it for a formula.
///
/// Looked at is the first character after spaces, apostrophes, byte order marks and zero-width characters: `= + - @`,
/// TAB, CR, LF and the full-width forms. Messages are written by strangers; `=HYPERLINK(…)` must not become a link.
///
/// ```
/// assert_eq!(smsift_dump::write::neutralise("=1+1"), "'=1+1");
/// assert_eq!(smsift_dump::write::neutralise("+8613800001111"), "'+8613800001111");
/// assert_eq!(smsift_dump::write::neutralise("您好"), "您好");
/// ```
pub fn neutralise(text: &str) -> Cow<'_, str> {
    // An apostrophe that is already there is passed over too, so that taking ours off again is exact.
    let skip = |c: char| {
        matches!(c, '\'' | ' ' | '\u{3000}' | '\u{a0}' | '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{2060}')
    };
    match text.trim_start_matches(skip).chars().next() {
        Some('=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠') => {
            Cow::Owned(format!("'{text}"))
        }
        _ => Cow::Borrowed(text),
    }
}

/// Takes off the `'` that [`neutralise`] put in front, and no other.
///
/// ```
/// use smsift_dump::write::{neutralise, restore};
///
/// for text in ["=1+1", "'=1+1", "'quoted'", "您好"] {
///     assert_eq!(restore(&neutralise(text)), text);
/// }
/// ```
pub fn restore(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(text) if matches!(neutralise(text), Cow::Owned(_)) => text,
        _ => cell,
    }
}

/// Appends a CSV field, quoted when it must be or when `always` is set.
pub fn push_csv_field(out: &mut Vec<u8>, text: &str, always: bool) {
    let bytes = text.as_bytes();
    let needed = bytes.iter().any(|b| matches!(b, b',' | b'"' | b'\n' | b'\r'))
        || bytes.first().is_some_and(u8::is_ascii_whitespace)
        || bytes.last().is_some_and(u8::is_ascii_whitespace);
    if !always && !needed {
        out.extend_from_slice(bytes);
        return;
    }
    out.push(b'"');
    for &byte in bytes {
        if byte == b'"' {
            out.push(b'"');
        }
        out.push(byte);
    }
    out.push(b'"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_to_start_a_formula() {
        for text in [
            "=A1",
            "+1",
            "-1",
            "@SUM",
            "\t=1",
            "\r=1",
            "\n=1",
            "＝A1",
            "＋1",
            "－1",
            "＠x",
            " =A1",
            "\u{feff}=1",
            "\u{200b}@x",
        ] {
            assert!(neutralise(text).starts_with('\''), "{text:?}");
        }
        for text in ["A=1", "1+1", "【示例】=1", "'A", ""] {
            assert_eq!(neutralise(text), text);
        }
    }
}
