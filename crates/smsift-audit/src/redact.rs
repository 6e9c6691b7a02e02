//! Masks people: the same value gets the same substitute everywhere, of the same length and kind of characters.
//!
//! Masked are names of people, telephone, card, identity, order, contract and case numbers, and the names of input
//! files. Amounts, dates, short service numbers and names of institutions stay. A masked text has as many characters
//! as the original, so offsets into it stay right.

mod names;
mod numbers;

use std::collections::HashMap;

use crate::Audit;
use crate::finding::{Detail, Finding};
use crate::history::{Entry, Party};
use crate::number::Number;

use names::Names;
use numbers::Numbers;

/// Substitutes that are consistent over one evidence pack.
#[derive(Debug, Default)]
pub struct Redactor {
    names: Names,
    numbers: Numbers,
    files: HashMap<String, String>,
}

impl Redactor {
    /// Learns the names in an audit: those of the case file, those of senders, and those that the texts address.
    fn learn(audit: &Audit) -> Self {
        let mut names = Names::default();
        let history = &audit.history;
        let institutions = history.case.agreements.iter().flat_map(|a| a.names().map(str::to_owned));
        let signatures = history.entries.iter().filter_map(|e| e.signature.clone());
        names.keep(institutions.chain(signatures));
        for name in &history.case.names {
            names.add(name);
        }
        for entry in &history.entries {
            if let Some(sender) =
                entry.contact.record.sender.as_deref().filter(|s| !s.chars().any(|c| c.is_ascii_digit()))
            {
                names.add_sender(sender);
            }
            names.learn(&entry.contact.record.text);
        }
        Self { names, numbers: Numbers::default(), files: HashMap::new() }
    }

    /// A text with everything personal masked.
    pub fn text(&mut self, text: &str) -> String {
        let masked = self.numbers.mask(text);
        self.names.mask(&masked)
    }

    /// The substitute for the name of an input file; it keeps the ending only.
    pub fn file(&mut self, name: &str) -> String {
        let next = self.files.len() + 1;
        let ending: String = name
            .rsplit_once('.')
            .map(|(_, e)| e)
            .filter(|e| e.len() <= 8 && !e.is_empty() && e.bytes().all(|b| b.is_ascii_alphabetic()))
            .map_or_else(String::new, |e| format!(".{e}"));
        self.files.entry(name.to_owned()).or_insert_with(|| format!("input-{next:03}{ending}")).clone()
    }

    /// An id keeps its place as a name for a message; hashes name nobody and stay.
    fn id(&mut self, id: &str) -> String {
        let hash = id.len() >= 16
            && id.bytes().all(|b| b.is_ascii_hexdigit())
            && id.bytes().any(|b| b.is_ascii_alphabetic());
        if hash { id.to_owned() } else { self.text(id) }
    }

    fn number(&mut self, number: &str) -> String {
        if number.chars().any(|c| c.is_ascii_digit()) {
            self.numbers.mask(number)
        } else {
            self.names.mask(number)
        }
    }

    fn entry(&mut self, entry: &mut Entry) {
        let record = &mut entry.contact.record;
        record.id = self.id(&record.id);
        record.source = self.file(&record.source);
        record.sender = record.sender.as_deref().map(|s| self.number(s));
        record.text = self.text(&record.text);
        record.extra.clear();
        entry.peer = record.sender.as_deref().map(Number::new).filter(|n| !n.as_str().is_empty());
        entry.signature = entry.signature.as_deref().map(|s| self.text(s));
        let Some(verdict) = &mut entry.contact.verdict else { return };
        let facts = &mut verdict.facts;
        facts.signature = facts.signature.as_deref().map(|s| self.text(s));
        facts.case_number = facts.case_number.as_deref().map(|s| self.text(s));
        for phone in &mut facts.phones {
            *phone = self.number(phone);
        }
        for url in &mut facts.urls {
            *url = self.text(url);
        }
        for evidence in &mut verdict.evidence {
            let length = evidence.end.saturating_sub(evidence.start);
            evidence.text = record.text.chars().skip(evidence.start).take(length).collect();
        }
    }

    fn party(&mut self, party: &mut Party) {
        match party {
            Party::Creditor(name) | Party::Signature(name) => *name = self.text(name),
            Party::Number(number) => *number = self.number(number),
            Party::Unknown => {}
        }
    }

    fn finding(&mut self, finding: &mut Finding) {
        self.party(&mut finding.party);
        if let Detail::Waiting(waiting) = &mut finding.detail {
            self.party(&mut waiting.party);
        }
    }
}

impl Audit {
    /// The same audit with everything personal masked, and the redactor for what else goes into the pack.
    pub fn redacted(mut self) -> (Self, Redactor) {
        let mut redactor = Redactor::learn(&self);
        for entry in &mut self.history.entries {
            redactor.entry(entry);
        }
        self.history.case.names.clear();
        for agreement in &mut self.history.case.agreements {
            agreement.creditor = redactor.text(&agreement.creditor);
            for alias in &mut agreement.aliases {
                *alias = redactor.text(alias);
            }
        }
        for finding in &mut self.findings {
            redactor.finding(finding);
        }
        for waiting in self.requests.iter_mut().flat_map(|r| &mut r.waiting) {
            redactor.party(&mut waiting.party);
        }
        for opt_out in &mut self.opt_outs {
            opt_out.number = Number::new(&redactor.number(opt_out.number.as_str()));
            opt_out.signature = opt_out.signature.as_deref().map(|s| redactor.text(s));
        }
        for (party, _) in &mut self.after_broken_plan {
            redactor.party(party);
        }
        (self, redactor)
    }
}
