//! How a message presses: what rules name, and what its words say together.

use crate::decide::Decision;
use crate::label::{Category, Tactic};
use crate::scan::Scanned;

/// The tactics of a message of pressure; none of any other.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tactics {
    /// Each once, in the order of [`Tactic::ALL`].
    pub(crate) all: Vec<Tactic>,
    /// Those of them that no rule names, each with what the words say for it.
    pub(crate) said: Vec<(Tactic, f32)>,
    /// Tactics that a rule names and the words deny, each with what they say.
    pub(crate) denied: Vec<(Tactic, f32)>,
}

/// A tactic stands if a rule names it and the words do not deny it, or if the words say enough for it.
pub(crate) fn tactics(scanned: &Scanned<'_, '_>, decision: &Decision) -> Tactics {
    let mut tactics = Tactics::default();
    if decision.category != Category::CollectionPressure {
        return tactics;
    }
    let rules = decision.fired.iter().map(|&i| &scanned.compiled.rules[usize::from(i)].doc);
    let named: Vec<Tactic> = rules
        .filter(|rule| rule.category == Category::CollectionPressure)
        .filter_map(|rule| rule.tactic)
        .collect();
    let policy = &scanned.compiled.policy;
    for (&tactic, says) in Tactic::ALL.iter().zip(scanned.tactic_leaning()) {
        let is_named = named.contains(&tactic);
        if (is_named && says > policy.tactic_denied) || says > policy.tactic_said {
            tactics.all.push(tactic);
            if !is_named {
                tactics.said.push((tactic, says));
            }
        } else if is_named {
            tactics.denied.push((tactic, says));
        }
    }
    tactics
}
