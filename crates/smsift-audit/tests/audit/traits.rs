//! Public types can go to other threads.

use smsift_audit::{
    Audit, Case, Changes, Citation, Contact, ContactRule, Entry, Error, Finding, History, Input, Number,
    OptOut, PackOptions, PackSummary, Party, Proposal, Redactor, Request, Waiting,
};

const fn is_free<T: Send + Sync + std::panic::UnwindSafe + std::panic::RefUnwindSafe>() {}

/// An error carries its source, which may not be unwind safe.
const fn is_sent<T: Send + Sync>() {}

#[test]
fn public_types_are_send_and_sync() {
    is_free::<Audit>();
    is_free::<Case>();
    is_free::<Changes>();
    is_free::<Citation>();
    is_free::<Contact>();
    is_free::<ContactRule>();
    is_free::<Entry>();
    is_free::<Finding>();
    is_free::<History>();
    is_free::<Input>();
    is_free::<Number>();
    is_free::<OptOut>();
    is_free::<PackOptions>();
    is_free::<PackSummary>();
    is_free::<Party>();
    is_free::<Proposal>();
    is_free::<Redactor>();
    is_free::<Request>();
    is_free::<Waiting>();
    is_sent::<Error>();
}
