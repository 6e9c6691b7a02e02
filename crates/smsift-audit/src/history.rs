//! The export in order of time: numbered, without copies, each message attributed to the agreements it is about.

use std::collections::HashMap;

use jiff::civil::{Date, DateTime};
use smsift::{Category, Tactic};
use smsift_dump::Folder;

use crate::case::{Agreement, Case};
use crate::contact::{Contact, shanghai};
use crate::number::Number;
use crate::signature::signature;
use crate::text::{compact, fold};

/// Who a message counts for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Party {
    /// The creditor of an agreement.
    Creditor(String),
    /// Nobody in the case: the signature.
    Signature(String),
    /// Nobody in the case and no signature: the number.
    Number(String),
    /// Neither signature nor number.
    Unknown,
}

impl Party {
    /// The creditor, where an agreement names one.
    pub fn creditor(&self) -> Option<&str> {
        match self {
            Self::Creditor(name) => Some(name),
            _ => None,
        }
    }

    /// Creditor, signature or number.
    pub fn name(&self) -> Option<&str> {
        match self {
            Self::Creditor(name) | Self::Signature(name) | Self::Number(name) => Some(name),
            Self::Unknown => None,
        }
    }
}

/// One message with its place in the history.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The message.
    pub contact: Contact,
    /// Local time in Asia/Shanghai, where the dump gives one.
    pub time: Option<DateTime>,
    /// The other side's number.
    pub peer: Option<Number>,
    /// Its signature.
    pub signature: Option<String>,
    /// The agreements it is about, as indexes into the case.
    pub agreements: Vec<usize>,
    /// The entry of which this is a second copy.
    pub copy_of: Option<usize>,
}

impl Entry {
    /// The category.
    pub fn category(&self) -> Category {
        self.contact.category()
    }

    /// Whether it presses.
    pub(crate) fn is_pressure(&self) -> bool {
        self.category() == Category::CollectionPressure
    }

    /// Whether it presses with this tactic.
    pub(crate) fn presses_with(&self, tactic: Tactic) -> bool {
        self.is_pressure() && self.contact.tactics().contains(&tactic)
    }

    /// Calendar day in Asia/Shanghai.
    pub fn day(&self) -> Option<Date> {
        self.time.map(DateTime::date)
    }

    /// The text in the form for comparing.
    pub(crate) fn folded(&self) -> String {
        fold(&self.contact.record.text)
    }
}

/// The history of a case. Entry numbers in the report are indexes plus one.
#[derive(Clone, Debug)]
pub struct History {
    /// What was agreed.
    pub case: Case,
    /// All messages: in order of time, those without a time at the end.
    pub entries: Vec<Entry>,
}

/// Copies of one message arrive within this many seconds of the first.
const COPY_SECONDS: i64 = 60;

impl History {
    /// Sorts, numbers and attributes the messages. Linear in the number of messages, apart from the sort.
    pub fn new(case: Case, contacts: Vec<Contact>) -> Self {
        let names = Names::new(&case);
        let mut entries: Vec<Entry> = contacts.into_iter().map(|c| names.entry(c)).collect();
        entries.sort_by_key(|e| (e.time.is_none(), e.time));
        let mut history = Self { case, entries };
        history.mark_copies();
        history.attribute_outgoing(&names);
        history
    }

    fn mark_copies(&mut self) {
        let mut kept: HashMap<(bool, Option<Number>, String), usize> = HashMap::new();
        for i in 0..self.entries.len() {
            let entry = &self.entries[i];
            let Some(at) = entry.contact.record.time.map(|t| t.at.as_second()) else { break };
            let key = (entry.contact.is_incoming(), entry.peer.clone(), entry.contact.record.text.clone());
            if let Some(&first) = kept.get(&key)
                && let Some(before) = self.entries[first].contact.record.time
                && at - before.at.as_second() <= COPY_SECONDS
            {
                self.entries[i].copy_of = Some(first);
            } else {
                kept.insert(key, i);
            }
        }
    }

