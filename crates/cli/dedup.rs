//! Leaving out messages that an export holds twice.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};

use smsift_dump::{Record, normal_address};

/// Seconds within which the same text from the same number is the same message.
const WINDOW: i64 = 60;
/// Messages remembered before the older half is forgotten: about 16 MiB.
const GENERATION: usize = 1 << 18;

/// Remembers the messages that were kept.
///
/// A message is a duplicate when direction, number and text equal those of a message kept before, at most 60 seconds
/// apart. Messages without a time are never duplicates: nothing says that they are one. Memory is bounded: at least
/// the last 262,144 different messages are remembered, older ones are forgotten.
#[derive(Debug, Default)]
pub(crate) struct Dedup {
    hasher: RandomState,
    /// Hash over message and minute → second at which it was kept. Two generations, the younger first.
    seen: [HashMap<u64, i64>; 2],
}

impl Dedup {
    /// True if an equal message was kept within a minute; else the message counts as kept.
    pub(crate) fn is_duplicate(&mut self, record: &Record) -> bool {
        let Some(time) = &record.time else { return false };
        let second = time.at.as_second();
        let minute = second.div_euclid(WINDOW);
        // Two kept messages are more than a minute apart, so a minute holds one of them at most.
        let key = |minute: i64| {
            let number = record.sender.as_deref().map(normal_address);
            self.hasher.hash_one((record.direction, number, &record.text, minute))
        };
        let near = [key(minute - 1), key(minute), key(minute + 1)];
        let kept = |key: &u64| self.seen.iter().find_map(|seen| seen.get(key));
        if near.iter().filter_map(kept).any(|at| (second - at).abs() <= WINDOW) {
            return true;
        }
        if self.seen[0].len() >= GENERATION {
            self.seen.swap(0, 1);
            self.seen[0].clear();
        }
        self.seen[0].insert(near[1], second);
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use smsift_dump::Time;

    fn message(second: i64, sender: &str, text: &str) -> Record {
        let at = jiff::Timestamp::from_second(second).unwrap();
        let time = Time { at, offset: jiff::tz::Offset::UTC, tz_assumed: false };
        Record { time: Some(time), sender: Some(sender.into()), text: text.into(), ..Record::default() }
    }

    #[test]
    fn sixty_seconds_after_the_kept_one() {
        let mut dedup = Dedup::default();
        let kept: Vec<i64> = [100, 130, 160, 161, 221, 222, 90]
            .into_iter()
            .filter(|&second| !dedup.is_duplicate(&message(second, "10690", "a")))
            .collect();
        assert_eq!(kept, [100, 161, 222]);
    }

    #[test]
    fn another_number_text_or_unknown_time_is_another_message() {
        let mut dedup = Dedup::default();
        assert!(!dedup.is_duplicate(&message(0, "13800138000", "a")));
        assert!(dedup.is_duplicate(&message(0, "+86 138-0013-8000", "a")));
        assert!(!dedup.is_duplicate(&message(0, "13800138001", "a")));
        assert!(!dedup.is_duplicate(&message(0, "13800138000", "b")));
        let untimed = Record { text: "a".into(), ..Record::default() };
        assert!(!dedup.is_duplicate(&untimed) && !dedup.is_duplicate(&untimed));
    }

    #[test]
    fn memory_is_bounded() {
        let mut dedup = Dedup::default();
        let seconds = (0i64..).step_by(120).take(3 * GENERATION);
        for second in seconds {
            dedup.is_duplicate(&message(second, "1", "a"));
        }
        assert!(dedup.seen.iter().map(HashMap::len).sum::<usize>() <= 2 * GENERATION);
    }
}
