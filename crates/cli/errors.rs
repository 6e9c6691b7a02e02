//! Bad records and bad inputs: told, counted and listed.

use std::path::Path;

use serde::Serialize;
use smsift_dump::DumpError;

use crate::destination::Destination;
use crate::failure::{Failure, Success};
use crate::lang::Lang;
use crate::output::text::escape;
use crate::progress::Progress;

/// Lines shown on standard error; the rest is counted.
const SHOWN: u64 = 10;

/// Everything that could not be read.
#[derive(Debug)]
pub(crate) struct ErrorLog {
    file: Option<Destination>,
    lang: Lang,
    progress: Progress,
    told: u64,
    /// Records that were skipped.
    pub(crate) skipped: u64,
    /// Inputs that could not be read at all or not to their end.
    pub(crate) broken: u64,
    /// Inputs whose format is not recognised, or that are encrypted.
    pub(crate) unreadable: u64,
}

/// A line of the error file.
#[derive(Serialize)]
struct Line<'a> {
    file: Option<&'a str>,
    record: Option<u64>,
    byte: Option<u64>,
    code: &'static str,
    message: &'a str,
    skipped: &'static str,
}

impl ErrorLog {
    /// Opens the error file, if one is wanted.
    pub(crate) fn open(path: Option<&Path>, lang: Lang, progress: Progress) -> Result<Self, Failure> {
        let file = path.map(|path| Destination::open(Some(path))).transpose()?;
        Ok(Self { file, lang, progress, told: 0, skipped: 0, broken: 0, unreadable: 0 })
    }

    /// Nothing went wrong.
    pub(crate) fn is_empty(&self) -> bool {
        self.skipped + self.broken + self.unreadable == 0
    }

    /// How a run with these errors ends.
    pub(crate) fn success(&self, strict: bool) -> Success {
        if self.broken > 0 {
            Success::Incomplete
        } else if self.unreadable > 0 {
            Success::Unreadable
        } else if strict && self.skipped > 0 {
            Success::Skipped
        } else {
            Success::Done
        }
    }

    /// Takes down an error. Cost: a line of output for the first ten, then only a count.
    pub(crate) fn note(&mut self, error: &DumpError) -> Result<(), Failure> {
        let skipped = if error.is_recoverable() {
            self.skipped += 1;
            "record"
        } else if error.is_unreadable() {
            self.unreadable += 1;
            "input"
        } else {
            self.broken += 1;
            "input"
        };
        // Bad inputs are few and matter more than bad records: they are always told.
        if self.told < SHOWN || skipped == "input" {
            self.told += u64::from(skipped == "record");
            self.progress.say(&format!("smsift: {}", escape(&error.to_string())));
            if let Some(advice) = error.what_to_do() {
                self.progress.say(&format!("        {}", self.lang.pick(advice.zh, advice.en)));
            }
        }
        let Some(file) = &mut self.file else { return Ok(()) };
        let line = Line {
            file: error.path_name(),
            record: error.record_number(),
            byte: error.byte_offset(),
            code: error.kind().slug(),
            message: error.detail(),
            skipped,
        };
        let mut json = serde_json::to_vec(&line).map_err(Failure::other)?;
        json.push(b'\n');
        file.write(&json)
    }

    /// Ends the error file and tells how many errors were not shown.
    pub(crate) fn finish(&mut self) -> Result<(), Failure> {
        let hidden = self.skipped.saturating_sub(self.told);
        if hidden > 0 {
            let zh = format!("smsift: 另有 {hidden} 条坏记录未显示（--errors FILE.jsonl 可全部列出）");
            let en =
                format!("smsift: {hidden} more bad records not shown (--errors FILE.jsonl lists them all)");
            self.progress.say(&self.lang.pick(zh, en));
        }
        self.file.take().map_or(Ok(()), Destination::finish)
    }
}
