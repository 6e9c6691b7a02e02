//! One message per line: bare, numbered, or after a label and a TAB.

use serde_json::Value;

use crate::error::DumpError;
use crate::reader::Parse;
use crate::record::Record;
use crate::source::Lines;

/// What stands before the text of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LineKind {
    /// Nothing.
    Bare,
    /// A number: `001  text`, `12. text`, `3、text`.
    Numbered,
    /// A label and a TAB: `spam⇥text`.
    Labelled,
}

/// Decides by the first lines.
pub(crate) fn line_kind(head: &str) -> LineKind {
    let lines: Vec<&str> = head.lines().filter(|l| !l.trim().is_empty()).take(200).collect();
    let share = |test: &dyn Fn(&str) -> bool| {
        lines.iter().filter(|l| test(l)).count() as f64 / lines.len().max(1) as f64
    };
    if share(&|l| label(l).is_some()) >= 0.75 {
        let mut labels: Vec<&str> = lines.iter().filter_map(|l| label(l)).map(|(label, _)| label).collect();
        labels.sort_unstable();
        labels.dedup();
        if labels.len() <= 2 + lines.len() / 4 {
            return LineKind::Labelled;
        }
    }
    let counted: Vec<u64> = lines.iter().filter_map(|l| numbered(l)).map(|(n, _)| n).collect();
    let rising = counted.windows(2).filter(|w| w[1] == w[0] + 1).count() + 1;
    if counted.len() >= 2 && counted.len() * 4 >= lines.len() * 3 && rising * 4 >= counted.len() * 3 {
        return LineKind::Numbered;
    }
    LineKind::Bare
}

fn label(line: &str) -> Option<(&str, &str)> {
    let (label, text) = line.split_once('\t')?;
    let good =
        !label.is_empty() && label.chars().count() <= 20 && !label.contains(' ') && !text.contains('\t');
    good.then_some((label, text))
}

fn numbered(line: &str) -> Option<(u64, &str)> {
    let line = line.trim_start();
    let end = line.find(|c: char| !c.is_ascii_digit())?;
    if end == 0 || end > 9 {
        return None;
    }
    let (number, rest) = line.split_at(end);
    let text = match rest.chars().next()? {
        c @ ('.' | '、' | ')' | '）' | ':' | '：' | '\t' | '．') => &rest[c.len_utf8()..],
        ' ' if number.starts_with('0') || rest.starts_with("  ") => rest,
        ' ' => rest,
        _ => return None,
    };
    let text = text.trim_start();
    (!text.is_empty()).then_some((number.parse().ok()?, text))
}

/// Reads one message per line.
pub(crate) struct PlainLines {
    lines: Lines,
    kind: LineKind,
}

impl PlainLines {
    pub(crate) fn new(lines: Lines, kind: LineKind) -> Self {
        Self { lines, kind }
    }
}

impl Parse for PlainLines {
    fn next(&mut self, rec: &mut Record) -> Result<bool, DumpError> {
        while let Some(line) = self.lines.next()? {
            let text = match self.kind {
                LineKind::Bare => line.text.as_ref(),
                LineKind::Numbered => numbered(&line.text).map_or(line.text.as_ref(), |(_, text)| text),
                LineKind::Labelled => match label(&line.text) {
                    Some((label, text)) => {
                        rec.extra.insert("label".to_owned(), Value::String(label.to_owned()));
                        text
                    }
                    None => line.text.as_ref(),
                },
            };
            if text.trim().is_empty() {
                rec.extra.clear();
                continue;
            }
            rec.text.push_str(text.trim_end());
            rec.byte = line.offset;
            rec.record = line.number;
            rec.notes.extend(line.note);
            return Ok(true);
        }
        Ok(false)
    }
}
