//! GO SMS Pro: one element per field.

use std::borrow::Cow;

use jiff::tz::TimeZone;

use super::tags::{Tag, Tags};
use crate::error::{DumpError, ErrorKind};
use crate::fields::{Role, Scalar, Slots, Surroundings};
use crate::options::ReadOptions;
use crate::reader::Parse;
use crate::record::Record;
use crate::source::Window;

/// Reads `<SMS><address>…</address>…</SMS>`.
pub(crate) struct GoSms {
    tags: Tags,
    tag: Tag,
    open: Option<(u64, Vec<(Role, String)>)>,
    tz: TimeZone,
}

impl GoSms {
    pub(crate) fn new(window: Window, opts: &ReadOptions) -> Self {
        let tags = Tags::new(window, &[], &["SMS", "/SMS", "/GoSms"], true);
        Self { tags, tag: Tag::default(), open: None, tz: opts.tz.clone() }
    }
}

impl Parse for GoSms {
    fn next(&mut self, rec: &mut Record) -> Result<bool, DumpError> {
        loop {
            let at_end = !self.tags.next(&mut self.tag)?;
            let name = self.tag.name.to_ascii_lowercase();
            if at_end || name == "sms" && !self.tag.closes {
                let offset = self.tag.offset;
                let unfinished =
                    if at_end { self.open.take() } else { self.open.replace((offset, Vec::new())) };
                match unfinished {
                    Some((offset, _)) => {
                        return Err(DumpError::new(ErrorKind::BadXml, "a message is not closed").byte(offset));
                    }
                    None if at_end => return Ok(false),
                    None => continue,
                }
            }
            if name == "sms" {
                let Some((offset, fields)) = self.open.take() else { continue };
                rec.byte = offset;
                let mut slots = Slots::default();
                for (role, value) in fields {
                    slots.put(role, 0, Scalar::Text(Cow::Owned(value)));
                }
                return slots
                    .finish(rec, &Surroundings::default(), &self.tz)
                    .map(|()| true)
                    .map_err(|e| e.byte(offset));
            }
            let role = match name.as_str() {
                "address" => Role::Sender,
                "contactname" => Role::Contact,
                "date" => Role::Time,
                "type" => Role::Type,
                "body" => Role::Text,
                _ => continue,
            };
            if self.tag.closes
                && let Some((_, fields)) = &mut self.open
            {
                fields.push((role, std::mem::take(&mut self.tag.text)));
            }
        }
    }
}
