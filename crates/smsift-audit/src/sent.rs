//! The time at which a message was sent, where the dump gives it besides the time of receipt.

use jiff::Timestamp;
use jiff::civil::DateTime;
use serde_json::Value;
use smsift_dump::Record;

use crate::contact::shanghai;

/// Keys under which exports carry it.
const KEYS: [&str; 5] = ["sent", "sent_time", "time_sent", "sent_at", "date_sent"];

/// Local time in Asia/Shanghai. RFC 3339, or milliseconds or seconds since 1970; zero means not known.
pub(crate) fn sent_time(record: &Record) -> Option<DateTime> {
    let at = KEYS.iter().find_map(|key| timestamp(record.extra.get(*key)?))?;
    Some(shanghai(at))
}

fn timestamp(value: &Value) -> Option<Timestamp> {
    let number = value.as_i64().or_else(|| value.as_str()?.parse().ok());
    match number {
        Some(0) => None,
        Some(n) if n.abs() >= 100_000_000_000 => Timestamp::from_millisecond(n).ok(),
        Some(n) => Timestamp::from_second(n).ok(),
        None => value.as_str()?.parse().ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn reads_milliseconds_seconds_and_text() {
        for value in [json!(1_772_700_060_000_i64), json!("1772700060"), json!("2026-03-05T08:41:00Z")] {
            let mut record = Record::default();
            record.extra.insert("date_sent".into(), value);
            assert_eq!(sent_time(&record).unwrap().to_string(), "2026-03-05T16:41:00");
        }
        let mut record = Record::default();
        record.extra.insert("date_sent".into(), json!(0));
        assert_eq!(sent_time(&record), None);
    }
}
