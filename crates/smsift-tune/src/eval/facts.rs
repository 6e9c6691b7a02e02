//! Fact extraction, on rows that say which facts their text states.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use super::Outcome;
use crate::rate::{Counts, Rate};

/// Scores of one kind of fact.
#[derive(Clone, Debug, Serialize)]
pub struct FactScore {
    /// Key of `facts` in the public record, or `events`.
    pub fact: String,
    /// Rows that give the key, be it as `null` or empty.
    pub rows: usize,
    /// Counts over all values: a wrong value is both made up and missed.
    #[serde(flatten)]
    pub counts: Counts,
    /// Share of the values found that are there.
    pub precision: Rate,
    /// Share of the values there that were found.
    pub recall: Rate,
    /// Harmonic mean of both.
    pub f1: Option<f64>,
}

pub(super) fn score(outcomes: &[&Outcome<'_>], min: usize) -> Vec<FactScore> {
    let mut facts: BTreeMap<String, (usize, Counts)> = BTreeMap::new();
    for comparison in outcomes.iter().flat_map(|outcome| compare(outcome)) {
        let (rows, counts) = facts.entry(comparison.fact).or_default();
        *rows += 1;
        counts.add(Counts {
            found: comparison.found,
            wrong: comparison.wrong.len(),
            missed: comparison.missed.len(),
        });
    }
    let score = |(fact, (rows, counts)): (String, (usize, Counts))| FactScore {
        fact,
        rows,
        counts,
        precision: counts.precision(min),
        recall: counts.recall(min),
        f1: counts.f1(min),
    };
    facts.into_iter().map(score).collect()
}

/// One fact of one row.
pub(super) struct Comparison {
    pub(super) fact: String,
    pub(super) found: usize,
    pub(super) wrong: Vec<String>,
    pub(super) missed: Vec<String>,
}

/// Compares every fact the row gives. A key that the record does not have is missed, never passed over.
pub(super) fn compare(outcome: &Outcome<'_>) -> Vec<Comparison> {
    let row = outcome.row;
    let event = row.event.iter().map(|event| ("event", event));
    let given = row.facts.iter().flatten().map(|(key, value)| (key.as_str(), value)).chain(event);
    let mut said = serde_json::to_value(outcome.verdict.facts()).unwrap_or_default();
    said["events"] = outcome.verdict.events().iter().map(|e| Value::from(e.as_str())).collect();
    given
        .map(|(key, value)| {
            let fact = canonical(key);
            let mut wrong = values(said.get(fact).unwrap_or(&Value::Null));
            let mut missed = values(value);
            let there = missed.len();
            missed.retain(|value| match wrong.iter().position(|w| w == value) {
                Some(at) => {
                    wrong.remove(at);
                    false
                }
                None => true,
            });
            Comparison { fact: fact.to_owned(), found: there - missed.len(), wrong, missed }
        })
        .collect()
}

/// The taxonomy names some facts in the singular; records hold lists.
fn canonical(key: &str) -> &str {
    match key {
        "amount" => "amounts",
        "event" => "events",
        "url" => "urls",
        "phone" => "phones",
        _ => key,
    }
}

/// The values of a fact: none for `null` and `false`, several for a list. Numbers compare to the cent.
fn values(value: &Value) -> Vec<String> {
    match value {
        Value::Null | Value::Bool(false) => Vec::new(),
        Value::Array(items) => items.iter().flat_map(values).collect(),
        Value::Number(number) => {
            vec![number.as_f64().map_or_else(|| number.to_string(), |n| format!("{n:.2}"))]
        }
        Value::String(text) => vec![text.trim().to_owned()],
        other => vec![other.to_string()],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn values_flatten_and_compare_by_amount() {
        assert_eq!(values(&json!([850, 850.0, "a "])), ["850.00", "850.00", "a"]);
        assert!(values(&json!(null)).is_empty() && values(&json!(false)).is_empty());
        assert_eq!(values(&json!(true)), ["true"]);
    }
}
