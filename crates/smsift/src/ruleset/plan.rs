//! How the scanner goes about the rules: which words stand for a signal directly, and from which item each pattern
//! is searched.

use rustc_hash::FxHashMap;

use super::compiled::{Item, Needs, Part, Pattern, Signal};
use super::frequent::Frequent;
use super::names::{ConceptId, Names};

/// Words with what they stand for. Sorted, so that word ids do not depend on hashing.
pub(super) type Words = Vec<(String, Members)>;

/// The concepts a word stands for, and whether each asks the segmenter.
pub(super) type Members = Vec<(ConceptId, bool)>;

/// Adds a concept to those of a word. Where it stands twice, the one that does not ask the segmenter wins.
pub(super) fn add_member(members: &mut Members, concept: ConceptId, segment: bool) {
    match members.iter_mut().find(|(c, _)| *c == concept) {
        Some((_, asks)) => *asks &= segment,
        None => members.push((concept, segment)),
    }
}

/// Where a signal or choice says no more than "a word of this list", the words stand for it directly: a hit then
/// sets one bit, and no pattern has to be looked at. `signals` stand after those they read.
pub(super) fn flatten(
    words: &mut Words,
    signals: &mut [Signal],
    names: &mut Names,
    except: &[(ConceptId, ConceptId)],
) {
    let mut plain: FxHashMap<ConceptId, Vec<(usize, bool)>> = FxHashMap::default();
    for (at, (_, members)) in words.iter().enumerate() {
        for &(concept, segment) in members {
            plain.entry(concept).or_default().push((at, segment));
        }
    }
    // Some of their words do not count in some places, so that they cannot be copied.
    for (concept, by) in except {
        plain.remove(concept);
        plain.remove(by);
    }
    for signal in signals.iter_mut().filter(|s| s.with.is_empty() && s.unless.is_empty()) {
        let is_plain = |items: &Vec<Part>| items.len() == 1 && plain.contains_key(&items[0].1);
        let (lists, rest): (Vec<_>, Vec<_>) =
            std::mem::take(&mut signal.patterns).into_iter().partition(is_plain);
        signal.patterns = rest;
        let Some(&first) = lists.first().map(|items| &items[0]) else { continue };
        let mut concept = signal.concept;
        if signal.is_choice && !signal.patterns.is_empty() {
            // The plain part of a choice is one alternative.
            concept = names.intern(format!("(words of {concept}"));
            signal.patterns.insert(0, vec![(first.0, concept)]);
        }
        let of: Vec<(usize, bool)> = lists.iter().flat_map(|items| &plain[&items[0].1]).copied().collect();
        for &(at, segment) in &of {
            add_member(&mut words[at].1, concept, segment);
        }
        if concept != signal.concept || signal.patterns.is_empty() {
            plain.insert(concept, of);
        }
    }
}

/// From here on a concept counts as common: it holds a single character, or as much.
const COMMON: u32 = 100;

/// A rough measure of how often each concept occurs: single characters are everywhere, long words rare. A signal is
/// as common as the rarest parts of its patterns together.
pub(super) fn commonness(words: &Words, signals: &[Signal], concepts: usize) -> Vec<u32> {
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
    for (at, weight) in common.iter_mut().enumerate().take(crate::types::Type::ALL.len()) {
        *weight = if at < 3 { 20 * COMMON } else { 40 };
    }
    for signal in signals {
        let rarest =
            |items: &Vec<Part>| items.iter().map(|(_, c)| common[usize::from(*c)]).min().unwrap_or(0);
        let concept = usize::from(signal.concept);
        let patterns = signal.patterns.iter().map(rarest).sum::<u32>();
        common[concept] = (common[concept] + patterns).clamp(1, 10 * COMMON);
    }
    common
}

/// The patterns of all signals, numbered in the order of the signals.
#[derive(Default)]
pub(super) struct Plan {
    pub(super) patterns: Vec<Pattern>,
    /// Pattern → the rarest of its concepts.
    needs: Vec<Needs>,
    /// The items of all patterns and alternatives.
    pub(super) items: Vec<Part>,
    /// Concept → the alternatives of a choice, as ranges of items.
    pub(super) alternatives: Vec<Vec<(u32, u16)>>,
}

