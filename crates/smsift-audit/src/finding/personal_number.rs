//! Pressure from a mainland mobile number.

use super::{Code, Context, Finding, select};
use crate::number::Number;

pub(super) fn find(context: &Context<'_>) -> Vec<Finding> {
    select(context, Code::PersonalNumber, |e| {
        e.is_pressure() && e.peer.as_ref().is_some_and(Number::is_mobile)
    })
}
