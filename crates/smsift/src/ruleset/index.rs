//! What the compiler works out for the scanner: groups of rules, which signals a match wakes, the ruleset's hash.

use std::collections::BTreeMap;

use super::compiled::{Group, Item, Pattern, Rule, Signal};
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

/// How much a scanner keeps of the matches of a concept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Keep {
    /// A list of its spans: types, signals, and word lists that a pattern starts from.
    List,
    /// Whether it occurs; where is looked up in the hits.
    Bit,
    /// Nothing: an inline list with single characters occurs nearly always, so that to know it tells nothing.
    Nothing,
}

/// From here on a concept counts as common: it holds a single character, or as much.
const COMMON: u32 = 100;

/// A rough measure of how often each concept occurs: single characters are everywhere, long words rare. A signal is
/// as common as the rarest parts of its patterns together.
pub(super) fn commonness(
    words: &BTreeMap<String, Vec<(ConceptId, bool)>>,
    signals: &[Signal],
    concepts: usize,
) -> Vec<u32> {
    let mut common = vec![0_u32; concepts];
    for (word, members) in words {
        let weight = match word.chars().count() {
            1 => COMMON,
            2 => 4,
            _ => 1,
        };
        for (concept, _) in members {
            common[usize::from(*concept)] += weight;
        }
    }
    // Built-in types have no words; the first three stand in nearly every text.
    for (at, weight) in common.iter_mut().enumerate().filter(|(_, w)| **w == 0) {
        *weight = if at < 3 { 20 * COMMON } else { 40 };
    }
    for signal in signals {
        let rarest =
            |items: &Vec<Item>| items.iter().map(|(_, c)| common[usize::from(*c)]).min().unwrap_or(0);
        common[usize::from(signal.concept)] =
            signal.patterns.iter().map(rarest).sum::<u32>().min(10 * COMMON);
    }
    common
}

/// Takes the patterns out of the signals, in the order of the signals, each with its rarest item as key; and the
/// items of all of them.
pub(super) fn number(signals: &mut [Signal], common: &[u32]) -> (Vec<Pattern>, Vec<Item>) {
    let (mut patterns, mut all) = (Vec::new(), Vec::new());
    for (at, signal) in signals.iter_mut().enumerate() {
        for items in std::mem::take(&mut signal.patterns) {
            let mut by_rarity: Vec<usize> = (0..items.len()).collect();
            by_rarity.sort_by_key(|&i| (common[usize::from(items[i].1)], i));
            let Some(&key) = by_rarity.first() else { continue };
            let concept = |i: &usize| items[*i].1;
            // What is missing twice is looked up twice; what is missing is the key itself, which is there.
            let mut check = [concept(&key); 3];
            for (slot, i) in check.iter_mut().zip(&by_rarity[1..]) {
                *slot = concept(i);
            }
            patterns.push(Pattern {
                first: all.len() as u32,
                length: items.len() as u16,
                key: key as u16,
                signal: at as u16,
                check,
            });
            all.extend(items);
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

/// For each concept, how much is kept of its matches.
pub(super) fn keep(
    words: &BTreeMap<String, Vec<(ConceptId, bool)>>,
    names: &[String],
    common: &[u32],
    wakes: &[Vec<u16>],
    except: &[(ConceptId, ConceptId)],
) -> Vec<Keep> {
    let mut keep = vec![Keep::List; names.len()];
    for (concept, _) in words.values().flatten() {
        let concept = usize::from(*concept);
        let inline = names[concept].starts_with('\'');
        if wakes[concept].is_empty() {
            keep[concept] = if inline && common[concept] >= COMMON { Keep::Nothing } else { Keep::Bit };
        }
    }
    for (concept, by) in except {
        keep[usize::from(*concept)] = Keep::List;
        keep[usize::from(*by)] = Keep::List;
    }
    keep
}

/// One bit for each concept of which nothing is kept.
pub(super) fn always(keep: &[Keep]) -> Vec<u64> {
    let mut bits = vec![0; keep.len().div_ceil(64)];
    for (at, _) in keep.iter().enumerate().filter(|(_, k)| **k == Keep::Nothing) {
        bits[at / 64] |= 1 << (at % 64);
    }
    bits
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
