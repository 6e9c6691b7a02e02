//! Pressure whose sender claims to be a court, the police, a lawyer or another authority.

use smsift::Tactic;

use super::{Code, Context, Finding, select};

pub(super) fn find(context: &Context<'_>) -> Vec<Finding> {
    select(context, Code::Impersonation, |e| e.presses_with(Tactic::Impersonation))
}
