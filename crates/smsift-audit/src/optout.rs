//! Outgoing messages that refuse further messages.

use std::collections::{HashMap, HashSet};

use smsift::Category;

use crate::history::{Entry, History};
use crate::number::Number;
use crate::text::{compact, contains_any};
use crate::words::Words;

/// A refusal, and what it reaches.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct OptOut {
    /// The outgoing message.
    pub message: usize,
    /// The number it went to.
    pub number: Number,
    /// The signature of the last advert from that number before it, else of the last message.
    pub signature: Option<String>,
}

/// What is known about a number at some point of the history.
#[derive(Default)]
struct Seen {
    codes: HashSet<String>,
    has_advertised: bool,
    /// Signature of the last advert, else of the last message.
    signature: Option<String>,
}

/// All opt-outs in order of time.
pub(crate) fn opt_outs(history: &History) -> Vec<OptOut> {
    let mut seen: HashMap<&Number, Seen> = HashMap::new();
    let mut out = Vec::new();
    for (i, entry) in history.counted() {
        let (Some(peer), Some(_)) = (&entry.peer, entry.time) else { continue };
        let known = seen.entry(peer).or_default();
        if entry.contact.is_incoming() {
            known.note(entry);
        } else if refuses(&entry.contact.record.text, known) {
            out.push(OptOut { message: i, number: peer.clone(), signature: known.signature.clone() });
        }
    }
    out
}

impl Seen {
    fn note(&mut self, entry: &Entry) {
        let is_advert = entry.category() == Category::Marketing;
        if is_advert || !self.has_advertised {
            self.signature.clone_from(&entry.signature);
        }
        if is_advert {
            self.has_advertised = true;
            let text = compact(&entry.contact.record.text);
            self.codes.extend(
                Words::bundled().opt_out_offer.code_patterns.groups(&text).into_iter().map(str::to_owned),
            );
        }
    }
}

fn refuses(text: &str, known: &Seen) -> bool {
    let words = &Words::bundled().opt_out;
    let text = compact(text);
    let bare: String = text.chars().filter(|c| c.is_alphanumeric()).collect();
    words.exact.contains(&bare)
        || (known.has_advertised && words.letters.contains(&bare))
        || (!bare.is_empty() && known.codes.contains(&bare))
        || contains_any(&text, &words.refusals)
}
