//! The findings: one file per code.

mod amount_contradicts_agreement;
mod burst;
mod code;
mod impersonation;
mod marketing_after_optout;
mod marketing_without_optout;
mod night_contact;
mod personal_number;
mod pressure_after_agreement;
mod request_unanswered;
mod third_party_contact;
mod threat;
mod unidentified_sender;

use std::collections::BTreeMap;

use jiff::civil::Date;
use smsift::Tactic;

use crate::contact_rules::Citation;
use crate::history::{Entry, History, Party};
use crate::optout::OptOut;
use crate::request::{Request, Waiting};

pub use code::Code;

/// Something that was seen. It never says that a rule was broken.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Finding {
    /// What was seen.
    pub code: Code,
    /// With whom.
    pub party: Party,
    /// Whether it needs a reader to be sure.
    pub uncertain: bool,
    /// The messages in order of time, as indexes into the history.
    pub messages: Vec<usize>,
    /// What else belongs to it.
    pub detail: Detail,
    /// The contact rules that may be cited, by the date of each message and the type of lender.
    pub citations: Vec<Citation>,
}

/// What a finding says besides its messages.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Detail {
    /// Nothing.
    None,
    /// The day of a burst.
    Day(Date),
    /// The tactics that made each message a threat.
    Tactics(BTreeMap<usize, Vec<Tactic>>),
    /// The largest amount that each message demands, and the instalment that was agreed.
    Amounts(BTreeMap<usize, (f64, f64)>),
    /// The opt-out that each advert came after.
    OptOut(BTreeMap<usize, usize>),
    /// How long a request has waited.
    Waiting(Waiting),
}

/// What all findings read.
pub(crate) struct Context<'h> {
    pub(crate) history: &'h History,
    pub(crate) opt_outs: &'h [OptOut],
    pub(crate) requests: &'h [Request],
}

/// All findings, in the order of the codes, then of their first message.
pub(crate) fn find_all(context: &Context<'_>) -> Vec<Finding> {
    let finders: [fn(&Context<'_>) -> Vec<Finding>; 12] = [
        pressure_after_agreement::find,
        amount_contradicts_agreement::find,
        marketing_after_optout::find,
        marketing_without_optout::find,
        night_contact::find,
        burst::find,
        third_party_contact::find,
        threat::find,
        impersonation::find,
        unidentified_sender::find,
        personal_number::find,
        request_unanswered::find,
    ];
    let mut all: Vec<Finding> = finders.iter().flat_map(|find| find(context)).collect();
    all.sort_by_key(|f| (f.code, f.messages.first().copied(), f.uncertain));
    all
}

/// Gathers messages into one finding per party and certainty.
struct Gather {
    code: Code,
    groups: BTreeMap<(Party, bool), Vec<usize>>,
}

impl Gather {
    fn new(code: Code) -> Self {
        Self { code, groups: BTreeMap::new() }
    }

    /// Adds a message for one party.
    fn add(&mut self, index: usize, party: Party, uncertain: bool) {
        self.groups.entry((party, uncertain)).or_default().push(index);
    }

    /// Adds a message for everyone it counts for.
    fn add_entry(&mut self, history: &History, index: usize, entry: &Entry, uncertain: bool) {
        for party in history.parties(entry) {
            self.add(index, party, uncertain);
        }
    }

    /// The findings, each with the detail that `detail` gives for its messages.
    fn finish(self, detail: impl Fn(&Party, &[usize]) -> Detail) -> Vec<Finding> {
        let code = self.code;
        let group = |((party, uncertain), messages): ((Party, bool), Vec<usize>)| Finding {
            code,
            detail: detail(&party, &messages),
            party,
            uncertain,
            messages,
            citations: Vec::new(),
        };
        self.groups.into_iter().map(group).collect()
    }
}

/// One finding per party of the messages that pass the test, all of them certain.
fn select(context: &Context<'_>, code: Code, test: impl Fn(&Entry) -> bool) -> Vec<Finding> {
    let mut gather = Gather::new(code);
    for (i, entry) in context.history.incoming().filter(|(_, e)| test(e)) {
        gather.add_entry(context.history, i, entry, false);
    }
    gather.finish(|_, _| Detail::None)
}
