//! Which messages of a dump are looked at.

use clap::{Args, ValueEnum};
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use smsift::Direction;
use smsift_dump::Record;

use crate::dedup::Dedup;

/// Which messages to take.
#[derive(Debug, Args)]
#[command(next_help_heading = "Selection")]
pub(crate) struct SelectArgs {
    /// Received messages, sent ones, or all; messages whose direction is not known count as received
    #[arg(long, value_enum, value_name = "WHICH", default_value_t = Way::All)]
    direction: Way,

    /// From this day or time on, in the zone of --tz: 2026-03-01, 2026-03-01T08:00, or RFC 3339
    #[arg(long, value_name = "TIME", value_parser = bound)]
    since: Option<Bound>,

    /// Up to this day or time, which is left out itself
    #[arg(long, value_name = "TIME", value_parser = bound)]
    until: Option<Bound>,

    /// Leave out copies: same direction, number and text within 60 seconds of the one kept. Compares with at least
    /// the last 262,144 different messages, so memory stays bounded
    #[arg(long)]
    dedup: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Way {
    /// Received
    In,
    /// Sent
    Out,
    /// Both
    All,
}

/// A point in time, as far as the command line tells it.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Bound {
    /// An instant.
    At(Timestamp),
    /// A time of day, or the start of a day, in the zone of `--tz`.
    Local(DateTime),
}

fn bound(text: &str) -> Result<Bound, String> {
    if let Ok(at) = text.parse::<Timestamp>() {
        return Ok(Bound::At(at));
    }
    if let Ok(zoned) = text.parse::<Zoned>() {
        return Ok(Bound::At(zoned.timestamp()));
    }
    let local = text.parse::<DateTime>().or_else(|_| text.parse::<Date>().map(Date::into));
    local
        .map(Bound::Local)
        .map_err(|_| "write 2026-03-01, 2026-03-01T08:00 or 2026-03-01T08:00:00+08:00".to_owned())
}

impl Bound {
    fn instant(self, tz: &TimeZone) -> Result<Timestamp, jiff::Error> {
        match self {
            Self::At(at) => Ok(at),
            Self::Local(local) => Ok(tz.to_zoned(local)?.timestamp()),
        }
    }
}

/// Takes messages or leaves them out, and counts what it leaves out.
#[derive(Debug)]
pub(crate) struct Select {
    way: Way,
    since: Option<Timestamp>,
    until: Option<Timestamp>,
    dedup: Option<Dedup>,
    /// Messages of the other direction or outside the time.
    pub(crate) outside: u64,
    /// Messages without a time, when a time was asked for.
    pub(crate) untimed: u64,
    /// Copies.
    pub(crate) copies: u64,
}

impl Select {
    /// # Errors
    ///
    /// A bound lies outside the years that can be handled.
    pub(crate) fn new(args: &SelectArgs, tz: &TimeZone) -> Result<Self, jiff::Error> {
        let instant = |bound: Option<Bound>| bound.map(|bound| bound.instant(tz)).transpose();
        Ok(Self {
            way: args.direction,
            since: instant(args.since)?,
            until: instant(args.until)?,
            dedup: args.dedup.then(Dedup::default),
            outside: 0,
            untimed: 0,
            copies: 0,
        })
    }

    /// The message is to be looked at.
    pub(crate) fn takes(&mut self, record: &Record) -> bool {
        let is_sent = record.direction == Direction::Out;
        if self.way == Way::In && is_sent || self.way == Way::Out && !is_sent {
            self.outside += 1;
            return false;
        }
        if self.since.is_some() || self.until.is_some() {
            let Some(time) = &record.time else {
                self.untimed += 1;
                return false;
            };
            if self.since.is_some_and(|since| time.at < since)
                || self.until.is_some_and(|until| time.at >= until)
            {
                self.outside += 1;
                return false;
            }
        }
        if self.dedup.as_mut().is_some_and(|dedup| dedup.is_duplicate(record)) {
            self.copies += 1;
            return false;
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use smsift_dump::Time;

    fn select(since: &str, until: &str) -> Select {
        let args = SelectArgs {
            direction: Way::All,
            since: (!since.is_empty()).then(|| bound(since).unwrap()),
            until: (!until.is_empty()).then(|| bound(until).unwrap()),
            dedup: false,
        };
        Select::new(&args, &TimeZone::get("Asia/Shanghai").unwrap()).unwrap()
    }

    fn at(time: &str) -> Record {
        let time = Time { at: time.parse().unwrap(), offset: jiff::tz::Offset::UTC, tz_assumed: false };
        Record { time: Some(time), ..Record::default() }
    }

    #[test]
    fn bounds_are_half_open_and_local() {
        let mut select = select("2026-03-01", "2026-03-02T12:00");
        for (time, taken) in [
            ("2026-02-28T15:59:59Z", false),
            ("2026-02-28T16:00:00Z", true),
            ("2026-03-02T03:59:59Z", true),
            ("2026-03-02T04:00:00Z", false),
        ] {
            assert_eq!(select.takes(&at(time)), taken, "{time}");
        }
        assert!(!select.takes(&Record::default()));
        assert_eq!((select.outside, select.untimed), (2, 1));
    }

    #[test]
    fn instants_need_no_zone() {
        let mut select = select("2026-03-01T00:00:00+00:00", "");
        assert!(!select.takes(&at("2026-02-28T23:59:59Z")) && select.takes(&at("2026-03-01T00:00:00Z")));
    }

    #[test]
    fn nonsense_is_refused() {
        for text in ["", "yesterday", "2026-13-01", "03-01"] {
            assert!(bound(text).is_err(), "{text}");
        }
    }
}
