//! Times as phones, tools and people write them.

use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZone};
use jiff::{SignedDuration, Timestamp};

use crate::record::Time;

/// Seconds from 1970 to 2001, where Apple's tables start counting.
const APPLE_EPOCH: i64 = 978_307_200;

/// Reads a time written as text. `None` when it names no instant.
///
/// Text without a zone is read in `zone`, and the result says so.
pub(crate) fn parse(text: &str, zone: &TimeZone) -> Option<Time> {
    let text = text.trim();
    if let Some(time) = digits_only(text, zone) {
        return time;
    }
    if let Some(days) = text.parse::<f64>().ok().filter(|days| (20_000.0..80_000.0).contains(days)) {
        return serial(days, false, zone);
    }
    let parts = Parts::scan(text)?;
    let date = parts.civil()?;
    if parts.zoned { at_offset(date, parts.offset?) } else { in_zone(date, zone) }
}

/// A local date and time in an assumed zone.
pub(crate) fn in_zone(date: DateTime, zone: &TimeZone) -> Option<Time> {
    let at = zone.to_ambiguous_timestamp(date).compatible().ok()?;
    Some(Time { at, offset: zone.to_offset(at), tz_assumed: true })
}

fn at_offset(date: DateTime, offset: Offset) -> Option<Time> {
    Some(Time { at: offset.to_timestamp(date).ok()?, offset, tz_assumed: false })
}

fn shown_in(at: Timestamp, zone: &TimeZone) -> Time {
    Time { at, offset: zone.to_offset(at), tz_assumed: false }
}

/// A Unix time whose unit follows from its size: seconds, milli-, micro- or nanoseconds.
pub(crate) fn unix(value: i64, zone: &TimeZone) -> Option<Time> {
    let at = match value.unsigned_abs() {
        0..100_000_000_000 => Timestamp::from_second(value),
        100_000_000_000..100_000_000_000_000 => Timestamp::from_millisecond(value),
        100_000_000_000_000..100_000_000_000_000_000 => Timestamp::from_microsecond(value),
        _ => Timestamp::from_nanosecond(i128::from(value)),
    };
    at.ok().map(|at| shown_in(at, zone))
}

/// A time in an Apple table: nanoseconds since 2001 from iOS 11 on, seconds before.
pub(crate) fn apple(value: i64, zone: &TimeZone) -> Option<Time> {
    let since = if value.unsigned_abs() > 1_000_000_000_000 {
        SignedDuration::from_nanos(value)
    } else {
        SignedDuration::from_secs(value)
    };
    let at = Timestamp::from_second(APPLE_EPOCH).ok()?.checked_add(since).ok()?;
    Some(shown_in(at, zone))
}

/// A spreadsheet's day number: days since 1899-12-30, or 1904-01-01 in old files from a Mac.
pub(crate) fn serial(days: f64, from_1904: bool, zone: &TimeZone) -> Option<Time> {
    if !(1.0..2_958_466.0).contains(&days) {
        return None;
    }
    let days = if from_1904 { days + 1462.0 } else { days };
    let start = jiff::civil::date(1899, 12, 30).at(0, 0, 0, 0);
    let millis = (days * 86_400_000.0).round() as i64;
    // A day number holds a time of day to about a millisecond; people typed whole seconds.
    let seconds = (millis + 500).div_euclid(1000);
    in_zone(start.checked_add(SignedDuration::from_secs(seconds)).ok()?, zone)
}

