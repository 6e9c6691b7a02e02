//! One message of the export with what the classifier says about it.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::{Offset, offset};
use smsift::{Category, Direction, Tactic, VerdictRecord};
use smsift_dump::Record;

/// All times of an audit are shown and compared in Asia/Shanghai, which has been UTC+8 without summer time since
/// before the first SMS.
pub(crate) const SHANGHAI: Offset = offset(8);

/// Local time in Asia/Shanghai.
pub(crate) fn shanghai(at: Timestamp) -> DateTime {
    SHANGHAI.to_datetime(at)
}

/// One message of the export.
#[derive(Clone, Debug, PartialEq)]
pub struct Contact {
    /// The message as the dump has it. An unknown direction is read as incoming.
    pub record: Record,
    /// What the classifier says; outgoing messages need none.
    pub verdict: Option<VerdictRecord>,
}

impl Contact {
    /// The category; outgoing and unclassified messages are `other`.
    pub fn category(&self) -> Category {
        self.verdict.as_ref().filter(|_| self.is_incoming()).map_or(Category::Other, |v| v.category)
    }

    /// The tactics of collection pressure.
    pub fn tactics(&self) -> &[Tactic] {
        self.verdict.as_ref().map_or(&[], |v| &v.tactics)
    }

    /// Whether it was received; unknown counts as received.
    pub fn is_incoming(&self) -> bool {
        self.record.direction != Direction::Out
    }
}
