//! Histories in the shape of scenario rows: a case, labelled messages, the findings they must give.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use jiff::Timestamp;
use jiff::tz::offset;
use serde_json::Value;
use smsift::{Category, Classifier, Direction, Tactic, VerdictRecord};
use smsift_audit::{Audit, Case, Contact, Detail};
use smsift_dump::{Record, Time};

/// Where the labels come from.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) enum Labels {
    /// From the row.
    Given,
    /// From the classifier.
    Recomputed,
}

/// The folder beside the workspace that holds what several projects share; absent outside development.
pub(crate) fn shared_file(path: &str) -> Option<String> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..");
    let found = [root.join("../shared"), root.join("../../shared")].into_iter().map(|d| d.join(path));
    found.filter(|p| p.exists()).find_map(|p| std::fs::read_to_string(p).ok())
}

pub(crate) fn rows(text: &str) -> Vec<Value> {
    text.lines()
        .filter(|l| !l.trim().is_empty())
        .map(|l| serde_json::from_str(l).expect("a row is JSON"))
        .collect()
}

fn string(value: &Value, key: &str) -> String {
    value[key].as_str().unwrap_or_default().to_owned()
}

pub(crate) fn case_of(row: &Value) -> Case {
    let text = toml::to_string(&row["case"]).expect("a case is TOML");
    Case::parse(&text).unwrap_or_else(|e| panic!("{}: {e}\n{text}", row["id"]))
}

pub(crate) fn record_of(message: &Value) -> Record {
    let time = message["time"].as_str().map(|t| Time {
        at: t.parse::<Timestamp>().expect("a time is RFC 3339"),
        offset: offset(8),
        tz_assumed: false,
    });
    let mut record = Record {
        id: string(message, "id"),
        source: "scenario.jsonl".into(),
        time,
        sender: message["sender"].as_str().map(str::to_owned),
        direction: if message["direction"] == "out" { Direction::Out } else { Direction::In },
        text: string(message, "text"),
        ..Record::default()
    };
    if let Some(sent) = message.get("sent") {
        record.extra.insert("sent".into(), sent.clone());
    }
    record
}

fn given(message: &Value, classified: VerdictRecord) -> VerdictRecord {
    let name = message["label"].as_str().unwrap_or("other");
    let tactics = message["tactics"].as_array().into_iter().flatten();
    VerdictRecord {
        category: Category::from_name(name).unwrap_or_else(|| panic!("no category {name}")),
        tactics: tactics
            .map(|t| Tactic::from_name(t.as_str().unwrap_or("")).expect("a known tactic"))
            .collect(),
        events: Vec::new(),
        ..classified
    }
}

pub(crate) fn contact_of(message: &Value, labels: Labels, sift: &Classifier) -> Contact {
    let record = record_of(message);
    let classified = sift.classify(record.message()).to_record();
    let verdict = (record.direction != Direction::Out).then(|| match labels {
        Labels::Given => given(message, classified),
        Labels::Recomputed => classified,
    });
    Contact { record, verdict }
}

pub(crate) fn audit_row(row: &Value, labels: Labels, sift: &Classifier) -> Audit {
    let messages = row["messages"].as_array().expect("a row has messages");
    Audit::new(case_of(row), messages.iter().map(|m| contact_of(m, labels, sift)).collect())
}

/// Code, creditor, certainty.
type Key = (String, Option<String>, bool);