/// Numbers without separators: Unix times and `20241106183000`. The outer `None` means: not of this kind.
#[expect(clippy::option_option, reason = "three answers: not digits, digits without meaning, a time")]
fn digits_only(text: &str, zone: &TimeZone) -> Option<Option<Time>> {
    let number = text.strip_suffix(".0").unwrap_or(text);
    if number.is_empty() || !number.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let at =
        |range: std::ops::Range<usize>| number.get(range).and_then(|s| s.parse::<i32>().ok()).unwrap_or(-1);
    let looks_like_year = (1990..=2099).contains(&at(0..4));
    Some(match number.len() {
        8 if looks_like_year => {
            civil([at(0..4), at(4..6), at(6..8), 0, 0, 0], 0).and_then(|d| in_zone(d, zone))
        }
        12 if looks_like_year => {
            civil([at(0..4), at(4..6), at(6..8), at(8..10), at(10..12), 0], 0).and_then(|d| in_zone(d, zone))
        }
        14 if looks_like_year => civil([at(0..4), at(4..6), at(6..8), at(8..10), at(10..12), at(12..14)], 0)
            .and_then(|d| in_zone(d, zone)),
        9..=19 => number.parse().ok().and_then(|value| unix(value, zone)),
        _ => None,
    })
}

fn civil(fields: [i32; 6], nanos: i32) -> Option<DateTime> {
    let [year, month, day, hour, minute, second] = fields;
    let small = |v: i32| i8::try_from(v).ok();
    // A leap second is written 60 by a few tools.
    let second = if second == 60 { 59 } else { second };
    DateTime::new(
        i16::try_from(year).ok()?,
        small(month)?,
        small(day)?,
        small(hour)?,
        small(minute)?,
        small(second)?,
        nanos,
    )
    .ok()
}

/// The numbers and words of a written time, in their order.
#[derive(Default)]
struct Parts {
    numbers: [i32; 7],
    widths: [usize; 7],
    count: usize,
    /// Separator after the first number.
    first_separator: char,
    month: Option<i32>,
    /// How many numbers stood before the month's name.
    before_month: usize,
    nanos: i32,
    afternoon: Option<bool>,
    zoned: bool,
    offset: Option<Offset>,
}

