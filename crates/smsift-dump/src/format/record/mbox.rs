//! SMS Backup+: a mailbox whose mails carry `X-smssync-…` headers.

use std::borrow::Cow;

use jiff::tz::TimeZone;

use super::base64;
use crate::error::{DumpError, ErrorKind};
use crate::fields::{Role, Scalar, Slots, Surroundings};
use crate::format::vmsg::decode_quoted_printable;
use crate::options::ReadOptions;
use crate::reader::{Parse, PassedOver, Warning};
use crate::record::{Kind, Record};
use crate::source::{Encoding, Lines, decode_field};

/// Mails beyond this are attachments, not messages.
const MAX_BYTES: usize = 8 << 20;

/// Reads mail by mail.
pub(crate) struct Mbox {
    lines: Lines,
    tz: TimeZone,
    begun: Option<u64>,
    passed_over: PassedOver,
}

#[derive(Default)]
struct Mail {
    headers: Vec<(String, String)>,
    body: String,
    too_large: bool,
}

impl Mbox {
    pub(crate) fn new(lines: Lines, opts: &ReadOptions) -> Self {
        Self { lines, tz: opts.tz.clone(), begun: None, passed_over: PassedOver::default() }
    }

    /// The next mail and the offset of its `From ` line.
    fn mail(&mut self) -> Result<Option<(u64, Mail)>, DumpError> {
        while self.begun.is_none() {
            let Some(line) = self.lines.next()? else { return Ok(None) };
            if line.text.starts_with("From ") {
                self.begun = Some(line.offset);
            }
        }
        let Some(offset) = self.begun.take() else { return Ok(None) };
        let mut mail = Mail::default();
        let (mut in_body, mut blank) = (false, false);
        while let Some(line) = self.lines.next()? {
            if line.text.starts_with("From ") && (blank || !in_body) {
                self.begun = Some(line.offset);
                break;
            }
            blank = line.text.is_empty();
            if in_body {
                mail.body_line(&line.text);
            } else if blank {
                in_body = true;
            } else {
                mail.header_line(&line.text);
            }
        }
        Ok(Some((offset, mail)))
    }
}

impl Mail {
    fn header_line(&mut self, line: &str) {
        if line.starts_with([' ', '\t']) {
            if let Some((_, value)) = self.headers.last_mut() {
                value.push(' ');
                value.push_str(line.trim());
            }
        } else if let Some((name, value)) = line.split_once(':')
            && self.headers.len() < 500
        {
            self.headers.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
        }
    }

    fn body_line(&mut self, line: &str) {
        if self.body.len() > MAX_BYTES {
            self.too_large = true;
            return;
        }
        let quoted = line.starts_with('>') && line.trim_start_matches('>').starts_with("From ");
        self.body.push_str(if quoted { &line[1..] } else { line });
        self.body.push('\n');
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }

    /// The body without its transfer encoding.
    fn text(&self) -> Option<String> {
        let charset = self.get("content-type").and_then(|t| {
            let lower = t.to_ascii_lowercase();
            let at = lower.find("charset=")? + 8;
            Encoding::from_label(t[at..].split(';').next()?.trim_matches(['"', ' '])).ok()
        });
        let encoding = charset.unwrap_or(Encoding::Utf8);
        let body = self.body.trim_end_matches('\n');
        let bytes = match self.get("content-transfer-encoding").map(str::to_ascii_lowercase).as_deref() {
            Some("base64") => base64::decode(body)?,
            Some("quoted-printable") => match decode_quoted_printable(body) {
                Some(bytes) => bytes,
                None => return Some(body.to_owned()),
            },
            _ => return Some(body.to_owned()),
        };
        Some(decode_field(&bytes, encoding).0.into_owned())
    }
}

impl Parse for Mbox {
    fn next(&mut self, rec: &mut Record) -> Result<bool, DumpError> {
        loop {
            let Some((offset, mail)) = self.mail()? else { return Ok(false) };
            rec.byte = offset;
            let kind = match mail.get("x-smssync-datatype").map(str::to_ascii_uppercase).as_deref() {
                Some("MMS") => Kind::Mms,
                Some("CALLLOG") => {
                    self.passed_over.add("call");
                    continue;
                }
                _ => Kind::Sms,
            };
            if mail.too_large {
                return Err(DumpError::new(ErrorKind::TooLarge, "a mail of more than 8 MiB").byte(offset));
            }
            let text = mail.text().ok_or_else(|| {
                DumpError::new(ErrorKind::BadRecord, "the mail's base64 breaks off").byte(offset)
            })?;
            let mut slots = Slots::default();
            slots.put(Role::Text, 0, Scalar::Text(Cow::Owned(text)));
            for (name, role, rank) in [
                ("x-smssync-address", Role::Sender, 0),
                ("from", Role::Sender, 1),
                ("x-smssync-date", Role::Time, 0),
                ("date", Role::Time, 1),
                ("x-smssync-type", Role::Type, 0),
            ] {
                if let Some(value) = mail.get(name) {
                    slots.put(role, rank, Scalar::Text(Cow::Borrowed(value)));
                }
            }
            let about = Surroundings { kind, ..Surroundings::default() };
            return slots.finish(rec, &about, &self.tz).map(|()| true).map_err(|e| e.byte(offset));
        }
    }

    fn passed_over(&self) -> Vec<Warning> {
        self.passed_over.warnings()
    }
}
