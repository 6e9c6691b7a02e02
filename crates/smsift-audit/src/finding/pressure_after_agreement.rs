//! Collection pressure about a debt on which an agreement was made, after the day of the agreement.
//!
//! Any tactic counts, from whoever sends it. While the user says that the plan was not kept nothing is reported; while
//! the user says nothing the finding is uncertain.

use super::{Code, Context, Detail, Finding, Gather};
use crate::history::{Entry, History, Party};

pub(super) fn find(context: &Context<'_>) -> Vec<Finding> {
    let mut gather = Gather::new(Code::PressureAfterAgreement);
    for (i, entry) in context.history.incoming().filter(|(_, e)| e.is_pressure()) {
        for (party, uncertain) in kept_plans(context.history, entry) {
            gather.add(i, party, uncertain);
        }
    }
    gather.finish(|_, _| Detail::None)
}

/// The creditors whose agreement the message comes after, with whether it is uncertain that the plan was kept. Of two
/// agreements with one creditor the certain one decides.
pub(super) fn kept_plans(history: &History, entry: &Entry) -> Vec<(Party, bool)> {
    let mut out: Vec<(Party, bool)> = Vec::new();
    for agreement in history.agreements(entry).filter(|a| History::is_after(entry, a)) {
        let Some(uncertain) = agreement.up_to_date.map_or(Some(true), |kept| kept.then_some(false)) else {
            continue;
        };
        let party = Party::Creditor(agreement.creditor.clone());
        match out.iter_mut().find(|(p, _)| *p == party) {
            Some((_, known)) => *known &= uncertain,
            None => out.push((party, uncertain)),
        }
    }
    out
}
