//! CMPP gateway logs: `CMPP_SUBMIT … Msg_Fmt=8 … Msg_Content=<hex>`, long texts in parts.

use std::collections::VecDeque;

use encoding_rs::{GB18030, UTF_16BE};
use jiff::tz::TimeZone;
use smsift::Direction;

use crate::error::{DumpError, ErrorKind};
use crate::options::ReadOptions;
use crate::reader::{Parse, PassedOver, Warning};
use crate::record::{Kind, NOTE_PART_MISSING, NOTE_REPLACED, Record};
use crate::source::Lines;
use crate::time;

/// Long messages waiting for their other parts.
const MAX_OPEN: usize = 4096;

/// Reads submitted messages; responses and reports are passed over.
pub(crate) struct Cmpp {
    lines: Lines,
    tz: TimeZone,
    open: VecDeque<Long>,
    at_end: bool,
    passed_over: PassedOver,
}

/// A message being put together.
struct Long {
    key: (String, u16),
    parts: Vec<Option<Vec<u8>>>,
    record: Record,
    format: u8,
}

impl Cmpp {
    pub(crate) fn new(lines: Lines, opts: &ReadOptions) -> Self {
        Self {
            lines,
            tz: opts.tz.clone(),
            open: VecDeque::new(),
            at_end: false,
            passed_over: PassedOver::default(),
        }
    }

    /// Joins a part to its message. Gives the message back when it is complete.
    fn join(&mut self, part: Part, record: Record) -> Option<Long> {
        let key = (record.sender.clone().unwrap_or_default(), part.reference);
        let at =
            self.open.iter().position(|l| l.key == key && l.parts.len() == part.total).unwrap_or_else(|| {
                self.open.push_back(Long { key, parts: vec![None; part.total], record, format: part.format });
                self.open.len() - 1
            });
        let long = self.open.get_mut(at)?;
        if let Some(slot) = long.parts.get_mut(part.number.wrapping_sub(1)) {
            *slot = Some(part.content);
        }
        if long.parts.iter().all(Option::is_some) {
            return self.open.remove(at);
        }
        if self.open.len() > MAX_OPEN { self.open.pop_front() } else { None }
    }
}

/// One segment and where it belongs.
struct Part {
    reference: u16,
    total: usize,
    number: usize,
    format: u8,
    content: Vec<u8>,
}

fn value<'l>(line: &'l str, name: &str) -> Option<&'l str> {
    let mut from = 0;
    loop {
        let at = from + line[from..].find(name)?;
        let starts =
            at == 0 || !line.as_bytes()[at - 1].is_ascii_alphanumeric() && line.as_bytes()[at - 1] != b'_';
        let rest = &line[at + name.len()..];
        if starts && let Some(rest) = rest.strip_prefix('=') {
            return rest.split([' ', ',', ';', ']', '}', '\t']).next();
        }
        from = at + name.len();
    }
}

fn hex(text: &str) -> Option<Vec<u8>> {
    if !text.len().is_multiple_of(2) || !text.is_ascii() {
        return None;
    }
    (0..text.len()).step_by(2).map(|i| u8::from_str_radix(text.get(i..i + 2)?, 16).ok()).collect()
}

/// The user data header of a long message: reference, total, number and the rest.
fn header(content: &[u8]) -> Option<(u16, usize, usize, &[u8])> {
    match content {
        [5, 0, 3, reference, total, number, rest @ ..] => {
            Some((u16::from(*reference), usize::from(*total), usize::from(*number), rest))
        }
        [6, 8, 4, high, low, total, number, rest @ ..] => {
            Some((u16::from_be_bytes([*high, *low]), usize::from(*total), usize::from(*number), rest))
        }
        _ => None,
    }
}

fn decode(content: &[u8], format: u8) -> (String, bool) {
    let (text, bad) = match format {
        8 => UTF_16BE.decode_without_bom_handling(content),
        15 => GB18030.decode_without_bom_handling(content),
        _ => return (content.iter().map(|b| char::from(*b & 0x7f)).collect(), false),
    };
    (text.into_owned(), bad)
}

impl Long {
    fn finish(self, rec: &mut Record) {
        *rec = self.record;
        if self.parts.iter().any(Option::is_none) {
            rec.note(NOTE_PART_MISSING);
        }
        let content: Vec<u8> = self.parts.into_iter().flatten().flatten().collect();
        let (text, bad) = decode(&content, self.format);
        rec.text = text;
        if bad {
            rec.note(NOTE_REPLACED);
        }
    }
}

/// The time at the front of the line.
fn line_time(line: &str, tz: &TimeZone) -> Option<crate::record::Time> {
    let start = line.trim_start_matches(['[', ' ']);
    [23, 19]
        .iter()
        .find_map(|n| start.get(..*n).and_then(|t| time::parse(t.trim_end_matches([']', ',']), tz)))
}

impl Parse for Cmpp {
    fn next(&mut self, rec: &mut Record) -> Result<bool, DumpError> {
        while !self.at_end {
            let Some(line) = self.lines.next()? else {
                self.at_end = true;
                break;
            };
            let submitted = line.text.contains("CMPP_SUBMIT") && !line.text.contains("CMPP_SUBMIT_RESP");
            let Some(content) = value(&line.text, "Msg_Content").filter(|_| submitted) else {
                if !line.text.trim().is_empty() {
                    self.passed_over.add("line_without_message");
                }
                continue;
            };
            rec.record = line.number;
            let offset = line.offset;
            let bad = |why: &str| DumpError::new(ErrorKind::BadRecord, why).byte(offset);
            let content = hex(content).ok_or_else(|| bad("Msg_Content is not hexadecimal"))?;
            let format = value(&line.text, "Msg_Fmt").and_then(|f| f.parse().ok()).unwrap_or(8);
            let record = Record {
                record: line.number,
                byte: offset,
                time: line_time(&line.text, &self.tz),
                sender: value(&line.text, "Dest_terminal_Id").map(str::to_owned),
                direction: Direction::In,
                kind: Kind::Platform,
                notes: line.note.into_iter().collect(),
                ..Record::default()
            };
            let long = value(&line.text, "TP_udhi") == Some("1");
            let part = match header(&content).filter(|_| long) {
                Some((reference, total, number, rest)) if total > 0 => {
                    Part { reference, total, number, format, content: rest.to_vec() }
                }
                _ => {
                    Long { key: Default::default(), parts: vec![Some(content)], record, format }.finish(rec);
                    return Ok(true);
                }
            };
            if let Some(long) = self.join(part, record) {
                long.finish(rec);
                return Ok(true);
            }
        }
        // What is still incomplete comes out with what there is.
        Ok(self.open.pop_front().map(|long| long.finish(rec)).is_some())
    }

    fn passed_over(&self) -> Vec<Warning> {
        self.passed_over.warnings()
    }
}
