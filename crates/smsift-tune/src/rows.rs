//! Labelled messages in JSON Lines.

use std::fmt;
use std::io::{self, BufRead};

use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};
use smsift::{Category, Direction, Message, Tactic};

/// A message and what a careful reader says it is. Keys it does not know are ignored.
#[derive(Clone, Debug, Deserialize)]
pub struct Row {
    /// Names the row; rows without one are named by file and line.
    #[serde(default)]
    pub id: String,
    /// The original text.
    pub text: String,
    /// The category.
    pub label: Category,
    /// How it presses.
    #[serde(default)]
    pub tactics: Vec<Tactic>,
    /// Other categories that count as right.
    #[serde(default)]
    pub also_ok: Vec<Category>,
    /// The facts it states, as in the public record; only the keys given are scored.
    #[serde(default)]
    pub facts: Option<Map<String, Value>>,
    /// What happened, as a name or `null`; scored with the facts where the key is given.
    #[serde(default, deserialize_with = "given")]
    pub event: Option<Value>,
    /// The number or name it came from.
    #[serde(default)]
    pub sender: Option<String>,
    /// Which way it went.
    #[serde(default)]
    pub direction: Option<Direction>,
    /// RFC 3339; its date completes dates in the text.
    #[serde(default)]
    pub time: Option<String>,
    /// The file it was read from.
    #[serde(skip)]
    pub file: String,
    /// Its line in that file, from 1.
    #[serde(skip)]
    pub line: usize,
}

impl Row {
    /// The row as the classifier wants it.
    pub fn message(&self) -> Message<'_> {
        Message {
            text: &self.text,
            sender: self.sender.as_deref(),
            direction: self.direction.unwrap_or_default(),
            date: self.time.as_deref().and_then(date_of),
        }
    }

    /// The category to compare a prediction with: the prediction itself where `also_ok` admits it.
    pub fn expected(&self, predicted: Category) -> Category {
        if self.also_ok.contains(&predicted) { predicted } else { self.label }
    }
}

/// A key that is given as `null` says something; one that is left out does not.
fn given<'de, D: Deserializer<'de>>(value: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(value).map(Some)
}

/// The date that opens an RFC 3339 time.
fn date_of(time: &str) -> Option<(i16, u8, u8)> {
    let mut parts = time.get(..10)?.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    Some((year.parse().ok()?, month.parse().ok()?, day.parse().ok()?))
}

/// Reads labelled rows. `name` stands for the input in errors and in rows without an id. Empty lines are skipped.
///
/// # Errors
///
/// Reading failed, or a line is no row: a labelled set with a bad row measures nothing, so none is skipped.
pub fn read_rows(name: &str, mut input: impl BufRead) -> Result<Vec<Row>, RowError> {
    let fail = |line, kind| RowError { file: name.to_owned(), line, kind: Box::new(kind) };
    let (mut rows, mut buffer) = (Vec::new(), Vec::new());
    for line in 1.. {
        buffer.clear();
        if input.read_until(b'\n', &mut buffer).map_err(|e| fail(line, RowErrorKind::Io(e)))? == 0 {
            break;
        }
        let json = if line == 1 { buffer.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&buffer) } else { &buffer };
        if json.trim_ascii().is_empty() {
            continue;
        }
        let mut row: Row = serde_json::from_slice(json).map_err(|e| fail(line, RowErrorKind::Json(e)))?;
        name.clone_into(&mut row.file);
        row.line = line;
        if row.id.is_empty() {
            row.id = format!("{name}:{line}");
        }
        rows.push(row);
    }
    Ok(rows)
}

/// A labelled file could not be read.
#[derive(Debug)]
pub struct RowError {
    file: String,
    line: usize,
    kind: Box<RowErrorKind>,
}

/// What went wrong with a labelled file.
#[derive(Debug)]
#[non_exhaustive]
pub enum RowErrorKind {
    /// Reading failed.
    Io(io::Error),
    /// The line is not a labelled row.
    Json(serde_json::Error),
}

impl RowError {
    /// What went wrong.
    pub fn kind(&self) -> &RowErrorKind {
        &self.kind
    }

    /// The line, from 1.
    pub fn line(&self) -> usize {
        self.line
    }
}

impl fmt::Display for RowError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &*self.kind {
            RowErrorKind::Io(e) => write!(f, "{}: {e}", self.file),
            RowErrorKind::Json(e) => {
                // Every row stands on one line, so serde's own "at line 1" would only mislead.
                let text = e.to_string();
                let what = text.split(" at line ").next().unwrap_or(&text);
                write!(f, "{}:{}:{}: not a labelled row: {what}", self.file, self.line, e.column())
            }
        }
    }
}

impl std::error::Error for RowError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &*self.kind {
            RowErrorKind::Io(e) => Some(e),
            RowErrorKind::Json(e) => Some(e),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_carry_their_place() {
        let input = "\u{feff}{\"text\":\"a\",\"label\":\"other\",\"more\":1}\n\n{\"id\":\"x\",\"text\":\"b\",\"label\":\"marketing\"}";
        let rows = read_rows("r.jsonl", input.as_bytes()).unwrap();
        let seen: Vec<_> = rows.iter().map(|r| (r.id.as_str(), r.line, r.label)).collect();
        assert_eq!(seen, [("r.jsonl:1", 1, Category::Other), ("x", 3, Category::Marketing)]);
    }

    #[test]
    fn an_unknown_label_names_line_and_choices() {
        let error =
            read_rows("r.jsonl", "{\"text\":\"a\",\"label\":\"spam\"}".as_bytes()).unwrap_err().to_string();
        assert!(
            error.starts_with("r.jsonl:1:") && error.contains("`spam`") && error.contains("marketing"),
            "{error}"
        );
    }

    #[test]
    fn the_time_gives_the_date() {
        let row = read_rows(
            "r",
            "{\"text\":\"a\",\"label\":\"other\",\"time\":\"2026-03-05T22:41:00+08:00\"}".as_bytes(),
        );
        assert_eq!(row.unwrap()[0].message().date, Some((2026, 3, 5)));
    }
}
