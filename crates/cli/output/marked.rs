//! A message for people: evidence marked, lines broken to the width of the terminal.

use std::ops::Range;

use unicode_width::UnicodeWidthChar;

use super::palette::Palette;
use super::text::is_invisible;

/// The text on lines of at most `width` columns, each opened by `indent`. The byte ranges of `spans` are marked;
/// they may overlap. Characters that act instead of being seen are left out, line breaks become blanks.
pub(crate) fn wrap(
    text: &str,
    spans: &[Range<usize>],
    width: usize,
    indent: &str,
    palette: Palette,
) -> String {
    let spans = union(spans);
    let mut lines = Lines::new(indent, width, palette);
    let mut next = spans.iter().peekable();
    for (at, c) in text.char_indices() {
        while next.next_if(|span| span.end <= at).is_some() {}
        let marked = next.peek().is_some_and(|span| span.contains(&at));
        match c {
            '\n' | '\t' => lines.push(' ', marked),
            c if is_invisible(c) => {}
            c => lines.push(c, marked),
        }
    }
    lines.finish()
}

/// Sorted ranges that do not touch.
fn union(spans: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut spans: Vec<Range<usize>> = spans.iter().filter(|span| !span.is_empty()).cloned().collect();
    spans.sort_by_key(|span| span.start);
    let mut union: Vec<Range<usize>> = Vec::with_capacity(spans.len());
    for span in spans {
        match union.last_mut() {
            Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
            _ => union.push(span),
        }
    }
    union
}

struct Lines<'a> {
    out: String,
    indent: &'a str,
    width: usize,
    column: usize,
    marked: bool,
    marks: (String, String),
    /// Columns that a mark takes: none for a colour.
    mark_width: usize,
}

impl<'a> Lines<'a> {
    fn new(indent: &'a str, width: usize, palette: Palette) -> Self {
        let mark_width = if palette.colour { 0 } else { 2 };
        let marks = palette.evidence_marks();
        Self {
            out: indent.to_owned(),
            indent,
            width: width.max(20),
            column: 0,
            marked: false,
            marks,
            mark_width,
        }
    }

    fn push(&mut self, c: char, marked: bool) {
        if self.marked && !marked {
            self.close();
        }
        let columns = c.width().unwrap_or(0);
        let opening = if marked && !self.marked { self.mark_width } else { 0 };
        // A closing mark must still fit on the line.
        let closing = if marked { self.mark_width } else { 0 };
        if self.column > 0 && self.column + opening + columns + closing > self.width {
            // A colour left on would run into the indent of the next line.
            let resume = self.marked;
            if resume {
                self.close();
            }
            self.out.push('\n');
            self.out.push_str(self.indent);
            self.column = 0;
            if resume && marked {
                self.open();
            }
        }
        if marked && !self.marked {
            self.open();
        }
        self.out.push(c);
        self.column += columns;
    }

    fn open(&mut self) {
        self.out.push_str(&self.marks.0);
        self.column += self.mark_width;
        self.marked = true;
    }

    fn close(&mut self) {
        self.out.push_str(&self.marks.1);
        self.column += self.mark_width;
        self.marked = false;
    }

    fn finish(mut self) -> String {
        if self.marked {
            self.close();
        }
        self.out.push('\n');
        self.out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::text::width;

    const PLAIN: Palette = Palette { colour: false };

    fn spans(text: &str, words: &[&str]) -> Vec<Range<usize>> {
        words.iter().map(|word| text.find(word).map(|at| at..at + word.len()).unwrap()).collect()
    }

    #[test]
    fn evidence_is_marked_once_where_spans_overlap() {
        let text = "将依法提起诉讼";
        let spans = spans(text, &["依法提起", "提起诉讼"]);
        assert_eq!(wrap(text, &spans, 40, "  ", PLAIN), "  将「依法提起诉讼」\n");
    }

    #[test]
    fn no_line_is_wider_than_asked() {
        let text = "您的借款已逾期33天，".repeat(9);
        let spans = spans(&text, &["借款已逾期33天，您的借款"]);
        let wrapped = wrap(&text, &spans, 30, "", PLAIN);
        assert!(wrapped.lines().count() > 4 && wrapped.lines().all(|line| width(line) <= 30), "{wrapped}");
        assert_eq!(wrapped.matches('「').count(), wrapped.matches('」').count());
        assert_eq!(wrapped.replace(['\n', '「', '」'], ""), text);
    }

    #[test]
    fn hostile_characters_are_gone() {
        let text = "a\u{1b}[2J\u{202e}b\r\nc\u{200b}d";
        assert_eq!(wrap(text, &[], 40, "", PLAIN), "a[2Jb cd\n");
    }

    #[test]
    fn colour_never_spans_two_lines() {
        let text = "逾期".repeat(30);
        let wrapped = wrap(&text, std::slice::from_ref(&(0..text.len())), 20, "", Palette { colour: true });
        for line in wrapped.lines() {
            assert!(line.starts_with("\u{1b}[") && line.ends_with("\u{1b}[0m"), "{line:?}");
        }
    }
}
