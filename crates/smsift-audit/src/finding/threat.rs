//! Insults and criminal threats always; a visit, a lawsuit or freezing only together with an ultimatum.

use smsift::Tactic;

use super::{Code, Context, Detail, Finding, Gather};
use crate::history::Entry;

const ALWAYS: [Tactic; 2] = [Tactic::CriminalThreat, Tactic::Shaming];
const WITH_ULTIMATUM: [Tactic; 3] = [Tactic::HomeVisit, Tactic::AssetEnforcement, Tactic::LegalAction];

pub(super) fn find(context: &Context<'_>) -> Vec<Finding> {
    let mut gather = Gather::new(Code::Threat);
    for (i, entry) in context.history.incoming().filter(|(_, e)| e.is_pressure()) {
        if !threatening(entry).is_empty() {
            gather.add_entry(context.history, i, entry, false);
        }
    }
    let entries = &context.history.entries;
    gather.finish(|_, messages| {
        Detail::Tactics(messages.iter().map(|&i| (i, threatening(&entries[i]))).collect())
    })
}

/// The tactics that make a message a threat.
fn threatening(entry: &Entry) -> Vec<Tactic> {
    let tactics = entry.contact.tactics();
    let ultimatum = tactics.contains(&Tactic::Ultimatum);
    let counts = |t: &Tactic| ALWAYS.contains(t) || (ultimatum && WITH_ULTIMATUM.contains(t));
    tactics.iter().copied().filter(counts).collect()
}
