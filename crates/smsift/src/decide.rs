//! From rules that fired to one category.

use crate::label::Category;
use crate::ruleset::{Compiled, Totals};
use crate::scan::Scanned;

/// The decision, and what it was made from.
#[derive(Clone, Debug)]
pub(crate) struct Decision {
    pub(crate) category: Category,
    pub(crate) totals: Totals,
    pub(crate) margin: f32,
    pub(crate) confidence: f32,
    pub(crate) unsure: bool,
    /// Rules that fired and were not overridden, by index.
    pub(crate) fired: Vec<u16>,
    /// Rules that fired and were overridden.
    pub(crate) overridden: Vec<u16>,
}

/// Evaluates the rules and chooses.
pub(crate) fn decide(scanned: &Scanned<'_, '_>) -> Decision {
    let compiled = scanned.compiled;
    let fires = |i: &u16| scanned.fires(&compiled.rules[usize::from(*i)]);
    decide_from(scanned, scanned.asked().filter(fires).collect())
}

/// Chooses as if exactly these rules had fired.
pub(crate) fn decide_from(scanned: &Scanned<'_, '_>, mut fired: Vec<u16>) -> Decision {
    let compiled = scanned.compiled;
    let mut overridden: Vec<u16> =
        fired.iter().flat_map(|&i| &compiled.rules[usize::from(i)].overrides).copied().collect();
    overridden.retain(|o| fired.contains(o));
    overridden.sort_unstable();
    overridden.dedup();
    fired.retain(|i| !overridden.contains(i));
    let totals = totals(compiled, &fired);
    let mut adjusted = first_half(scanned, &fired, totals);
    for (total, leaning) in adjusted.iter_mut().zip(scanned.leaning()) {
        *total += leaning;
    }
    choose(compiled, adjusted, fired, overridden)
}

/// Sums weights by group, caps each group, and sums groups by category.
fn totals(compiled: &Compiled, fired: &[u16]) -> Totals {
    let mut groups = vec![0.0_f32; compiled.groups.len()];
    for &i in fired {
        let rule = &compiled.rules[usize::from(i)];
        groups[usize::from(rule.group)] += rule.doc.weight;
    }
    let mut totals = [0.0; 4];
    for (sum, group) in groups.iter().zip(&compiled.groups) {
        totals[group.category as usize] += sum.min(group.cap);
    }
    totals
}

/// When a message both reminds and sells, the first half decides: the later of the two loses a little.
fn first_half(scanned: &Scanned<'_, '_>, fired: &[u16], mut totals: Totals) -> Totals {
    let (remind, sell) = (Category::RepaymentReminder as usize, Category::Marketing as usize);
    let threshold = scanned.compiled.policy.threshold;
    if totals[remind] < threshold[remind] || totals[sell] < threshold[sell] {
        return totals;
    }
    let first = |category: Category| {
        let rules = fired.iter().map(|&i| &scanned.compiled.rules[usize::from(i)]);
        rules
            .filter(|r| r.doc.category == category)
            .flat_map(|r| r.all.iter().chain(&r.any))
            .flat_map(|c| scanned.spans(*c))
            .map(|s| s.start)
            .min()
    };
    let later = if first(Category::Marketing) < first(Category::RepaymentReminder) { remind } else { sell };
    totals[later] -= scanned.compiled.policy.first_half;
    totals
}

fn choose(compiled: &Compiled, totals: Totals, fired: Vec<u16>, overridden: Vec<u16>) -> Decision {
    let policy = &compiled.policy;
    // `other` needs no rule: what reaches no threshold falls to it.
    let other = Category::Other as usize;
    let strength =
        |c: usize| totals[c] - policy.threshold[c] + if c == other { policy.threshold[other] } else { 0.0 };
    // On a tie the graver reading stands first.
    let mut ranked = [2, 0, 1, 3].map(|c: usize| (strength(c), c));
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
    let category = Category::ALL[ranked[0].1];
    let margin = ranked[0].0 - ranked[1].0;
    let has_reason = fired.iter().any(|&i| compiled.rules[usize::from(i)].doc.category == category);
    let capped = margin.min(policy.margin_cap);
    let confidence = 1.0 / (1.0 + (-(policy.bias[category as usize] + policy.slope * capped)).exp());
    Decision {
        category,
        totals,
        margin,
        confidence,
        // Common words alone are a guess.
        unsure: margin < policy.unsure_margin || !(has_reason || category == Category::Other),
        fired,
        overridden,
    }
}