/// Where the findings differ from those of the row, in words; empty when they agree.
pub(crate) fn differences(row: &Value, audit: &Audit) -> Vec<String> {
    let mut expected: BTreeMap<Key, BTreeSet<String>> = BTreeMap::new();
    let mut optional: BTreeMap<Key, BTreeSet<String>> = BTreeMap::new();
    for f in row["findings"].as_array().into_iter().flatten() {
        let key = (string(f, "code"), f["creditor"].as_str().map(str::to_owned), f["uncertain"] == true);
        expected.entry(key.clone()).or_default().extend(ids(&f["messages"]));
        optional.entry(key).or_default().extend(ids(&f["optional"]));
    }
    let mut found: BTreeMap<Key, BTreeSet<String>> = BTreeMap::new();
    for f in &audit.findings {
        let key = (f.code.as_str().to_owned(), f.party.creditor().map(str::to_owned), f.uncertain);
        found.entry(key).or_default().extend(f.messages.iter().map(|&i| id(audit, i)));
    }
    let mut out = Vec::new();
    let keys: BTreeSet<&Key> = expected.keys().chain(found.keys()).collect();
    let none = BTreeSet::new();
    for key in keys {
        let (want, got) = (expected.get(key).unwrap_or(&none), found.get(key).unwrap_or(&none));
        let free = optional.get(key).unwrap_or(&none);
        let missing: Vec<_> = want.difference(got).filter(|m| !free.contains(*m)).collect();
        let extra: Vec<_> = got.difference(want).filter(|m| !free.contains(*m)).collect();
        if !missing.is_empty() || !extra.is_empty() {
            out.push(format!("{} {key:?}: missing {missing:?}, extra {extra:?}", string(row, "id")));
        }
    }
    out.extend(detail_differences(row, audit));
    out
}

/// What a row says besides ids: parties, days, tactics, opt-outs, waiting times, versions of rules.
fn detail_differences(row: &Value, audit: &Audit) -> Vec<String> {
    let mut out = Vec::new();
    for want in row["findings"].as_array().into_iter().flatten() {
        let wanted = ids(&want["messages"]);
        let same = |f: &&smsift_audit::Finding| {
            f.code.as_str() == want["code"]
                && f.party.creditor() == want["creditor"].as_str()
                && f.uncertain == (want["uncertain"] == true)
                && f.messages.iter().any(|&i| wanted.contains(&id(audit, i)))
        };
        let Some(got) = audit.findings.iter().find(same) else { continue };
        let mut check = |what: &str, ok: bool| {
            if !ok {
                out.push(format!("{} {}: {what} differs: {:?}", row["id"], want["code"], got.detail));
            }
        };
        if let Some(party) = want["party"].as_str() {
            check("party", got.party.name() == Some(party));
        }
        match &got.detail {
            Detail::Day(day) => check("day", want["day"].as_str().is_none_or(|d| d == day.to_string())),
            Detail::Tactics(all) => {
                for (i, tactics) in all {
                    if let Some(want) = want["tactics"].get(id(audit, *i)) {
                        let names: Vec<&str> = tactics.iter().map(|t| t.as_str()).collect();
                        check("tactics", *want == serde_json::json!(names));
                    }
                }
            }
            Detail::OptOut(all) => {
                check(
                    "optout",
                    want["optout"].as_str().is_none_or(|o| all.values().all(|&i| id(audit, i) == o)),
                );
            }
            Detail::Waiting(w) => {
                check("waiting_days", want["waiting_days"].as_i64().is_none_or(|d| d == w.days));
                check(
                    "answered_by",
                    w.answered_by.map(|i| id(audit, i)).as_deref() == want["answered_by"].as_str(),
                );
            }
            _ => {}
        }
        check("cite", cites_no_other_version(want, audit, got));
    }
    out
}

/// A version of a rule may be cited only for the ids that the row gives it.
fn cites_no_other_version(want: &Value, audit: &Audit, got: &smsift_audit::Finding) -> bool {
    let versions = [["L4", "L4old"], ["S1", "S2"], ["L5", "L5"]];
    let Some(cite) = want["cite"].as_object() else { return true };
    let concerned = versions
        .iter()
        .flatten()
        .filter(|v| versions.iter().any(|p| p.contains(v) && p.iter().any(|x| cite.contains_key(*x))));
    concerned.into_iter().all(|version| {
        let allowed = ids(&cite.get(*version).cloned().unwrap_or_default());
        got.citations
            .iter()
            .filter(|c| c.rule.id == *version)
            .all(|c| c.messages.iter().all(|&i| allowed.contains(&id(audit, i))))
    })
}

fn ids(value: &Value) -> BTreeSet<String> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

pub(crate) fn id(audit: &Audit, index: usize) -> String {
    audit.history.entries[index].contact.record.id.clone()
}
