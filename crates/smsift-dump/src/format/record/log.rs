//! Free-form logs, read with a regular expression of the user's.

use std::borrow::Cow;

use jiff::tz::TimeZone;
use regex::Regex;

use crate::error::{DumpError, ErrorKind};
use crate::fields::{Role, Scalar, Slots, Surroundings};
use crate::options::ReadOptions;
use crate::reader::{Parse, PassedOver, Warning};
use crate::record::Record;
use crate::source::Lines;

/// Reads every line that matches; the others are counted.
pub(crate) struct Log {
    lines: Lines,
    pattern: Regex,
    tz: TimeZone,
    passed_over: PassedOver,
}

/// A pattern of the user's with the groups a message needs.
pub(crate) fn pattern(text: &str) -> Result<Regex, DumpError> {
    let bad = |why: String| DumpError::new(ErrorKind::BadOption, why);
    let pattern = Regex::new(text).map_err(|e| bad(format!("--regex: {e}")))?;
    if !pattern.capture_names().flatten().any(|name| name == "text") {
        return Err(bad("--regex: no group is called text; write (?<text>…)".to_owned()));
    }
    Ok(pattern)
}

/// The named groups of a match, each in its role.
pub(crate) fn captured<'t>(pattern: &Regex, line: &'t str) -> Option<Slots<'t>> {
    let captures = pattern.captures(line)?;
    let mut slots = Slots::default();
    for name in pattern.capture_names().flatten() {
        let Some(role) = Role::from_option(name) else { continue };
        if let Some(found) = captures.name(name) {
            slots.put(role, 0, Scalar::Text(Cow::Borrowed(found.as_str())));
        }
    }
    Some(slots)
}

impl Log {
    pub(crate) fn new(lines: Lines, opts: &ReadOptions) -> Result<Self, DumpError> {
        let missing = || DumpError::new(ErrorKind::BadOption, "--from log needs --regex");
        let pattern = pattern(opts.regex.as_deref().ok_or_else(missing)?)?;
        Ok(Self { lines, pattern, tz: opts.tz.clone(), passed_over: PassedOver::default() })
    }
}

impl Parse for Log {
    fn next(&mut self, rec: &mut Record) -> Result<bool, DumpError> {
        while let Some(line) = self.lines.next()? {
            let Some(slots) = captured(&self.pattern, &line.text) else {
                self.passed_over.add("line_without_match");
                continue;
            };
            rec.record = line.number;
            rec.byte = line.offset;
            rec.notes.extend(line.note);
            let offset = line.offset;
            slots.finish(rec, &Surroundings::default(), &self.tz).map_err(|e| e.byte(offset))?;
            rec.record = line.number;
            return Ok(true);
        }
        Ok(false)
    }

    fn passed_over(&self) -> Vec<Warning> {
        self.passed_over.warnings()
    }
}
