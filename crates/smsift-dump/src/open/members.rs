//! The members of a zip, each read with its own format, as one dump.

use std::path::Path;

use super::opening::Opening;
use crate::detect::Detection;
use crate::error::{DumpError, ErrorKind};
use crate::format::archive::Members;
use crate::options::{Format, ReadOptions};
use crate::reader::{Parse, PassedOver, Warning};
use crate::record::Record;

/// Reads member after member; what is no dump is passed over and counted.
pub(super) struct ZipMembers {
    members: Members,
    current: Option<Box<dyn Parse>>,
    opts: ReadOptions,
    depth: usize,
    passed_over: PassedOver,
}

impl ZipMembers {
    /// Opens the first member that is a dump.
    pub(super) fn open(
        members: Members,
        opts: &ReadOptions,
        depth: usize,
    ) -> Result<(Detection, Self), DumpError> {
        let mut this =
            Self { members, current: None, opts: opts.clone(), depth, passed_over: PassedOver::default() };
        let mut refused = None;
        while let Some(found) = this.next_member() {
            match found {
                Ok((name, mut detection)) => {
                    detection.reason = format!("{name} in a zip: {}", detection.reason);
                    return Ok((detection, this));
                }
                // The most telling refusal is the one that names a kind of content.
                Err(e) if refused.is_none() || e.kind() != ErrorKind::NotRecognised => refused = Some(e),
                Err(_) => {}
            }
        }
        let nothing = || DumpError::new(ErrorKind::NotRecognised, "a zip without any dump in it");
        Err(refused.unwrap_or_else(nothing))
    }

    /// Opens the next member. `None` when there is none left.
    fn next_member(&mut self) -> Option<Result<(String, Detection), DumpError>> {
        let (name, input) = match self.members.next()? {
            Ok(found) => found,
            Err(e) => return Some(Err(e)),
        };
        let opened = Opening::stream(&name, input).and_then(|o| o.parser(&self.opts, self.depth + 1));
        Some(match opened {
            Ok((detection, parse)) if is_dump(&name, &detection) => {
                self.current = Some(parse);
                Ok((name, detection))
            }
            Ok(_) => {
                self.passed_over.add("member_not_a_dump");
                Err(DumpError::new(ErrorKind::NotRecognised, "a zip without any dump in it"))
            }
            Err(e) => {
                self.passed_over.add("member_not_a_dump");
                Err(e)
            }
        })
    }
}

/// Plain text is taken for messages only under a name that says so: archives carry licences and notes.
fn is_dump(name: &str, detection: &Detection) -> bool {
    let lower = name.to_lowercase();
    let text_name = ["sms", "message", "短信", "信息"].iter().any(|word| lower.contains(word));
    let is_txt = Path::new(&lower).extension().is_some_and(|e| e == "txt");
    detection.format != Format::Lines || text_name && is_txt
}

impl Parse for ZipMembers {
    fn next(&mut self, rec: &mut Record) -> Result<bool, DumpError> {
        loop {
            if let Some(parse) = &mut self.current {
                match parse.next(rec) {
                    Ok(true) => return Ok(true),
                    Ok(false) => self.current = None,
                    Err(e) if e.is_recoverable() => return Err(e),
                    Err(e) => {
                        // One damaged member does not cost the others.
                        self.current = None;
                        return Err(e.recoverable());
                    }
                }
            }
            match self.next_member() {
                Some(_) => {}
                None if std::mem::take(&mut self.members.cut) => {
                    return Err(DumpError::new(
                        ErrorKind::BadArchive,
                        "the zip is cut: its directory is missing",
                    )
                    .recoverable());
                }
                None => return Ok(false),
            }
        }
    }

    fn passed_over(&self) -> Vec<Warning> {
        self.passed_over.warnings()
    }
}
