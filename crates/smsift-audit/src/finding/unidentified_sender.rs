//! Pressure without a signature that names no institution either.

use std::collections::HashSet;

use super::{Code, Context, Finding, select};
use crate::institution::names_institution;
use crate::signature::has_brackets;
use crate::text::{compact, fold};
use crate::words::Words;

pub(super) fn find(context: &Context<'_>) -> Vec<Finding> {
    let known = known_names(context);
    select(context, Code::UnidentifiedSender, |e| {
        e.is_pressure()
            && e.signature.is_none()
            && e.agreements.is_empty()
            && !has_brackets(&e.contact.record.text)
            && !names_institution(&e.folded(), &known)
    })
}

/// Names of the case, and signatures seen anywhere in the export: a name that the recipient knows from elsewhere
/// identifies the sender although the message has no signature.
fn known_names(context: &Context<'_>) -> Vec<String> {
    let generic = &Words::bundled().institution.generic;
    let case = context.history.case.agreements.iter().flat_map(|a| a.names().map(fold));
    let signatures: HashSet<String> =
        context.history.incoming().filter_map(|(_, e)| e.signature.as_deref().map(compact)).collect();
    let usable =
        |s: &String| s.chars().count() >= 2 && !generic.contains(s) && s.chars().any(|c| !c.is_ascii_digit());
    let mut names: Vec<String> = case.chain(signatures).filter(usable).collect();
    names.sort_unstable();
    names.dedup();
    names
}