impl Parts {
    fn scan(text: &str) -> Option<Self> {
        if text.len() > 80 {
            return None;
        }
        let mut parts = Self::default();
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            rest = if c.is_ascii_digit() {
                parts.number(rest)?
            } else if c.is_alphabetic() {
                parts.word(rest)?
            } else if matches!(c, '+' | '-')
                && parts.count >= 5
                && rest[1..].starts_with(|c: char| c.is_ascii_digit())
            {
                parts.zone(rest)?
            } else if c == '[' {
                "" // RFC 9557 zone name after an offset
            } else if c == '.' && parts.count == 6 && rest[1..].starts_with(|c: char| c.is_ascii_digit()) {
                parts.fraction(&rest[1..])?
            } else {
                &rest[c.len_utf8()..]
            };
        }
        (parts.count >= 2).then_some(parts)
    }

    fn number<'t>(&mut self, rest: &'t str) -> Option<&'t str> {
        let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let (digits, after) = rest.split_at(end);
        // 20241106T183000 in one run
        if digits.len() == 8 && self.count == 0 && after.starts_with('T') {
            self.push(&digits[..4])?;
            self.push(&digits[4..6])?;
            self.push(&digits[6..])?;
            return Some(after);
        }
        if digits.len() == 6 && self.count == 3 {
            for i in [0, 2, 4] {
                self.push(&digits[i..i + 2])?;
            }
            return Some(after);
        }
        if self.count == 0 {
            self.first_separator = after.chars().next().unwrap_or(' ');
        }
        self.push(digits)?;
        Some(after)
    }

    fn push(&mut self, digits: &str) -> Option<()> {
        if self.count == self.numbers.len() || digits.len() > 4 {
            return None;
        }
        self.numbers[self.count] = digits.parse().ok()?;
        self.widths[self.count] = digits.len();
        self.count += 1;
        Some(())
    }

    fn fraction<'t>(&mut self, rest: &'t str) -> Option<&'t str> {
        let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let mut digits: String = rest[..end.min(9)].to_owned();
        while digits.len() < 9 {
            digits.push('0');
        }
        self.nanos = digits.parse().ok()?;
        Some(&rest[end..])
    }

    fn zone<'t>(&mut self, rest: &'t str) -> Option<&'t str> {
        let sign = if rest.starts_with('-') { -1 } else { 1 };
        let body = &rest[1..];
        let end = body.find(|c: char| !c.is_ascii_digit() && c != ':').unwrap_or(body.len());
        let digits: String = body[..end].chars().filter(char::is_ascii_digit).collect();
        let number = |range: std::ops::Range<usize>| digits.get(range).and_then(|s| s.parse::<i32>().ok());
        let (hours, minutes) = match digits.len() {
            1 | 2 => (digits.parse().ok()?, 0),
            3 => (number(0..1)?, number(1..3)?),
            4 => (number(0..2)?, number(2..4)?),
            _ => return None,
        };
        self.set_offset(Offset::from_seconds(sign * (hours * 3600 + minutes * 60)).ok());
        Some(&body[end..])
    }

    fn set_offset(&mut self, offset: Option<Offset>) {
        self.zoned = true;
        self.offset = offset;
    }

    fn word<'t>(&mut self, rest: &'t str) -> Option<&'t str> {
        for (word, afternoon) in [
            ("下午", true),
            ("晚上", true),
            ("中午", true),
            ("傍晚", true),
            ("上午", false),
            ("早上", false),
            ("凌晨", false),
        ] {
            if let Some(after) = rest.strip_prefix(word) {
                self.afternoon = Some(afternoon);
                return Some(after);
            }
        }
        if let Some(after) = rest.strip_prefix("星期").or_else(|| rest.strip_prefix('周')) {
            return Some(after.get(after.chars().next().map_or(0, char::len_utf8)..).unwrap_or(""));
        }
        let first = rest.chars().next()?;
        if matches!(first, '年' | '月' | '日' | '号' | '时' | '点' | '分' | '秒') {
            return Some(&rest[first.len_utf8()..]);
        }
        let end = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        self.english(word)?;
        Some(after)
    }

    fn english(&mut self, word: &str) -> Option<()> {
        const MONTHS: [&str; 12] =
            ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
        let lower = word.to_ascii_lowercase();
        match lower.as_str() {
            "z" | "gmt" | "utc" => self.set_offset(Some(Offset::UTC)),
            "am" => self.afternoon = Some(false),
            "pm" => self.afternoon = Some(true),
            "china" | "cst" => self.set_offset(Offset::from_seconds(8 * 3600).ok()),
            "t" | "at" | "standard" | "time" | "mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun" => {}
            _ if lower.ends_with("day") => {}
            _ => {
                self.month = Some((1..).zip(MONTHS).find(|(_, m)| lower.starts_with(m))?.0);
                self.before_month = self.count;
            }
        }
        Some(())
    }

    fn civil(&self) -> Option<DateTime> {
        let n = self.numbers;
        let (date, clock) = match (self.month, self.before_month) {
            // Nov 6, 2024, 6:41:09 PM, or Thu Nov  7 13:00:00 2024 with the year last
            (Some(month), 0) if self.widths[1] == 4 => ([n[1], month, n[0]], &n[2..]),
            (Some(month), 0) => ([n[self.count - 1], month, n[0]], &n[1..self.count - 1]),
            // 7 Nov 2024 13:00:00
            (Some(month), 1) => ([n[1], month, n[0]], &n[2..]),
            (None, _) if self.count < 3 => return None,
            (None, _) if self.widths[0] == 4 => ([n[0], n[1], n[2]], &n[3..]),
            (None, _) if self.widths[2] == 4 && (self.first_separator == '.' || n[0] > 12) => {
                ([n[2], n[1], n[0]], &n[3..])
            }
            (None, _) if self.widths[2] == 4 => ([n[2], n[0], n[1]], &n[3..]),
            (None, _) if self.widths[0] == 2 => ([2000 + n[0], n[1], n[2]], &n[3..]),
            _ => return None,
        };
        let field = |i: usize| clock.get(i).copied().unwrap_or(0);
        let hour = match (self.afternoon, field(0)) {
            (Some(true), hour @ 1..=11) => hour + 12,
            (Some(false), 12) => 0,
            (_, hour) => hour,
        };
        civil([date[0], date[1], date[2], hour, field(1), field(2)], self.nanos)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let zone = TimeZone::get("Asia/Shanghai").unwrap();
        parse(text, &zone).map_or_else(
            || "none".to_owned(),
            |t| format!("{}{}", t.to_rfc3339(), if t.tz_assumed { " assumed" } else { "" }),
        )
    }

    #[test]
    fn every_way_to_write_a_time() {
        for (text, want) in [
            ("2026-03-05T22:41:00+08:00", "2026-03-05T22:41:00+08:00"),
            ("2026-03-05T22:41:00-05:30", "2026-03-05T22:41:00-05:30"),
            ("2026-03-05T14:41:00Z", "2026-03-05T14:41:00+00:00"),
            ("2026-03-05T14:41:00.25Z", "2026-03-05T14:41:00.25+00:00"),
            ("2024-11-06 18:41:09", "2024-11-06T18:41:09+08:00 assumed"),
            ("2024/11/06 18:41", "2024-11-06T18:41:00+08:00 assumed"),
            ("2024.11. 5  9:12", "2024-11-05T09:12:00+08:00 assumed"),
            ("2013. 7.15  8:12", "2013-07-15T08:12:00+08:00 assumed"),
            ("2013年12月26日 下午8:56:00", "2013-12-26T20:56:00+08:00 assumed"),
            ("2013年12月26日 上午12:05:00", "2013-12-26T00:05:00+08:00 assumed"),
            ("2013年12月26日 星期四 20时56分", "2013-12-26T20:56:00+08:00 assumed"),
            ("Nov 6, 2024, 6:41:09 PM", "2024-11-06T18:41:09+08:00 assumed"),
            ("Thursday, November 7, 2024 10:05:00 AM China Standard Time", "2024-11-07T10:05:00+08:00"),
            ("Thu Nov  7 13:00:00 2024", "2024-11-07T13:00:00+08:00 assumed"),
            ("Thu, 7 Nov 2024 13:00:00 +0800", "2024-11-07T13:00:00+08:00"),
            ("20091105T011233Z", "2009-11-05T01:12:33+00:00"),
            ("05.11.2009 09:12:33", "2009-11-05T09:12:33+08:00 assumed"),
            ("2014/06/29 09:38:53 GMT", "2014-06-29T09:38:53+00:00"),
            ("20241106183000", "2024-11-06T18:30:00+08:00 assumed"),
            ("2024-11-06", "2024-11-06T00:00:00+08:00 assumed"),
            ("1730769153000", "2024-11-05T09:12:33+08:00"),
            ("1730769153", "2024-11-05T09:12:33+08:00"),
            ("45601.38371527778", "2024-11-05T09:12:33+08:00 assumed"),
            ("2024-13-40", "none"),
            ("2024-11-06 25:00:00", "none"),
            ("yesterday", "none"),
            ("", "none"),
            ("12", "none"),
        ] {
            assert_eq!(shown(text), want, "{text}");
        }
    }

    #[test]
    fn apple_and_spreadsheet_days() {
        let zone = TimeZone::get("Asia/Shanghai").unwrap();
        let rfc = |t: Option<Time>| t.map(|t| t.to_rfc3339()).unwrap_or_default();
        assert_eq!(rfc(apple(752_461_953, &zone)), "2024-11-05T09:12:33+08:00");
        assert_eq!(rfc(apple(752_461_953_000_000_000, &zone)), "2024-11-05T09:12:33+08:00");
        assert_eq!(rfc(serial(45_601.383_715_277_78, false, &zone)), "2024-11-05T09:12:33+08:00");
    }
}
