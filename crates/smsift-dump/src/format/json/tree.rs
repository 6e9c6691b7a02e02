//! Messages somewhere in a JSON text: arrays, wrappers, conversations.

use jiff::tz::TimeZone;
use smsift::Direction;

use super::Shape;
use super::splitter::Splitter;
use crate::error::{DumpError, ErrorKind};
use crate::fields::Surroundings;
use crate::format::record::Template;
use crate::options::{Format, ReadOptions};
use crate::reader::{Parse, PassedOver, Warning};
use crate::record::{Kind, Record};
use crate::source::Window;

/// Reads the messages of a JSON text in their order, holding one at a time.
pub(crate) struct JsonTree {
    splitter: Splitter,
    shape: Shape,
    /// How forwarded messages are wrapped, for chats they were forwarded to.
    template: Option<Template>,
    tz: TimeZone,
    passed_over: PassedOver,
}

impl JsonTree {
    pub(crate) fn new(window: Window, shape: Shape, opts: &ReadOptions) -> Result<Self, DumpError> {
        let forwarded = shape.format() == Format::Telegram || opts.forward_template.is_some();
        Ok(Self {
            splitter: Splitter::new(window),
            shape,
            template: if forwarded { Some(Template::new(opts)?) } else { None },
            tz: opts.tz.clone(),
            passed_over: PassedOver::default(),
        })
    }

    /// Rows that are no messages: a service note, a picture, a call.
    fn is_passed_over(&mut self, error: &DumpError, kind: Kind) -> bool {
        match error.kind() {
            ErrorKind::Empty if kind == Kind::Mms => self.passed_over.add("no_text_part"),
            ErrorKind::Empty | ErrorKind::NoText if self.shape.format() == Format::Telegram => {
                self.passed_over.add("no_text");
            }
            _ => return false,
        }
        true
    }
}

impl Parse for JsonTree {
    fn next(&mut self, rec: &mut Record) -> Result<bool, DumpError> {
        loop {
            let Some(found) = self.splitter.next()? else { return Ok(false) };
            let about = Surroundings {
                kind: if matches!(found.container.as_str(), "mms" | "2-MMS") { Kind::Mms } else { Kind::Sms },
                sender: found.contact.clone(),
                keep_empty: matches!(self.shape.format(), Format::Json | Format::Jsonl),
            };
            rec.clear();
            let read = self.shape.read(self.splitter.bytes(&found), &about, rec);
            rec.byte = found.offset;
            match read {
                Ok(_) => {}
                Err(e) if self.is_passed_over(&e, rec.kind) => continue,
                Err(e) => return Err(e.byte(found.offset)),
            }
            if self.shape.format() == Format::SmsForwarder && rec.direction == Direction::Unknown {
                rec.direction = Direction::In;
            }
            if let Some(template) = &self.template {
                template.peel(rec, &self.tz)?;
            }
            return Ok(true);
        }
    }

    fn passed_over(&self) -> Vec<Warning> {
        self.passed_over.warnings()
    }
}
