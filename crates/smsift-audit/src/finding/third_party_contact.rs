//! Pressure that asks the recipient about somebody else's debt or to pass it on, or says that others will be or have
//! been told.

use smsift::Tactic;

use super::{Code, Context, Finding, select};

pub(super) fn find(context: &Context<'_>) -> Vec<Finding> {
    select(context, Code::ThirdPartyContact, |e| e.presses_with(Tactic::ThirdParty))
}
