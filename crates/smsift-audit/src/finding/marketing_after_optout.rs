//! Marketing from a number or under a signature that the recipient had refused.
//!
//! From the same number under another signature it is uncertain: numbers are shared.

use std::collections::BTreeMap;

use smsift::Category;

use super::{Code, Context, Detail, Finding, Gather};
use crate::history::Entry;
use crate::optout::OptOut;
use crate::text::contains_any;
use crate::words::Words;

pub(super) fn find(context: &Context<'_>) -> Vec<Finding> {
    let mut gather = Gather::new(Code::MarketingAfterOptout);
    let mut reached_by = BTreeMap::new();
    for (i, entry) in context.history.incoming() {
        if entry.category() != Category::Marketing || entry.time.is_none() || confirms_refusal(entry) {
            continue;
        }
        let reaching: Vec<(usize, bool)> = context
            .opt_outs
            .iter()
            .filter(|o| o.message < i)
            .filter_map(|o| reach(o, entry).map(|uncertain| (o.message, uncertain)))
            .collect();
        if let Some(&(opt_out, uncertain)) = reaching.first() {
            reached_by.insert(i, opt_out);
            gather.add_entry(context.history, i, entry, uncertain);
        }
    }
    gather.finish(|_, messages| {
        Detail::OptOut(messages.iter().filter_map(|i| reached_by.get(i).map(|o| (*i, *o))).collect())
    })
}

/// The confirmation of a refusal speaks of advertising and is none.
fn confirms_refusal(entry: &Entry) -> bool {
    contains_any(&entry.folded(), &Words::bundled().opt_out.confirmations)
}

/// `None` when the opt-out does not reach the advert, else whether that is uncertain.
fn reach(opt_out: &OptOut, entry: &Entry) -> Option<bool> {
    let same_number = entry.peer.as_ref() == Some(&opt_out.number);
    let both = opt_out.signature.as_ref().zip(entry.signature.as_ref());
    match both {
        Some((refused, seen)) if refused == seen => Some(false),
        Some(_) => same_number.then_some(true),
        None => same_number.then_some(false),
    }
}
