//! The audit: history in, findings out.

use crate::case::Case;
use crate::contact::Contact;
use crate::contact_rules::cite;
use crate::finding::{Context, Finding, find_all};
use crate::history::{History, Party};
use crate::optout::{OptOut, opt_outs};
use crate::request::{Request, requests};

/// What an audit found.
///
/// ```
/// use smsift_audit::{Audit, Case, Contact};
/// use smsift_dump::Record;
///
/// let case = Case::parse("[[agreement]]\ncreditor = \"东浦银行\"\nagreed_on = 2026-01-12\n")?;
/// let record = Record { text: "【东浦银行】分期第1期268.20元，还款日2月10日。".into(), ..Record::default() };
/// let verdict = smsift::Classifier::bundled().classify(record.message()).to_record();
/// let audit = Audit::new(case, vec![Contact { record, verdict: Some(verdict) }]);
/// assert!(audit.findings.is_empty());
/// # Ok::<(), smsift_audit::Error>(())
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Audit {
    /// All messages in order.
    pub history: History,
    /// What was seen.
    pub findings: Vec<Finding>,
    /// Refusals that were sent.
    pub opt_outs: Vec<OptOut>,
    /// Disputes, complaints and negotiation requests that were sent.
    pub requests: Vec<Request>,
    /// Pressure after an agreement that, as the user says, was not kept: listed, no finding.
    pub after_broken_plan: Vec<(Party, Vec<usize>)>,
}

impl Audit {
    /// Audits the messages of a case. Linear in their number, apart from sorting them.
    pub fn new(case: Case, contacts: Vec<Contact>) -> Self {
        let history = History::new(case, contacts);
        let opt_outs = opt_outs(&history);
        let requests = requests(&history);
        let context = Context { history: &history, opt_outs: &opt_outs, requests: &requests };
        let mut findings = find_all(&context);
        cite(&history, &mut findings);
        let after_broken_plan = after_broken_plan(&history);
        Self { history, findings, opt_outs, requests, after_broken_plan }
    }
}

fn after_broken_plan(history: &History) -> Vec<(Party, Vec<usize>)> {
    let broken = history.case.agreements.iter().filter(|a| a.up_to_date == Some(false));
    let list = broken.map(|agreement| {
        let pressing = history.incoming().filter(|(_, e)| {
            e.is_pressure()
                && History::is_after(e, agreement)
                && history.agreements(e).any(|a| std::ptr::eq(a, agreement))
        });
        (Party::Creditor(agreement.creditor.clone()), pressing.map(|(i, _)| i).collect::<Vec<_>>())
    });
    list.filter(|(_, messages)| !messages.is_empty()).collect()
}
