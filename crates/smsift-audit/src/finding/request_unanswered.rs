//! A dispute, complaint or negotiation request that waited more than 15 days for an individual answer.

use super::{Code, Context, Detail, Finding};
use crate::request::LONGEST_WAIT_DAYS;

pub(super) fn find(context: &Context<'_>) -> Vec<Finding> {
    let mut out = Vec::new();
    for request in context.requests {
        for waiting in request.waiting.iter().filter(|w| w.days > LONGEST_WAIT_DAYS) {
            out.push(Finding {
                code: Code::RequestUnanswered,
                party: waiting.party.clone(),
                uncertain: waiting.referred_to_by.is_some(),
                messages: vec![request.message],
                detail: Detail::Waiting(waiting.clone()),
                citations: Vec::new(),
            });
        }
    }
    out
}