impl Plan {
    /// Takes the patterns out of the signals. Each is searched from its rarest item, which is never a choice: a
    /// pattern that consists of choices is split by the alternatives of one.
    pub(super) fn new(signals: &mut [Signal], common: &[u32]) -> Self {
        let mut choices: Vec<Vec<Vec<Part>>> = vec![Vec::new(); common.len()];
        for signal in signals.iter_mut().filter(|s| s.is_choice) {
            choices[usize::from(signal.concept)] = std::mem::take(&mut signal.patterns);
        }
        let mut plan = Self::default();
        for (at, signal) in signals.iter_mut().enumerate() {
            for items in std::mem::take(&mut signal.patterns) {
                plan.pattern(at as u16, items, &choices, common);
            }
        }
        plan.alternatives =
            choices.into_iter().map(|of| of.into_iter().map(|items| plan.items(items)).collect()).collect();
        plan
    }

    fn items(&mut self, items: Vec<Part>) -> (u32, u16) {
        let range = (self.items.len() as u32, items.len() as u16);
        self.items.extend(items);
        range
    }

    fn pattern(&mut self, signal: u16, items: Vec<Part>, choices: &[Vec<Vec<Part>>], common: &[u32]) {
        let choice = |i: usize| &choices[usize::from(items[i].1)];
        let mut by_rarity: Vec<usize> = (0..items.len()).filter(|i| choice(*i).is_empty()).collect();
        by_rarity.sort_by_key(|&i| (common[usize::from(items[i].1)], i));
        let Some(&key) = by_rarity.first() else {
            // Nothing but choices: the rarest is spelt out.
            let rarest = (0..items.len()).min_by_key(|&i| common[usize::from(items[i].1)]).unwrap_or(0);
            for alternative in choice(rarest) {
                let mut spelt = items.clone();
                spelt.splice(rarest..=rarest, alternative.iter().copied());
                spelt[rarest].0 = items[rarest].0;
                self.pattern(signal, spelt, choices, common);
            }
            return;
        };
        // The key itself fills what stays free: it is there.
        let mut needs = [items[key].1; 4];
        for (slot, &i) in needs.iter_mut().zip(&by_rarity[1..]) {
            *slot = items[i].1;
        }
        self.needs.push(needs);
        let (first, length) = self.items(items);
        self.patterns.push(Pattern { first, length, key: key as u16, signal });
    }

    /// For each pattern, what is known to be there or not when its block of 64 patterns is looked at: no signal
    /// that has patterns in the same block.
    pub(super) fn needs(&self, signals: &[Signal]) -> Vec<Needs> {
        let mut blocks: FxHashMap<ConceptId, usize> = FxHashMap::default();
        for (at, pattern) in self.patterns.iter().enumerate() {
            blocks.insert(signals[usize::from(pattern.signal)].concept, at / 64);
        }
        let known = |at: usize, needs: &Needs| {
            let key = self.key(&self.patterns[at]);
            needs
                .map(|need| if blocks.get(&need).is_some_and(|block| *block >= at / 64) { key } else { need })
        };
        self.needs.iter().enumerate().map(|(at, needs)| known(at, needs)).collect()
    }

    /// The concept from which a pattern is searched.
    fn key(&self, pattern: &Pattern) -> ConceptId {
        self.items[pattern.first as usize + usize::from(pattern.key)].1
    }

    /// The items of all patterns and alternatives, with what a search asks of each.
    pub(super) fn finished_items(&self, frequent: &Frequent) -> Vec<Item> {
        let finish = |&(gap, concept): &Part| {
            let is_choice = !self.alternatives[usize::from(concept)].is_empty();
            Item::new((gap, concept), is_choice, frequent.mask(concept) != 0)
        };
        self.items.iter().map(finish).collect()
    }

    /// For each concept, the patterns whose key it is.
    pub(super) fn wakes(&self, concepts: usize) -> Vec<Vec<u16>> {
        let mut wakes: Vec<Vec<u16>> = vec![Vec::new(); concepts];
        for (at, pattern) in self.patterns.iter().enumerate() {
            wakes[usize::from(self.key(pattern))].push(at as u16);
        }
        wakes
    }
}
