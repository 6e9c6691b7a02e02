//! `adb backup`: a header, perhaps zlib, then tar with deflated JSON arrays.

use std::io::{Cursor, Read};

use flate2::read::ZlibDecoder;

use super::tar::Tar;
use crate::detect::ADB_PASSWORD;
use crate::error::{DumpError, ErrorKind};
use crate::format::json::{JsonTree, Shape};
use crate::options::{Format, ReadOptions};
use crate::reader::Parse;
use crate::record::{Kind, Record};
use crate::source::{Input, Window};

/// One array holds at most a thousand messages.
const MAX_ARRAY: u64 = 256 << 20;

/// Takes the lines of the header off and undoes the compression.
pub(super) fn tar_of(mut input: Input) -> Result<Tar, DumpError> {
    let bad = |why: &str| DumpError::new(ErrorKind::BadArchive, why).fatal();
    let mut lines = Vec::new();
    while lines.len() < 4 {
        lines.push(line(&mut input)?);
    }
    if lines[0] != "ANDROID BACKUP" {
        return Err(bad("the ANDROID BACKUP header is damaged"));
    }
    if lines[3] != "none" {
        let error = DumpError::new(ErrorKind::Encrypted, "an Android backup with a password");
        return Err(error.advice(ADB_PASSWORD));
    }
    Ok(match lines[2].as_str() {
        "1" => Tar::new(Box::new(ZlibDecoder::new(input))),
        "0" => Tar::new(input),
        _ => return Err(bad("the ANDROID BACKUP header is damaged")),
    })
}

/// One line of a header, without its end.
pub(super) fn line(input: &mut Input) -> Result<String, DumpError> {
    let mut bytes = Vec::new();
    let mut byte = [0];
    while bytes.len() < 4096 && input.read(&mut byte).map_err(DumpError::io)? == 1 && byte[0] != b'\n' {
        bytes.push(byte[0]);
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Reads the arrays of the telephony provider one after the other.
pub(crate) struct AdbBackup {
    tar: Tar,
    opts: ReadOptions,
    array: Option<(JsonTree, Kind)>,
    found: bool,
}

impl AdbBackup {
    pub(crate) fn new(input: Input, opts: &ReadOptions) -> Result<Self, DumpError> {
        Ok(Self { tar: tar_of(input)?, opts: opts.clone(), array: None, found: false })
    }

    /// Opens the next array of messages. `Ok(false)` when there is none.
    fn next_array(&mut self) -> Result<bool, DumpError> {
        while let Some(name) = self.tar.next().map_err(|e| DumpError::io(e).fatal())? {
            let kind = if name.ends_with("_sms_backup") {
                Kind::Sms
            } else if name.ends_with("_mms_backup") {
                Kind::Mms
            } else {
                continue;
            };
            self.found = true;
            let mut json = Vec::new();
            let read = ZlibDecoder::new(&mut self.tar).take(MAX_ARRAY).read_to_end(&mut json);
            // A damaged array still gives what came before the damage.
            let shape = Shape::new(Format::AndroidRows, &self.opts)?;
            let broken = read.is_err();
            if !json.is_empty() {
                let tree = JsonTree::new(Window::new(Box::new(Cursor::new(json))), shape, &self.opts)?;
                self.array = Some((tree, kind));
            }
            if broken && self.array.is_none() {
                let error = DumpError::new(ErrorKind::BadArchive, "an array of messages cannot be inflated");
                return Err(error.recoverable());
            }
            return Ok(true);
        }
        if self.found {
            return Ok(false);
        }
        let advice = crate::detect::NO_MESSAGES_IN_BACKUP;
        Err(DumpError::new(ErrorKind::Unsupported, "an Android backup without messages").advice(advice))
    }
}

impl Parse for AdbBackup {
    fn next(&mut self, rec: &mut Record) -> Result<bool, DumpError> {
        loop {
            if let Some((tree, kind)) = &mut self.array {
                if tree.next(rec)? {
                    rec.kind = *kind;
                    rec.record = 0;
                    return Ok(true);
                }
                self.array = None;
            }
            if !self.next_array()? {
                return Ok(false);
            }
        }
    }
}
