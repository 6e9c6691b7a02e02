//! A demand above the agreed instalment, after the day of the agreement.

use std::collections::BTreeMap;

use smsift::{Category, Tactic};

use super::pressure_after_agreement::kept_plans;
use super::{Code, Context, Detail, Finding, Gather};
use crate::amount::Amounts;
use crate::history::{Entry, History, Party};
use crate::words::Words;

pub(super) fn find(context: &Context<'_>) -> Vec<Finding> {
    let mut gather = Gather::new(Code::AmountContradictsAgreement);
    let mut seen: BTreeMap<(usize, Party), (f64, f64)> = BTreeMap::new();
    for (i, entry) in context.history.incoming().filter(|(_, e)| may_demand(e)) {
        let plans = kept_plans(context.history, entry);
        if plans.is_empty() {
            continue;
        }
        let amounts = Amounts::read(&entry.folded(), entry.category(), &Words::bundled().amount);
        for (party, uncertain) in plans {
            if let Some(pair) = contradiction(context.history, entry, &party, &amounts) {
                seen.insert((i, party.clone()), pair);
                gather.add(i, party, uncertain);
            }
        }
    }
    gather.finish(|party, messages| {
        let pair = |&i: &usize| seen.get(&(i, party.clone())).map(|p| (i, *p));
        Detail::Amounts(messages.iter().filter_map(pair).collect())
    })
}

/// An offer to settle is no demand.
fn may_demand(entry: &Entry) -> bool {
    match entry.category() {
        Category::RepaymentReminder => true,
        Category::CollectionPressure => entry.contact.tactics() != [Tactic::SettlementOffer],
        _ => false,
    }
}

/// Demand and instalment, when no amount equals the instalment of any agreement with that creditor.
fn contradiction(history: &History, entry: &Entry, party: &Party, amounts: &Amounts) -> Option<(f64, f64)> {
    let monthly: Vec<f64> = history
        .agreements(entry)
        .filter(|a| Some(a.creditor.as_str()) == party.creditor() && History::is_after(entry, a))
        .filter(|a| a.up_to_date != Some(false))
        .filter_map(|a| a.monthly)
        .collect();
    let agreed = monthly.iter().copied().max_by(f64::total_cmp)?;
    let demand = amounts.largest_demand()?;
    (demand > agreed + 1.0 && !monthly.iter().any(|m| amounts.equals(*m))).then_some((demand, agreed))
}