    /// An outgoing message that names no creditor goes to whoever wrote last from that number.
    fn attribute_outgoing(&mut self, names: &Names) {
        let mut last: HashMap<Number, Vec<usize>> = HashMap::new();
        for entry in &mut self.entries {
            let Some(peer) = entry.peer.clone() else { continue };
            if entry.contact.is_incoming() {
                if !entry.agreements.is_empty() && entry.time.is_some() {
                    last.insert(peer, entry.agreements.clone());
                }
            } else {
                entry.agreements = names.in_text(&entry.folded());
                if entry.agreements.is_empty() && entry.time.is_some() {
                    entry.agreements = last.get(&peer).cloned().unwrap_or_default();
                }
            }
        }
    }

    /// Messages that count: no copies, no drafts, nothing that failed to be sent.
    pub(crate) fn counted(&self) -> impl Iterator<Item = (usize, &Entry)> {
        self.entries.iter().enumerate().filter(|(_, e)| {
            e.copy_of.is_none() && (e.contact.is_incoming() || e.contact.record.folder == Folder::Normal)
        })
    }

    /// Counted incoming messages.
    pub(crate) fn incoming(&self) -> impl Iterator<Item = (usize, &Entry)> {
        self.counted().filter(|(_, e)| e.contact.is_incoming())
    }

    /// The agreements of a message.
    pub(crate) fn agreements<'h>(&'h self, entry: &'h Entry) -> impl Iterator<Item = &'h Agreement> {
        entry.agreements.iter().map(|&i| &self.case.agreements[i])
    }

    /// Who a message counts for; a message that names several creditors counts for each.
    pub fn parties(&self, entry: &Entry) -> Vec<Party> {
        let mut out: Vec<Party> = Vec::new();
        for agreement in self.agreements(entry) {
            let party = Party::Creditor(agreement.creditor.clone());
            if !out.contains(&party) {
                out.push(party);
            }
        }
        if out.is_empty() {
            out.push(match (&entry.signature, &entry.peer) {
                (Some(signature), _) => Party::Signature(signature.clone()),
                (None, Some(number)) => Party::Number(number.as_str().to_owned()),
                (None, None) => Party::Unknown,
            });
        }
        out
    }

    /// Whether the message is dated after the day on which the agreement was made.
    pub(crate) fn is_after(entry: &Entry, agreement: &Agreement) -> bool {
        entry.day().is_some_and(|day| day > agreement.agreed_on)
    }

    /// The day of the last message.
    pub fn last_day(&self) -> Option<Date> {
        self.entries.iter().rev().find_map(Entry::day)
    }

    /// The day of the first message.
    pub fn first_day(&self) -> Option<Date> {
        self.entries.first().and_then(Entry::day)
    }
}

/// The names of each agreement, folded for searching.
struct Names {
    /// Per agreement: names as they are searched in a text and in a signature.
    agreements: Vec<(Vec<String>, Vec<String>)>,
}

impl Names {
    fn new(case: &Case) -> Self {
        let forms = |a: &Agreement| (a.names().map(fold).collect(), a.names().map(compact).collect());
        Self { agreements: case.agreements.iter().map(forms).collect() }
    }

    fn in_text(&self, folded: &str) -> Vec<usize> {
        self.matching(|(names, _)| names.iter().any(|n| folded.contains(n.as_str())))
    }

    fn in_signature(&self, signature: &str) -> Vec<usize> {
        let signature = compact(signature);
        self.matching(|(_, names)| names.iter().any(|n| signature.contains(n.as_str())))
    }

    fn matching(&self, test: impl Fn(&(Vec<String>, Vec<String>)) -> bool) -> Vec<usize> {
        (0..self.agreements.len()).filter(|&i| test(&self.agreements[i])).collect()
    }

    /// Outgoing messages are attributed later, when it is known what came before.
    fn entry(&self, contact: Contact) -> Entry {
        let record = &contact.record;
        let signature = if contact.is_incoming() { signature(&record.text) } else { None };
        let mut agreements = Vec::new();
        if contact.is_incoming() {
            agreements = signature.as_deref().map(|s| self.in_signature(s)).unwrap_or_default();
            // An advert may name a lender as bait: only its signature says who sent it.
            if agreements.is_empty() && contact.category() != Category::Marketing {
                agreements = self.in_text(&fold(&record.text));
            }
        }
        Entry {
            time: record.time.as_ref().map(|t| shanghai(t.at)),
            peer: record.sender.as_deref().map(Number::new).filter(|n| !n.as_str().is_empty()),
            signature,
            agreements,
            copy_of: None,
            contact,
        }
    }
}
