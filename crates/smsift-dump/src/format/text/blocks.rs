//! Blocks of `发件人: … / 时间: … / 内容: …`, one per message.

use std::borrow::Cow;

use jiff::tz::TimeZone;
use smsift::Direction;

use crate::error::DumpError;
use crate::fields::{Role, Scalar, Slots, Surroundings, role_of};
use crate::options::ReadOptions;
use crate::reader::Parse;
use crate::record::Record;
use crate::source::Lines;
use crate::time;

/// Whether the first lines are blocks of named fields.
pub(crate) fn is_blocks(head: &str) -> bool {
    let mut seen = Vec::new();
    for line in head.lines().take(200) {
        if let Some((role, _)) = field(line)
            && !seen.contains(&role)
        {
            seen.push(role);
        }
    }
    let first = head.lines().find(|l| !l.trim().is_empty());
    seen.contains(&Role::Text) && seen.len() >= 2 && first.is_some_and(|l| field(l).is_some())
}

/// A line that opens a field.
fn field(line: &str) -> Option<(Role, &str)> {
    let (name, value) = line.split_once([':', '：'])?;
    if name.chars().count() > 12 || name.trim().is_empty() {
        return None;
    }
    let (role, _) = role_of(name.trim())?;
    let useful = matches!(
        role,
        Role::Text
            | Role::Time
            | Role::Sender
            | Role::Recipient
            | Role::Contact
            | Role::Direction
            | Role::Type
    );
    useful.then(|| (role, value.trim()))
}

/// Reads blocks line by line.
pub(crate) struct Blocks {
    lines: Lines,
    tz: TimeZone,
    block: Block,
    /// The line that opened the next block.
    next: Option<Opening>,
}

struct Opening {
    role: Role,
    value: String,
    offset: u64,
    number: u64,
}

#[derive(Default)]
struct Block {
    fields: Vec<(Role, String)>,
    offset: u64,
    number: u64,
    note: Option<&'static str>,
}

impl Block {
    fn open(opening: Opening) -> Self {
        Self {
            fields: vec![(opening.role, opening.value)],
            offset: opening.offset,
            number: opening.number,
            note: None,
        }
    }

    fn has(&self, role: Role) -> bool {
        self.fields.iter().any(|(r, _)| *r == role)
    }

    /// A block that begins in its middle had its first line damaged; that line ended up in this text.
    fn drop_damaged_start(&mut self) {
        if let Some((Role::Text, text)) = self.fields.last_mut()
            && let Some(at) = text.rfind("\n\n")
            && !text[at + 2..].contains('\n')
        {
            text.truncate(at);
        }
    }

    /// A field that cannot belong to this message any more.
    fn is_over_at(&self, role: Role, after_blank: bool) -> bool {
        let is_who = |r: Role| matches!(r, Role::Sender | Role::Recipient);
        let starts_with_who = self.fields.first().is_some_and(|(r, _)| is_who(*r));
        self.has(role)
            || after_blank && self.has(Role::Text)
            || starts_with_who && is_who(role) && self.has(Role::Text)
    }

    fn in_text(&self) -> bool {
        self.fields.last().is_some_and(|(r, _)| *r == Role::Text)
    }

    fn into_record(self, rec: &mut Record, tz: &TimeZone) -> Result<(), DumpError> {
        rec.byte = self.offset;
        rec.record = self.number;
        let sent = self.has(Role::Recipient) && !self.has(Role::Sender);
        let mut slots = Slots::default();
        for (role, value) in self.fields {
            let value = if role == Role::Text { value.trim_end().to_owned() } else { value };
            slots.put(role, 0, Scalar::Text(Cow::Owned(value)));
        }
        slots.finish(rec, &Surroundings::default(), tz).map_err(|e| e.byte(self.offset))?;
        if rec.direction == Direction::Unknown {
            rec.direction = if sent { Direction::Out } else { Direction::In };
        }
        rec.record = self.number;
        rec.notes.extend(self.note);
        Ok(())
    }
}

impl Blocks {
    pub(crate) fn new(lines: Lines, opts: &ReadOptions) -> Self {
        Self { lines, tz: opts.tz.clone(), block: Block::default(), next: None }
    }

    /// A field line that cannot belong to the text before it.
    fn opens_field(&self, role: Role, value: &str, after_blank: bool) -> bool {
        if !self.block.in_text() || after_blank {
            return true;
        }
        // Inside a text only a line that could not be part of it counts.
        match role {
            Role::Time => time::parse(value, &self.tz).is_some(),
            Role::Sender | Role::Recipient => {
                !value.is_empty()
                    && value.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'+' | b'-' | b' '))
            }
            _ => false,
        }
    }
}

impl Parse for Blocks {
    fn next(&mut self, rec: &mut Record) -> Result<bool, DumpError> {
        if let Some(opening) = self.next.take() {
            self.block = Block::open(opening);
        }
        let mut after_blank = false;
        loop {
            let Some(line) = self.lines.next()? else {
                let block = std::mem::take(&mut self.block);
                return if block.fields.is_empty() {
                    Ok(false)
                } else {
                    block.into_record(rec, &self.tz).map(|()| true)
                };
            };
            let (offset, number, note) = (line.offset, line.number, line.note);
            let text = line.text.into_owned();
            self.block.note = self.block.note.or(note);
            let opened = field(&text).filter(|(role, value)| self.opens_field(*role, value, after_blank));
            let was_blank = std::mem::replace(&mut after_blank, text.trim().is_empty());
            match opened {
                Some((role, value)) => {
                    let opening = Opening { role, value: value.to_owned(), offset, number };
                    if self.block.fields.is_empty() {
                        self.block = Block::open(opening);
                    } else if self.block.is_over_at(role, was_blank) {
                        self.next = Some(opening);
                        if !was_blank {
                            self.block.drop_damaged_start();
                        }
                        return std::mem::take(&mut self.block).into_record(rec, &self.tz).map(|()| true);
                    } else {
                        self.block.fields.push((role, opening.value));
                    }
                }
                None => {
                    if self.block.in_text()
                        && let Some((_, body)) = self.block.fields.last_mut()
                    {
                        if !body.is_empty() {
                            body.push('\n');
                        }
                        body.push_str(&text);
                    }
                }
            }
        }
    }
}
