//! Takes forwarded messages apart: sender, text, SIM, time and device, one per line.

use jiff::tz::TimeZone;
use regex::Regex;
use smsift::Direction;

use super::log;
use crate::error::DumpError;
use crate::fields::Surroundings;
use crate::options::ReadOptions;
use crate::record::Record;
use crate::time;

/// How a forwarder wraps a message.
#[derive(Clone, Debug)]
pub(crate) enum Template {
    /// `SmsForwarder`'s default: number / text / SIM / `SubId` / time / device.
    Default,
    /// The user's own.
    Pattern(Regex),
}

impl Template {
    pub(crate) fn new(opts: &ReadOptions) -> Result<Self, DumpError> {
        Ok(match &opts.forward_template {
            Some(pattern) => Self::Pattern(log::pattern(pattern)?),
            None => Self::Default,
        })
    }

    /// Unwraps the record's text where it fits; leaves the record as it is where not.
    pub(crate) fn peel(&self, rec: &mut Record, tz: &TimeZone) -> Result<(), DumpError> {
        let text = std::mem::take(&mut rec.text);
        let done = match self {
            Self::Default => peel_default(&text, rec, tz),
            Self::Pattern(pattern) => {
                if let Some(slots) = log::captured(pattern, &text) {
                    let (place, sent) = ((rec.record, rec.byte), rec.time);
                    slots.finish(rec, &Surroundings::default(), tz)?;
                    (rec.record, rec.byte) = place;
                    rec.time = rec.time.or(sent);
                    if rec.direction == Direction::Unknown {
                        rec.direction = Direction::In;
                    }
                    true
                } else {
                    false
                }
            }
        };
        if !done {
            rec.text = text;
        }
        Ok(())
    }
}

/// A line of the wrapping rather than of the message.
fn is_tail(line: &str) -> bool {
    let line = line.trim();
    line.starts_with("SIM1_")
        || line.starts_with("SIM2_")
        || line.starts_with("SubId：")
        || line.starts_with("SubId:")
}

fn peel_default(text: &str, rec: &mut Record, tz: &TimeZone) -> bool {
    let lines: Vec<&str> = text.trim_matches('\n').split('\n').collect();
    // From below: at most four lines, of which the time is one.
    let first_tail = (lines.len().saturating_sub(5)..lines.len()).find(|i| *i >= 1 && is_tail(lines[*i]));
    let Some(tail) = first_tail else { return false };
    if lines.len() < 3 || tail < 2 {
        return false;
    }
    let head = lines[0].trim();
    if head.is_empty() || head.chars().count() > 40 {
        return false;
    }
    let sent = lines[tail..].iter().find_map(|l| time::parse(l.trim(), tz).filter(|_| l.contains(':')));
    rec.sender = Some(head.to_owned());
    rec.text = lines[1..tail].join("\n");
    rec.direction = Direction::In;
    // The forwarder's own clock says when the message came; Telegram's only when it was passed on.
    rec.time = sent.or(rec.time);
    true
}
