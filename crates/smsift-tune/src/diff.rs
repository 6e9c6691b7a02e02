//! What a change of the rules does to messages.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use serde::Serialize;
use smsift::{Category, Tactic, Verdict};

use crate::shape::shape;

/// Compares verdicts before and after a change, message by message.
///
/// Memory grows with the number of different shapes that changed, not with the number of messages.
#[derive(Debug)]
pub struct Differ {
    messages: usize,
    changed: usize,
    moves: BTreeMap<(Category, Category), Tally>,
    rules: BTreeMap<(String, bool), Tally>,
    tactics: BTreeMap<(Tactic, bool), Tally>,
    examples: Vec<Change>,
    limit: usize,
}

/// Messages, and how many different ones.
#[derive(Debug, Default)]
struct Tally {
    messages: usize,
    shapes: HashSet<u64>,
}

impl Tally {
    /// True if a message of this shape is new here.
    fn add(&mut self, shape: u64) -> bool {
        self.messages += 1;
        self.shapes.insert(shape)
    }
}

/// What changed.
#[derive(Clone, Debug, Serialize)]
pub struct Diff {
    /// Messages compared.
    pub messages: usize,
    /// Messages whose category, tactics or reasons changed.
    pub changed: usize,
    /// Messages that went from one category to another.
    pub moves: Vec<Move>,
    /// Tactics found or no longer found.
    pub tactics: Vec<Delta<Tactic>>,
    /// Rules that became a reason or stopped being one.
    pub rules: Vec<Delta<String>>,
    /// One message per shape and move, in the order of the input.
    pub examples: Vec<Change>,
}

/// Messages that went from one category to another.
#[derive(Clone, Debug, Serialize)]
pub struct Move {
    /// Before.
    pub from: Category,
    /// After.
    pub to: Category,
    /// Messages.
    pub messages: usize,
    /// Different shapes among them.
    pub shapes: usize,
}

/// Messages that gained or lost something.
#[derive(Clone, Debug, Serialize)]
pub struct Delta<T> {
    /// What.
    pub name: T,
    /// Gained, or else lost.
    pub gained: bool,
    /// Messages.
    pub messages: usize,
    /// Different shapes among them.
    pub shapes: usize,
}

/// A message whose verdict changed.
#[derive(Clone, Debug, Serialize)]
pub struct Change {
    /// The message's id.
    pub id: String,
    /// The original text, unescaped: it is hostile.
    pub text: String,
    /// Category before.
    pub from: Category,
    /// Category after.
    pub to: Category,
    /// Rules that became a reason.
    pub gained: Vec<String>,
    /// Rules that stopped being one.
    pub lost: Vec<String>,
}

impl Differ {
    /// Keeps at most `limit` examples.
    pub fn new(limit: usize) -> Self {
        Self {
            messages: 0,
            changed: 0,
            moves: BTreeMap::new(),
            rules: BTreeMap::new(),
            tactics: BTreeMap::new(),
            examples: Vec::new(),
            limit,
        }
    }

    /// Compares two verdicts on one message.
    pub fn add(&mut self, id: &str, text: &str, before: &Verdict<'_>, after: &Verdict<'_>) {
        self.messages += 1;
        let (old, new) = (reasons(before), reasons(after));
        let (from, to) = (before.category(), after.category());
        if from == to && old == new && before.tactics() == after.tactics() {
            return;
        }
        self.changed += 1;
        let shape = shape(text);
        for (rules, others, gained) in [(&new, &old, true), (&old, &new, false)] {
            for rule in rules.difference(others) {
                self.rules.entry(((*rule).to_owned(), gained)).or_default().add(shape);
            }
        }
        for (verdict, other, gained) in [(after, before, true), (before, after, false)] {
            for tactic in verdict.tactics().iter().filter(|tactic| !other.tactics().contains(tactic)) {
                self.tactics.entry((*tactic, gained)).or_default().add(shape);
            }
        }
        // A change that keeps the category is counted under its own pair, so that it has examples too.
        let is_new = self.moves.entry((from, to)).or_default().add(shape);
        if is_new && self.examples.len() < self.limit {
            let names =
                |a: &BTreeSet<&str>, b: &BTreeSet<&str>| a.difference(b).map(|r| (*r).to_owned()).collect();
            let (gained, lost) = (names(&new, &old), names(&old, &new));
            self.examples.push(Change { id: id.to_owned(), text: text.to_owned(), from, to, gained, lost });
        }
    }

    /// The result: what concerns most messages comes first.
    pub fn finish(self) -> Diff {
        let mut moves: Vec<Move> = self
            .moves
            .into_iter()
            .filter(|((from, to), _)| from != to)
            .map(|((from, to), tally)| Move {
                from,
                to,
                messages: tally.messages,
                shapes: tally.shapes.len(),
            })
            .collect();
        moves.sort_by_key(|m| std::cmp::Reverse(m.messages));
        Diff {
            messages: self.messages,
            changed: self.changed,
            moves,
            tactics: deltas(self.tactics),
            rules: deltas(self.rules),
            examples: self.examples,
        }
    }
}

fn deltas<T: Ord>(tallies: BTreeMap<(T, bool), Tally>) -> Vec<Delta<T>> {
    let delta = |((name, gained), tally): ((T, bool), Tally)| Delta {
        name,
        gained,
        messages: tally.messages,
        shapes: tally.shapes.len(),
    };
    let mut deltas: Vec<Delta<T>> = tallies.into_iter().map(delta).collect();
    deltas.sort_by_key(|delta| std::cmp::Reverse(delta.messages));
    deltas
}

fn reasons<'v>(verdict: &'v Verdict<'_>) -> BTreeSet<&'v str> {
    verdict.evidence().iter().map(smsift::Evidence::rule_id).collect()
}
