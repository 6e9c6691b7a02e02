//! Hostile text made harmless, and its width on a terminal.

use unicode_width::UnicodeWidthChar;

/// Characters that act instead of being seen: they could move the cursor, turn the direction of the line, or hide.
pub(crate) fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// The text with invisible characters written out, such as `\u{202e}`: for authors, who need to see them.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' => out.push('\\'),
            c if is_invisible(c) => out.extend(c.escape_default()),
            c => out.push(c),
        }
    }
    out
}

/// Columns the text takes on a terminal.
pub(crate) fn width(text: &str) -> usize {
    text.chars().map(|c| c.width().unwrap_or(0)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_acts_gets_through() {
        assert_eq!(escape("还\u{200b}款\u{1b}[31m\n\u{202e}x"), "还\\u{200b}款\\u{1b}[31m\\n\\u{202e}x");
    }

    #[test]
    fn han_is_two_columns_wide() {
        assert_eq!((width("还款a"), width("")), (5, 0));
    }
}
