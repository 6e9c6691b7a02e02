//! The `sms,deliver` family without header: 豌豆荚, Labi, Nokia Suite.
//!
//! Six fields lead; 豌豆荚 adds an unexplained number. The rest of the line is the text, quoted in some versions and
//! bare, with commas and quotes, in others.

use std::borrow::Cow;

use jiff::tz::TimeZone;

use crate::error::{DumpError, ErrorKind};
use crate::fields::{Role, Scalar, Slots, Surroundings};
use crate::options::ReadOptions;
use crate::reader::Parse;
use crate::record::Record;
use crate::source::Lines;

/// A quoted text may go on for this many lines.
const MAX_LINES: usize = 2000;

/// Reads the family line by line.
pub(crate) struct SmsCsv {
    lines: Lines,
    tz: TimeZone,
    held: Option<Held>,
}

struct Held {
    text: String,
    offset: u64,
    number: u64,
    note: Option<&'static str>,
}

/// Whether a line opens a record.
pub(crate) fn opens_record(line: &str) -> bool {
    let line = line.trim_start_matches('\u{feff}');
    ["sms,deliver,", "sms,submit,", "\"sms\",", "\"sms\";", "sms;deliver;", "sms;submit;"]
        .iter()
        .any(|start| line.starts_with(start))
}

impl SmsCsv {
    pub(crate) fn new(lines: Lines, opts: &ReadOptions) -> Self {
        Self { lines, tz: opts.tz.clone(), held: None }
    }

    fn next_line(&mut self) -> Result<Option<Held>, DumpError> {
        if let Some(held) = self.held.take() {
            return Ok(Some(held));
        }
        let Some(line) = self.lines.next()? else { return Ok(None) };
        let (offset, number, note) = (line.offset, line.number, line.note);
        Ok(Some(Held { text: line.text.into_owned(), offset, number, note }))
    }

    /// The lines of one record: all up to the next line that opens one.
    fn collect(&mut self) -> Result<Option<Held>, DumpError> {
        let mut first = loop {
            match self.next_line()? {
                None => return Ok(None),
                Some(line) if line.text.trim().is_empty() => {}
                Some(line) => break line,
            }
        };
        for _ in 0..MAX_LINES {
            match self.next_line()? {
                Some(line) if opens_record(&line.text) || looks_like_row(&line.text) => {
                    self.held = Some(line);
                    break;
                }
                Some(line) => {
                    first.text.push('\n');
                    first.text.push_str(&line.text);
                }
                None => break,
            }
        }
        Ok(Some(first))
    }
}

/// A damaged row rather than the next line of a text: as many delimiters as a row has.
fn looks_like_row(line: &str) -> bool {
    line.starts_with("sms,") || line.starts_with("\"sms\"") || line.matches([',', ';']).count() >= 5
}

/// Takes one field and its delimiter off the front.
fn field<'t>(rest: &mut &'t str, delimiter: char) -> Option<Cow<'t, str>> {
    let text = *rest;
    if let Some(quoted) = text.strip_prefix('"')
        && let Some((value, after)) = unquote(quoted)
        && (after.is_empty() || after.starts_with(delimiter))
    {
        *rest = after.strip_prefix(delimiter).unwrap_or("");
        return Some(value);
    }
    let (value, after) = text.split_once(delimiter)?;
    *rest = after;
    Some(Cow::Borrowed(value))
}

/// The value up to the closing quote, and what follows.
fn unquote(quoted: &str) -> Option<(Cow<'_, str>, &str)> {
    let mut from = 0;
    loop {
        let at = from + quoted[from..].find('"')?;
        if quoted[at + 1..].starts_with('"') {
            from = at + 2;
        } else {
            let value = &quoted[..at];
            let value =
                if value.contains("\"\"") { Cow::Owned(value.replace("\"\"", "\"")) } else { value.into() };
            return Some((value, &quoted[at + 1..]));
        }
    }
}

/// The text: quoted as a whole, or bare to the end.
fn body(rest: &str) -> Cow<'_, str> {
    let trimmed = rest.trim_end_matches(['\n', '\r']);
    match trimmed.strip_prefix('"').and_then(unquote) {
        Some((value, "")) => value,
        _ => Cow::Borrowed(trimmed),
    }
}

impl Parse for SmsCsv {
    fn next(&mut self, rec: &mut Record) -> Result<bool, DumpError> {
        let Some(line) = self.collect()? else { return Ok(false) };
        rec.record = line.number;
        rec.byte = line.offset;
        rec.notes.extend(line.note);
        let bad = |why: &str| DumpError::new(ErrorKind::BadRow, why).byte(line.offset);
        if !opens_record(&line.text) {
            return Err(bad("does not begin with sms,deliver or sms,submit"));
        }
        let mut rest = line.text.trim_start_matches('\u{feff}');
        let delimiter = if rest.contains(',') && !rest.starts_with("\"sms\";") { ',' } else { ';' };
        let mut fields = Vec::new();
        for _ in 0..6 {
            fields.push(field(&mut rest, delimiter).ok_or_else(|| bad("fewer than seven fields"))?);
        }
        skip_number(&mut rest, delimiter, &fields[5]);
        let mut slots = Slots::default();
        slots.put(
            Role::Direction,
            0,
            Scalar::Text(fields[1].split(',').next_back().unwrap_or("").to_owned().into()),
        );
        for who in [&fields[2], &fields[3]] {
            let is_number = who.trim().bytes().any(|b| b.is_ascii_digit());
            let role = if is_number { Role::Sender } else { Role::Contact };
            slots.put(role, 0, Scalar::Text(Cow::Borrowed(who)));
        }
        slots.put(Role::Time, 0, Scalar::Text(Cow::Borrowed(&fields[5])));
        slots.put(Role::Text, 0, Scalar::Text(body(rest)));
        slots.finish(rec, &Surroundings::default(), &self.tz).map(|()| true).map_err(|e| e.byte(line.offset))
    }
}

/// 豌豆荚 writes a number before the text, Nokia an empty field; Labi neither. Only Labi's times have seconds.
fn skip_number(rest: &mut &str, delimiter: char, time: &str) {
    let Some((number, after)) = rest.split_once(delimiter) else { return };
    let number = number.trim_matches('"');
    let has_seconds = time.matches(':').count() >= 2;
    if number.len() <= 10 && number.bytes().all(|b| b.is_ascii_digit()) && !has_seconds {
        *rest = after;
    }
}
