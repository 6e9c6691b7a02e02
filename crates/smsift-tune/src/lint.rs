//! What the compiler accepts and an author should look at all the same.
//!
//! Faults that make rules unusable are the compiler's business ([`smsift::Diagnostics`]). The warnings here have
//! stable codes too; each says what to do about it.

mod references;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use smsift::{Category, RuleInfo, RuleSet, Source};

/// A warning about a rule file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Warning {
    /// Stable name of the kind of warning, such as `unused-list`.
    pub code: &'static str,
    /// The file.
    pub file: String,
    /// Line, from 1; 0 when it concerns no line in particular.
    pub line: usize,
    /// The rule, list or signal.
    pub id: String,
    /// What is strange.
    pub message: String,
    /// What to do about it.
    pub hint: &'static str,
}

/// Looks at rules that compile. `sources` are the files they were compiled from.
///
/// Cost: a few milliseconds for a thousand rules.
pub fn lint(rules: &RuleSet, sources: &[Source]) -> Vec<Warning> {
    let mut warnings = references::unused(sources, rules);
    let infos: Vec<RuleInfo<'_>> = rules.rules().collect();
    for rule in &infos {
        metadata(rule, &mut warnings);
        conditions(rule, &mut warnings);
    }
    twins(&infos, &mut warnings);
    conflicts(&infos, &mut warnings);
    for warning in &mut warnings {
        warning.line = place(warning, sources);
    }
    warnings.sort_by(|a, b| (&a.file, a.line, a.code, &a.id).cmp(&(&b.file, b.line, b.code, &b.id)));
    warnings
}

fn warning(code: &'static str, rule: &RuleInfo<'_>, message: String, hint: &'static str) -> Warning {
    Warning { code, file: rule.file.to_owned(), line: 0, id: rule.id.to_owned(), message, hint }
}

fn metadata(rule: &RuleInfo<'_>, warnings: &mut Vec<Warning>) {
    let topic = match rule.category {
        Category::RepaymentReminder => "reminder",
        Category::Marketing => "marketing",
        Category::CollectionPressure => "pressure",
        _ => "other",
    };
    let is_kebab =
        |name: &str| name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    if !rule
        .id
        .split_once('.')
        .is_some_and(|(prefix, name)| prefix == topic && !name.is_empty() && is_kebab(name))
    {
        let message = format!("the id of a rule for {} should read `{topic}.what-it-sees`", rule.category);
        warnings.push(warning(
            "id-form",
            rule,
            message,
            "ids are never re-used: settle them before the first release",
        ));
    }
    let known = rule.known_false_positives;
    if known.is_empty() || known.iter().any(|text| matches!(text.trim(), "无" | "没有" | "none" | "-")) {
        let message = "no rule is always right, and this one names no false positive".to_owned();
        warnings.push(warning(
            "no-known-false-positive",
            rule,
            message,
            "write down the best counterexample you know",
        ));
    }
    let date = rule.since.as_bytes();
    let is_date = date.len() == 10
        && date
            .iter()
            .enumerate()
            .all(|(i, b)| if i == 4 || i == 7 { *b == b'-' } else { b.is_ascii_digit() });
    if !is_date {
        let message = format!("`since` is `{}`", rule.since);
        warnings.push(warning("bad-date", rule, message, "write the day of the first version as 2026-01-31"));
    }
}

fn conditions(rule: &RuleInfo<'_>, warnings: &mut Vec<Warning>) {
    let all: BTreeSet<&String> = rule.all_of.iter().collect();
    let repeated = rule.any_of.iter().find(|condition| all.contains(condition));
    if let Some(condition) = repeated {
        let message = format!("`{condition}` is required already, so `any_of` always holds");
        warnings.push(warning("always-true", rule, message, "take it out of one of the two"));
    }
    if rule.any_of.len() > 1 && rule.at_least == rule.any_of.len() {
        let message = format!("all {} conditions of `any_of` are asked for", rule.any_of.len());
        warnings.push(warning("all-in-disguise", rule, message, "write them as `all_of`"));
    }
    if rule.any_of.len() == 1 {
        let message = "`any_of` has one condition".to_owned();
        warnings.push(warning("all-in-disguise", rule, message, "write it as `all_of`"));
    }
}

/// Rules for one category and tactic that ask for exactly the same.
fn twins(rules: &[RuleInfo<'_>], warnings: &mut Vec<Warning>) {
    let sorted = |conditions: &[String]| conditions.iter().cloned().collect::<BTreeSet<_>>();
    let mut seen = BTreeMap::new();
    for rule in rules {
        let key = (
            (rule.category, rule.tactic, rule.event),
            (sorted(rule.all_of), sorted(rule.any_of), sorted(rule.none_of), rule.at_least),
        );
        if let Some(first) = seen.insert(key, rule.id) {
            let message = format!("asks for exactly what `{first}` asks for");
            warnings.push(warning("twin", rule, message, "merge the two and add their weights"));
        }
    }
}

/// One text that a rule must hit and must miss, or that rules for two categories must hit.
fn conflicts(rules: &[RuleInfo<'_>], warnings: &mut Vec<Warning>) {
    let mut hits: BTreeMap<&str, &RuleInfo<'_>> = BTreeMap::new();
    for rule in rules {
        for text in rule.hit {
            if rule.miss.contains(text) {
                let message = format!("{text:?} stands in `hit` and in `miss`");
                warnings.push(warning("sample-conflict", rule, message, "it can be only one of the two"));
            }
            let first = *hits.entry(text).or_insert(rule);
            if first.category != rule.category {
                let message = format!("{text:?} is also a hit of `{}`, for {}", first.id, first.category);
                warnings.push(warning(
                    "shared-sample",
                    rule,
                    message,
                    "choose a text that is about one thing",
                ));
            }
        }
        let mut texts = BTreeSet::new();
        let twice = rule.hit.iter().chain(rule.miss).find(|text| !texts.insert(*text));
        if let Some(text) = twice.filter(|text| !(rule.hit.contains(text) && rule.miss.contains(text))) {
            let message = format!("{text:?} is given twice");
            warnings.push(warning("sample-twice", rule, message, "another text would test something else"));
        }
    }
}

/// The line on which the id stands.
fn place(warning: &Warning, sources: &[Source]) -> usize {
    let Some(source) = sources.iter().find(|source| source.name == warning.file) else { return 0 };
    let wanted = format!("\"{}\"", warning.id);
    let is_id = |line: &str| line.trim_start().starts_with("id") && line.contains(&wanted);
    source.text.lines().position(is_id).map_or(0, |line| line + 1)
}
