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

/// The text on one line without invisible characters: for people, who must not be misled by them.
pub(crate) fn clean(text: &str) -> String {
    let visible = |c| if matches!(c, '\n' | '\t') { Some(' ') } else { (!is_invisible(c)).then_some(c) };
    text.chars().filter_map(visible).collect()
}

/// The text filled up or cut to a number of columns; a cut is shown by `…`.
pub(crate) fn fit(text: &str, columns: usize) -> String {
    let full = width(text);
    if full <= columns {
        return format!("{text}{}", " ".repeat(columns - full));
    }
    let (mut out, mut used) = (String::new(), 0);
    for c in text.chars() {
        let w = c.width().unwrap_or(0);
        if used + w + 1 > columns {
            break;
        }
        out.push(c);
        used += w;
    }
    out.push('…');
    out.push_str(&" ".repeat(columns - used - 1));
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
    fn cut_and_filled_to_columns() {
        assert_eq!(fit("京东金融", 8), "京东金融");
        assert_eq!(fit("京东金融", 10), "京东金融  ");
        assert_eq!(fit("京东金融", 6), "京东… ");
        assert_eq!(clean("a\u{1b}\nb\u{202e}"), "a b");
    }

    #[test]
    fn han_is_two_columns_wide() {
        assert_eq!((width("还款a"), width("")), (5, 0));
    }
}
