//! Findings, report and evidence pack about the messages that came after an agreement.
//!
//! The meaning of every finding is part of the public contract; a finding says what was seen, never that a rule was
//! broken. The library reads no files and no clock except where a function says so; it never prints.

mod amount;
mod audit;
mod case;
mod contact;
mod contact_rules;
mod error;
mod finding;
mod history;
mod institution;
mod lang;
mod meaning;
mod number;
mod optout;
mod pack;
mod previous;
mod redact;
mod reminder;
mod report;
mod request;
mod sent;
mod signature;
mod span;
mod text;
mod words;

pub use audit::Audit;
pub use case::{Agreement, Case, LenderType, Proposal, template};
pub use contact::Contact;
pub use contact_rules::{Certainty, Check, Citation, ContactRule, Strength, Weight, contact_rules};
pub use error::{Error, ErrorKind, Position};
pub use finding::{Code, Detail, Finding};
pub use history::{Entry, History, Party};
pub use lang::Lang;
pub use number::Number;
pub use optout::OptOut;
pub use pack::{Input, PackOptions, PackSummary, hash_file, write_pack};
pub use previous::{Changes, FindingChange};
pub use redact::Redactor;
pub use request::{Request, Waiting};
pub use signature::signature;
