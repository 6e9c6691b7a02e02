//! What the compiler works out for the scanner: groups of rules, which signals a match wakes, the ruleset's hash.

use std::collections::BTreeMap;

use super::compile::{Group, Item, Pattern, Rule, Signal};
use super::diagnostic::Diagnostic;
use super::document::Document;
use super::names::ConceptId;
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

/// A rough measure of how often each concept occurs: single characters are everywhere, long words rare.
pub(super) fn commonness(words: &BTreeMap<String, Vec<(ConceptId, bool)>>, concepts: usize) -> Vec<u32> {
    let mut common = vec![0_u32; concepts];
    for (word, members) in words {
        let weight = match word.chars().count() {
            1 => 100,
            2 => 4,
            _ => 1,
        };
        for (concept, _) in members {
            common[usize::from(*concept)] += weight;
        }
    }
    // Types and signals have no words; they are neither rare nor common.
    for weight in common.iter_mut().filter(|w| **w == 0) {
        *weight = 40;
    }
    common
}

/// Takes the patterns out of the signals, in the order of the signals, each with its rarest item as key; and the
/// items of all of them.
pub(super) fn number(signals: &mut [Signal], common: &[u32]) -> (Vec<Pattern>, Vec<Item>) {
    let (mut patterns, mut all) = (Vec::new(), Vec::new());
    for (at, signal) in signals.iter_mut().enumerate() {
        for items in std::mem::take(&mut signal.patterns) {
            let rarity = |i: &usize| (common[usize::from(items[*i].1)], *i);
            if let Some(key) = (0..items.len()).min_by_key(rarity) {
                patterns.push(Pattern {
                    first: all.len() as u32,
                    length: items.len() as u16,
                    key: key as u16,
                    signal: at as u16,
                });
                all.extend(items);
            }
        }
    }
    (patterns, all)
}

/// For each concept, the patterns whose key it is.
pub(super) fn wakes(patterns: &[Pattern], items: &[Item], concepts: usize) -> Vec<Vec<u16>> {
    let mut wakes: Vec<Vec<u16>> = vec![Vec::new(); concepts];
    for (at, pattern) in patterns.iter().enumerate() {
        let (_, key) = items[pattern.first as usize + usize::from(pattern.key)];
        wakes[usize::from(key)].push(at as u16);
    }
    wakes
}

/// For each concept, whether it is a word list of which only the occurrence must be known: no pattern starts from
/// it, and nothing is taken out of it.
pub(super) fn lazy(
    words: &BTreeMap<String, Vec<(ConceptId, bool)>>,
    wakes: &[Vec<u16>],
    except: &[(ConceptId, ConceptId)],
    concepts: usize,
) -> Vec<bool> {
    let mut lazy = vec![false; concepts];
    for (concept, _) in words.values().flatten() {
        let concept = usize::from(*concept);
        lazy[concept] = wakes[concept].is_empty();
    }
    for (concept, by) in except {
        lazy[usize::from(*concept)] = false;
        lazy[usize::from(*by)] = false;
    }
    lazy
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
