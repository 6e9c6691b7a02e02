//! What stands beside the rules in a ruleset: groups of rules, the ruleset's hash.

use super::compiled::{Group, Rule};
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

/// For each concept that a rule asks for, the rules to look at where it occurs.
pub(super) fn rules_at(rules: &[Rule], common: &[u32]) -> Vec<Vec<u16>> {
    let concepts = rules.iter().flat_map(|r| r.all.iter().chain(&r.any)).max();
    let mut at: Vec<Vec<u16>> = vec![Vec::new(); concepts.map_or(0, |c| usize::from(*c) + 1)];
    for (i, rule) in rules.iter().enumerate().filter(|(_, r)| r.counts()) {
        match rule.all.iter().min_by_key(|c| common[usize::from(**c)]) {
            Some(rarest) => at[usize::from(*rarest)].push(i as u16),
            None => rule.any.iter().for_each(|c| at[usize::from(*c)].push(i as u16)),
        }
    }
    at
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
