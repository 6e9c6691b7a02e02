//! Lists and signals that nothing asks for, and words given twice.

use std::collections::{BTreeMap, BTreeSet};

use smsift::{RuleSet, Source};
use toml::{Table, Value};

use super::Warning;

/// Names that the engine reads itself.
const READ_BY_ENGINE: &str = "fact.";

/// A list or signal, and where it is declared.
struct Declared {
    kind: &'static str,
    file: String,
}

/// Warns of every list and signal that no rule needs, however indirectly, and of words twice in one list.
pub(super) fn unused(sources: &[Source], rules: &RuleSet) -> Vec<Warning> {
    let mut declared: BTreeMap<String, Declared> = BTreeMap::new();
    let mut needs: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut warnings = Vec::new();
    for source in sources {
        // The compiler has read these files; what is no TOML is a table of characters.
        let Ok(table) = source.text.parse::<Table>() else { continue };
        for (kind, entry) in ["list", "signal"].into_iter().flat_map(|kind| entries(&table, kind)) {
            let Some(id) = entry.get("id").and_then(Value::as_str) else { continue };
            declared.insert(id.to_owned(), Declared { kind, file: source.name.clone() });
            needs.entry(id.to_owned()).or_default().extend(references(entry));
            if let Some(word) = repeated(entry) {
                warnings.push(Warning {
                    code: "word-twice",
                    file: source.name.clone(),
                    line: 0,
                    id: id.to_owned(),
                    message: format!("`{word}` is given twice"),
                    hint: "take one of them out",
                });
            }
        }
    }
    let mut wanted: Vec<String> = rules
        .rules()
        .flat_map(|r| r.all_of.iter().chain(r.any_of).chain(r.none_of))
        .map(|c| name(c))
        .collect();
    wanted.extend(declared.keys().filter(|id| id.starts_with(READ_BY_ENGINE)).cloned());
    let mut reached = BTreeSet::new();
    while let Some(id) = wanted.pop() {
        if reached.insert(id.clone()) {
            wanted.extend(needs.get(&id).into_iter().flatten().cloned());
        }
    }
    let unused = declared.into_iter().filter(|(id, _)| !reached.contains(id)).map(|(id, declared)| Warning {
        code: if declared.kind == "list" { "unused-list" } else { "unused-signal" },
        file: declared.file,
        line: 0,
        message: format!("no rule needs the {} `{id}`", declared.kind),
        id,
        hint: "use it or take it out: it costs time on every message",
    });
    warnings.extend(unused);
    warnings
}

fn entries<'t>(table: &'t Table, kind: &'static str) -> impl Iterator<Item = (&'static str, &'t Table)> {
    let entries = table.get(kind).and_then(Value::as_array).into_iter().flatten();
    entries.filter_map(Value::as_table).map(move |entry| (kind, entry))
}

fn strings<'t>(entry: &'t Table, key: &str) -> impl Iterator<Item = &'t str> {
    entry.get(key).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
}

/// Names that an entry asks for: `{name}` in patterns, the first word of conditions.
fn references(entry: &Table) -> impl Iterator<Item = String> {
    let in_patterns = strings(entry, "any_of").flat_map(|pattern| {
        pattern
            .split('{')
            .skip(1)
            .filter_map(|rest| rest.split_once('}'))
            .map(|(name, _)| name.trim().to_owned())
    });
    let conditions = strings(entry, "with").chain(strings(entry, "unless")).map(name);
    in_patterns.chain(conditions)
}

/// The name at the start of a condition such as `credit.core in sentence`.
fn name(condition: &str) -> String {
    condition.split_whitespace().next().unwrap_or_default().trim_matches(['{', '}']).to_owned()
}

fn repeated(entry: &Table) -> Option<&str> {
    let mut seen = BTreeSet::new();
    strings(entry, "words").find(|word| !seen.insert(*word))
}
