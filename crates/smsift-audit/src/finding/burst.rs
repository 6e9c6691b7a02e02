//! More than three messages about one debt on one day: a count, not a limit.
//!
//! Pressure counts, and reminders that state a missed payment unless they are about the agreed instalment.

use std::collections::BTreeMap;

use jiff::civil::Date;
use smsift::Category;

use super::{Code, Context, Detail, Finding};
use crate::history::{Entry, Party};
use crate::reminder::{is_legitimate, states_missed_payment};

const MORE_THAN: usize = 3;

pub(super) fn find(context: &Context<'_>) -> Vec<Finding> {
    let mut days: BTreeMap<(Date, Party), Vec<usize>> = BTreeMap::new();
    for (i, entry) in context.history.incoming() {
        let Some(day) = entry.day() else { continue };
        for party in context.history.parties(entry) {
            if counts(context, entry, &party) {
                days.entry((day, party)).or_default().push(i);
            }
        }
    }
    let finding = |((day, party), messages): ((Date, Party), Vec<usize>)| Finding {
        code: Code::Burst,
        party,
        uncertain: false,
        messages,
        detail: Detail::Day(day),
        citations: Vec::new(),
    };
    days.into_iter().filter(|(_, messages)| messages.len() > MORE_THAN).map(finding).collect()
}

fn counts(context: &Context<'_>, entry: &Entry, party: &Party) -> bool {
    match entry.category() {
        Category::CollectionPressure => true,
        Category::RepaymentReminder => {
            states_missed_payment(&entry.folded()) && !is_legitimate(context.history, entry, party)
        }
        _ => false,
    }
}
