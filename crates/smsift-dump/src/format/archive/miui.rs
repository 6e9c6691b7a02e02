//! MIUI and HyperOS local backup: five lines, an Android backup, tar, protobuf.

use std::io::Read;

use jiff::tz::TimeZone;

use super::android_backup::{line, tar_of};
use super::protobuf::{Value, field, varint};
use super::tar::Tar;
use crate::error::{DumpError, ErrorKind};
use crate::fields::{Role, Scalar, Slots, Surroundings};
use crate::options::ReadOptions;
use crate::reader::Parse;
use crate::record::Record;
use crate::source::{Encoding, Input, Window, decode_field};

/// Field of `SyncRoot` that holds the messages, and the messages' field in it.
const MMS_SMS: u64 = 4;
const SMS: u64 = 1;

/// Reads the messages of a `.bak`.
pub(crate) struct MiuiBackup {
    window: Window,
    /// Bytes of the open `MmsSms` not yet read; `None` outside of one.
    left: Option<u64>,
    tz: TimeZone,
    ended: bool,
}

impl MiuiBackup {
    pub(crate) fn new(mut input: Input, opts: &ReadOptions) -> Result<Self, DumpError> {
        let mut header = Vec::new();
        while header.len() < 5 {
            header.push(line(&mut input)?);
        }
        let mut tar = tar_of(input)?;
        loop {
            match tar.next().map_err(|e| DumpError::io(e).fatal())? {
                Some(name) if name.ends_with("_tmp_bak") || name.ends_with("sms.store") => break,
                Some(_) => {}
                None => {
                    let app = header[2].split(' ').next().unwrap_or_default().to_owned();
                    let advice = crate::detect::NO_MESSAGES_IN_BACKUP;
                    let what = format!("a MIUI backup of {app:?} without messages");
                    return Err(DumpError::new(ErrorKind::Unsupported, what).advice(advice));
                }
            }
        }
        let window = Window::new(Box::new(Entry(tar)));
        Ok(Self { window, left: None, tz: opts.tz.clone(), ended: false })
    }

    /// A varint from the window; `None` at its end.
    fn varint(&mut self) -> Result<Option<u64>, DumpError> {
        self.window.need(10)?;
        let bytes = self.window.bytes();
        if bytes.is_empty() {
            return Ok(None);
        }
        let mut rest = bytes;
        let value = varint(&mut rest);
        let used = bytes.len() - rest.len();
        let value = value.ok_or_else(|| self.broken("a number breaks off"))?;
        self.consume(used as u64)?;
        Ok(Some(value))
    }

    fn broken(&self, why: &str) -> DumpError {
        DumpError::new(ErrorKind::BadRecord, why).byte(self.window.offset()).fatal()
    }

    fn consume(&mut self, mut count: u64) -> Result<(), DumpError> {
        if let Some(left) = &mut self.left {
            *left = left.saturating_sub(count);
        }
        while count > 0 {
            if self.window.bytes().is_empty() && !self.window.fill()? {
                return Err(self.broken("the backup ends inside a field"));
            }
            let step = usize::try_from(count).unwrap_or(usize::MAX).min(self.window.bytes().len());
            self.window.consume(step);
            count -= step as u64;
        }
        Ok(())
    }

    /// Goes to the next message and returns its length.
    fn next_sms(&mut self) -> Result<Option<usize>, DumpError> {
        loop {
            if self.left == Some(0) {
                self.left = None;
            }
            let Some(key) = self.varint()? else { return Ok(None) };
            let (number, wire) = (key >> 3, key & 7);
            let length = match wire {
                0 => {
                    self.varint()?;
                    continue;
                }
                1 => 8,
                5 => 4,
                2 => self.varint()?.ok_or_else(|| self.broken("a field breaks off"))?,
                _ => return Err(self.broken("an unknown kind of field")),
            };
            match (self.left, number, wire) {
                (None, MMS_SMS, 2) => self.left = Some(length),
                // Some versions write the list of messages without the root around it.
                (None | Some(_), SMS, 2) if self.left.is_some() || self.is_sms(length)? => {
                    return usize::try_from(length)
                        .map(Some)
                        .map_err(|_| self.broken("a message is too long"));
                }
                _ => self.consume(length)?,
            }
        }
    }

    /// Whether the bytes ahead read as a message rather than as the root's own header.
    fn is_sms(&mut self, length: u64) -> Result<bool, DumpError> {
        let Ok(length) = usize::try_from(length) else { return Ok(false) };
        if length > 1 << 20 || !self.window.need(length)? {
            return Ok(false);
        }
        let mut bytes = &self.window.bytes()[..length];
        let mut has_body = false;
        while !bytes.is_empty() {
            let Some((number, value)) = field(&mut bytes) else { return Ok(false) };
            has_body |= number == 6 && matches!(value, Value::Bytes(_));
        }
        Ok(has_body)
    }
}

/// The current entry of an archive as an input.
struct Entry(Tar);

impl Read for Entry {
    fn read(&mut self, buf: &mut [u8]) -> std::io::Result<usize> {
        self.0.read(buf)
    }
}

fn text(bytes: &[u8]) -> Scalar<'_> {
    Scalar::Text(decode_field(bytes, Encoding::Utf8).0)
}

impl Parse for MiuiBackup {
    fn next(&mut self, rec: &mut Record) -> Result<bool, DumpError> {
        if self.ended {
            return Ok(false);
        }
        let Some(length) = self.next_sms()? else {
            self.ended = true;
            return Ok(false);
        };
        rec.byte = self.window.offset();
        if !self.window.need(length)? {
            return Err(self.broken("the backup ends inside a message"));
        }
        let bytes = self.window.bytes()[..length].to_vec();
        let offset = rec.byte;
        self.consume(length as u64)?;
        let mut rest = bytes.as_slice();
        let mut slots = Slots::default();
        while !rest.is_empty() {
            let bad = || DumpError::new(ErrorKind::BadRecord, "a message is damaged").byte(offset);
            let (number, value) = field(&mut rest).ok_or_else(bad)?;
            match (number, value) {
                (3, Value::Varint(kind)) => {
                    slots.put(Role::Type, 0, Scalar::Integer(kind.cast_signed()));
                }
                (4, Value::Bytes(address)) => {
                    slots.put(Role::Sender, 0, text(address));
                }
                (6, Value::Bytes(body)) => {
                    slots.put(Role::Text, 0, text(body));
                }
                (7, Value::Varint(date)) => {
                    slots.put(Role::Time, 0, Scalar::Integer(date.cast_signed()));
                }
                _ => {}
            }
        }
        slots.finish(rec, &Surroundings::default(), &self.tz).map(|()| true).map_err(|e| match e.kind() {
            ErrorKind::NoText => DumpError::new(ErrorKind::Empty, "a message without text").byte(offset),
            _ => e.byte(offset),
        })
    }
}
