//! Pressure between 22:00:00 and 07:59:59 in Asia/Shanghai.
//!
//! Within five minutes of a boundary, on either side, and when sending and receiving time disagree about the night, the
//! finding is uncertain.

use jiff::civil::Time;

use super::{Code, Context, Detail, Finding, Gather};
use crate::history::Entry;
use crate::sent::sent_time;

pub(super) fn find(context: &Context<'_>) -> Vec<Finding> {
    let mut gather = Gather::new(Code::NightContact);
    for (i, entry) in context.history.incoming().filter(|(_, e)| e.is_pressure()) {
        if let Some(uncertain) = at_night(entry) {
            gather.add_entry(context.history, i, entry, uncertain);
        }
    }
    gather.finish(|_, _| Detail::None)
}

/// `None` by day, else whether it is uncertain.
fn at_night(entry: &Entry) -> Option<bool> {
    let received = night(entry.time?.time());
    let sent = sent_time(&entry.contact.record).map(|t| night(t.time()));
    match (received, sent) {
        (Night::No, None | Some(Night::No)) => None,
        (Night::Certain, None | Some(Night::Certain)) => Some(false),
        _ => Some(true),
    }
}

#[derive(Clone, Copy, PartialEq, Debug)]
enum Night {
    No,
    Boundary,
    Certain,
}

fn night(time: Time) -> Night {
    let second = i32::from(time.hour()) * 3600 + i32::from(time.minute()) * 60 + i32::from(time.second());
    let at = |h: i32, m: i32, s: i32| h * 3600 + m * 60 + s;
    if second >= at(22, 5, 1) || second <= at(7, 54, 59) {
        Night::Certain
    } else if second >= at(21, 55, 0) || second <= at(8, 5, 0) {
        Night::Boundary
    } else {
        Night::No
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boundaries_to_the_second() {
        for (text, expected) in [
            ("21:54:59", Night::No),
            ("21:55:00", Night::Boundary),
            ("22:00:00", Night::Boundary),
            ("22:05:00", Night::Boundary),
            ("22:05:01", Night::Certain),
            ("00:00:00", Night::Certain),
            ("07:54:59", Night::Certain),
            ("07:55:00", Night::Boundary),
            ("08:05:00", Night::Boundary),
            ("08:05:01", Night::No),
            ("12:00:00", Night::No),
        ] {
            assert_eq!(night(text.parse().unwrap()), expected, "{text}");
        }
    }
}
