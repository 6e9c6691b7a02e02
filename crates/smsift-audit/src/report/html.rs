//! Text in HTML: escaped, with what steers a terminal or the direction of writing made visible.

use std::fmt::Write as _;

/// Escapes a text for element content and for quoted attributes.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        push_char(&mut out, c);
    }
    out
}

/// A text with the given character ranges marked; overlapping ranges become one.
pub(super) fn marked(text: &str, ranges: impl Iterator<Item = (usize, usize)>) -> String {
    let mut ranges: Vec<(usize, usize)> = ranges.filter(|(start, end)| start < end).collect();
    ranges.sort_unstable();
    let mut out = String::with_capacity(text.len() + 64);
    let mut open_until = None;
    let mut next = ranges.into_iter().peekable();
    for (i, c) in text.chars().enumerate() {
        while let Some((_, end)) = next.next_if(|(start, _)| *start <= i) {
            if open_until.is_none() && end > i {
                out.push_str("<mark>");
            }
            open_until = open_until.max((end > i).then_some(end));
        }
        push_char(&mut out, c);
        if open_until.is_some_and(|end| i + 1 >= end) && next.peek().is_none_or(|(start, _)| *start > i + 1) {
            out.push_str("</mark>");
            open_until = None;
        } else if let Some(end) = open_until {
            open_until = Some(end.max(i + 2));
        }
    }
    if open_until.is_some() {
        out.push_str("</mark>");
    }
    out
}

fn push_char(out: &mut String, c: char) {
    match c {
        '&' => out.push_str("&amp;"),
        '<' => out.push_str("&lt;"),
        '>' => out.push_str("&gt;"),
        '"' => out.push_str("&quot;"),
        '\'' => out.push_str("&#39;"),
        '\n' | '\t' => out.push(c),
        c if steers(c) => {
            let _ = write!(out, "<span class=\"code\">U+{:04X}</span>", u32::from(c));
        }
        c => out.push(c),
    }
}

/// Control characters and those that change the direction of writing or are not seen.
fn steers(c: char) -> bool {
    c.is_control() || crate::text::is_invisible(c)
}

/// A text for a Markdown document: one line, nothing in it is markup, nothing steers.
pub(crate) fn markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\r' | '\t' => out.push(' '),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '#' | '|' | '!' | '~' => {
                out.push('\\');
                out.push(c);
            }
            c if steers(c) => {
                let _ = write!(out, "(U+{:04X})", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_message_is_markup() {
        let hostile = "<script>alert('x')</script>\u{202E}\u{1b}[31m&\"";
        let safe = escape(hostile);
        assert!(!safe.contains("<script") && !safe.contains('\u{202E}') && !safe.contains('\u{1b}'));
        assert!(safe.contains("U+202E"));
        let safe = markdown("# x\n[a](b) <img> \u{202E}");
        assert_eq!(safe, "\\# x \\[a\\](b) &lt;img&gt; (U+202E)");
    }

    #[test]
    fn marks() {
        let mark = |r: &[(usize, usize)]| marked("甲乙丙<丁", r.iter().copied());
        assert_eq!(mark(&[]), "甲乙丙&lt;丁");
        assert_eq!(mark(&[(1, 3)]), "甲<mark>乙丙</mark>&lt;丁");
        assert_eq!(mark(&[(0, 2), (1, 3)]), "<mark>甲乙丙</mark>&lt;丁");
        assert_eq!(mark(&[(0, 1), (1, 2), (4, 9)]), "<mark>甲乙</mark>丙&lt;<mark>丁</mark>");
        assert_eq!(mark(&[(2, 2), (9, 12)]), "甲乙丙&lt;丁");
    }
}
