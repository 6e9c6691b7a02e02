//! Counting what came out.

use smsift::{Category, Intensity, Tactic, Verdict};
use smsift_dump::Record;

/// Counts over messages, for the summary.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    /// Messages.
    pub(crate) messages: u64,
    /// Messages whose verdict is doubtful.
    pub(crate) unsure: u64,
    /// Messages that hide words.
    pub(crate) disguised: u64,
    /// Messages whose time zone was assumed.
    pub(crate) tz_assumed: u64,
    categories: [u64; Category::ALL.len()],
    tactics: [u64; Tactic::ALL.len()],
    intensities: [u64; Intensity::ALL.len()],
}

impl Tally {
    /// Counts one message.
    pub(crate) fn add(&mut self, record: &Record, verdict: &Verdict<'_>) {
        self.messages += 1;
        self.unsure += u64::from(verdict.is_unsure());
        self.disguised += u64::from(verdict.is_disguised());
        self.tz_assumed += u64::from(record.time.is_some_and(|time| time.tz_assumed));
        bump(&mut self.categories, Category::ALL, verdict.category());
        for &tactic in verdict.tactics() {
            bump(&mut self.tactics, Tactic::ALL, tactic);
        }
        if verdict.category() == Category::CollectionPressure {
            bump(&mut self.intensities, Intensity::ALL, verdict.intensity());
        }
    }

    /// Adds the counts of another part of the input.
    pub(crate) fn merge(&mut self, other: &Self) {
        self.messages += other.messages;
        self.unsure += other.unsure;
        self.disguised += other.disguised;
        self.tz_assumed += other.tz_assumed;
        sum(&mut self.categories, &other.categories);
        sum(&mut self.tactics, &other.tactics);
        sum(&mut self.intensities, &other.intensities);
    }

    /// Messages per category, in the order of the taxonomy.
    pub(crate) fn categories(&self) -> impl Iterator<Item = (Category, u64)> {
        Category::ALL.iter().copied().zip(self.categories)
    }

    /// Messages per tactic, in the order of the taxonomy.
    pub(crate) fn tactics(&self) -> impl Iterator<Item = (Tactic, u64)> {
        Tactic::ALL.iter().copied().zip(self.tactics)
    }

    /// Collection pressure per intensity, mildest first.
    pub(crate) fn intensities(&self) -> impl Iterator<Item = (Intensity, u64)> {
        Intensity::ALL.iter().copied().zip(self.intensities)
    }
}

fn bump<T: PartialEq + Copy>(counts: &mut [u64], all: &[T], value: T) {
    if let Some(at) = all.iter().position(|candidate| *candidate == value) {
        counts[at] += 1;
    }
}

fn sum(counts: &mut [u64], others: &[u64]) {
    for (count, other) in counts.iter_mut().zip(others) {
        *count += other;
    }
}
