//! What the compiler works out for the scanner: groups of rules, which signals a match wakes, the ruleset's hash.

use super::compile::{Group, Rule, Signal, Word};
use super::diagnostic::Diagnostic;
use super::document::Document;
use super::source::Source;
use crate::normalize::Steps;

/// Groups in the order in which rules name them.
pub(super) fn groups(
    rules: &[Rule],
    document: &Document,
    sources: &[Source],
    faults: &mut Vec<Diagnostic>,
) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut names: Vec<&str> = Vec::new();
    for rule in rules {
        let at = usize::from(rule.group);
        if at == groups.len() {
            names.push(&rule.doc.group);
            groups.push(Group { category: rule.doc.category, cap: f32::INFINITY });
        } else if groups[at].category != rule.doc.category {
            let message = format!("group `{}` already counts for {}", rule.doc.group, groups[at].category);
            faults.push(sources[rule.doc.file].fault("impossible-condition", rule.doc.id.at, message));
        }
    }
    for policy in &document.policies {
        for (name, cap) in &policy.cap {
            match names.iter().position(|n| *n == name.value) {
                Some(at) => groups[at].cap = *cap,
                None => {
                    let message = format!("no rule is in group `{}`", name.value);
                    faults.push(sources[policy.file].fault("unknown-reference", name.at, message));
                }
            }
        }
    }
    groups
}

/// For each concept, the signals that look at their patterns when it has a span: those of which it is the rarest part.
pub(super) fn wakes(words: &[Word], signals: &[Signal], concepts: usize) -> Vec<Vec<u16>> {
    // A rough measure of how often a concept occurs: single characters are everywhere, long words rare.
    let mut common = vec![0_u32; concepts];
    for word in words {
        let weight = match word.chars {
            1 => 100,
            2 => 4,
            _ => 1,
        };
        for (concept, _) in &word.members {
            common[usize::from(*concept)] += weight;
        }
    }
    // Types and signals have no words; they are neither rare nor common.
    for weight in common.iter_mut().filter(|w| **w == 0) {
        *weight = 40;
    }
    let mut wakes: Vec<Vec<u16>> = vec![Vec::new(); concepts];
    for (at, signal) in signals.iter().enumerate() {
        for pattern in &signal.patterns {
            let key = pattern.items.iter().map(|(_, c)| usize::from(*c)).min_by_key(|c| (common[*c], *c));
            let Some(key) = key else { continue };
            if wakes[key].last() != Some(&(at as u16)) {
                wakes[key].push(at as u16);
            }
        }
    }
    wakes
}

/// FNV-1a over everything that can change an answer. Not a signature: it tells versions apart, it does not protect.
pub(super) fn hash(sources: &[Source], steps: Steps) -> String {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut eat = |bytes: &[u8]| {
        for byte in bytes {
            hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    };
    for source in sources {
        eat(source.text.as_bytes());
        eat(&[0]);
    }
    eat(format!("{steps:?} {}", crate::sense::DICTIONARY).as_bytes());
    format!("{hash:016x}")
}
