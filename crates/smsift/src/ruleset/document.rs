//! The parsed form of rule files, before names are resolved.

use serde::{Deserialize, Serialize};

use super::diagnostic::{Diagnostic, nearest};
use super::source::{At, Reader, Source, parse};
use crate::label::{Category, Event, Tactic};

/// `[[list]]`: words that mean the same to the rules.
#[derive(Clone, Debug)]
pub(crate) struct ListDoc {
    pub(crate) file: usize,
    pub(crate) id: At<String>,
    pub(crate) words: Vec<At<String>>,
    /// Longer phrases inside which the words mean something else.
    pub(crate) except: Vec<At<String>>,
    /// Whether a word must not be cut across by the segmenter's best path.
    pub(crate) segment: bool,
}

/// `[[variant]]`: other spellings of one word, chosen for that word alone.
#[derive(Clone, Debug)]
pub(crate) struct VariantDoc {
    pub(crate) file: usize,
    pub(crate) word: At<String>,
    pub(crate) forms: Vec<At<String>>,
    /// Phrases inside which a form stands for itself.
    pub(crate) not: Vec<At<String>>,
}

/// `[[signal]]`: a named set of matches; never votes alone.
#[derive(Clone, Debug)]
pub(crate) struct SignalDoc {
    pub(crate) file: usize,
    pub(crate) id: At<String>,
    pub(crate) any_of: Vec<At<String>>,
    pub(crate) with: Vec<At<String>>,
    pub(crate) unless: Vec<At<String>>,
}

/// How far a rule is trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Status {
    /// Recorded, never counted.
    Watch,
    /// Counted; too little evidence yet.
    Trial,
    /// Counted and measured.
    Stable,
    /// Not evaluated; its id is never used again.
    Retired,
}

/// `[[rule]]`: a reason for a category.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct RuleDoc {
    pub(crate) file: usize,
    pub(crate) id: At<String>,
    pub(crate) title: String,
    pub(crate) title_en: String,
    pub(crate) category: Category,
    pub(crate) tactic: Option<Tactic>,
    pub(crate) event: Option<Event>,
    pub(crate) group: String,
    pub(crate) weight: f32,
    pub(crate) status: Status,
    pub(crate) since: String,
    pub(crate) all_of: Vec<At<String>>,
    pub(crate) any_of: Vec<At<String>>,
    pub(crate) none_of: Vec<At<String>>,
    pub(crate) at_least: Option<At<f32>>,
    pub(crate) overrides: Vec<At<String>>,
    pub(crate) known_false_positives: Vec<String>,
    pub(crate) hit: Vec<String>,
    pub(crate) miss: Vec<String>,
    pub(crate) todo_hit: Vec<String>,
    pub(crate) todo_miss: Vec<String>,
}

/// `[[exclude]]`: a user's narrowing of a rule that is not edited.
#[derive(Clone, Debug)]
pub(crate) struct ExcludeDoc {
    pub(crate) file: usize,
    pub(crate) rule: At<String>,
    pub(crate) any_of: Vec<At<String>>,
}

/// Numbers by which scores become one category.
#[derive(Clone, Debug, Default)]
pub(crate) struct PolicyDoc {
    pub(crate) threshold: Vec<(At<String>, f32)>,
    pub(crate) cap: Vec<(At<String>, f32)>,
    pub(crate) decide: Vec<(At<String>, f32)>,
    pub(crate) confidence: Vec<(At<String>, f32)>,
    pub(crate) file: usize,
}

/// Everything read from the rule files.
#[derive(Clone, Debug, Default)]
pub(crate) struct Document {
    pub(crate) lists: Vec<ListDoc>,
    pub(crate) variants: Vec<VariantDoc>,
    pub(crate) signals: Vec<SignalDoc>,
    pub(crate) rules: Vec<RuleDoc>,
    pub(crate) excludes: Vec<ExcludeDoc>,
    pub(crate) policies: Vec<PolicyDoc>,
}

impl Document {
    /// Reads one file into the document; faults are collected, so that one run shows them all.
    pub(crate) fn read(&mut self, file: usize, source: &Source, faults: &mut Vec<Diagnostic>) {
        let root = match parse(source) {
            Ok(root) => root,
            Err(fault) => return faults.push(*fault),
        };
        let mut reader = Reader::new(source, root.get_ref(), 0);
        for list in reader.tables("list", faults) {
            self.lists.push(read_list(file, list, faults));
        }
        for variant in reader.tables("variant", faults) {
            self.variants.push(read_variant(file, variant, faults));
        }
        for signal in reader.tables("signal", faults) {
            self.signals.push(read_signal(file, signal, faults));
        }
        for rule in reader.tables("rule", faults) {
            self.rules.push(read_rule(file, rule, faults));
        }
        for exclude in reader.tables("exclude", faults) {
            self.excludes.push(read_exclude(file, exclude, faults));
        }
        if let Some(policy) = reader.table("policy", faults) {
            self.policies.push(read_policy(file, policy, faults));
        }
        reader.finish(faults);
    }
}

fn read_list(file: usize, mut r: Reader<'_, '_>, faults: &mut Vec<Diagnostic>) -> ListDoc {
    let list = ListDoc {
        file,
        id: r.required("id", faults),
        words: r.strings("words", faults),
        except: r.strings("except", faults),
        segment: r.flag("segment", faults).unwrap_or(true),
    };
    r.string("title", faults);
    if list.words.is_empty() {
        faults.push(r.source.fault("empty-list", r.at, format!("list `{}` has no words", list.id.value)));
    }
    r.finish(faults);
    list
}

fn read_variant(file: usize, mut r: Reader<'_, '_>, faults: &mut Vec<Diagnostic>) -> VariantDoc {
    let variant = VariantDoc {
        file,
        word: r.required("word", faults),
        forms: r.strings("forms", faults),
        not: r.strings("not", faults),
    };
    r.finish(faults);
    variant
}

fn read_signal(file: usize, mut r: Reader<'_, '_>, faults: &mut Vec<Diagnostic>) -> SignalDoc {
    let signal = SignalDoc {
        file,
        id: r.required("id", faults),
        any_of: r.strings("any_of", faults),
        with: r.strings("with", faults),
        unless: r.strings("unless", faults),
    };
    r.string("title", faults);
    if signal.any_of.is_empty() {
        let message = format!("signal `{}` has no patterns in `any_of`", signal.id.value);
        faults.push(r.source.fault("empty-signal", r.at, message));
    }
    r.finish(faults);
    signal
}

fn read_exclude(file: usize, mut r: Reader<'_, '_>, faults: &mut Vec<Diagnostic>) -> ExcludeDoc {
    let exclude = ExcludeDoc { file, rule: r.required("rule", faults), any_of: r.strings("any_of", faults) };
    r.required("reason", faults);
    r.finish(faults);
    exclude
}

fn read_policy(file: usize, mut r: Reader<'_, '_>, faults: &mut Vec<Diagnostic>) -> PolicyDoc {
    let mut numbers = |key: &'static str| match r.table(key, faults) {
        Some(table) => table.numbers(faults),
        None => Vec::new(),
    };
    let policy = PolicyDoc {
        threshold: numbers("threshold"),
        cap: numbers("cap"),
        decide: numbers("decide"),
        confidence: numbers("confidence"),
        file,
    };
    r.finish(faults);
    policy
}

/// Reads a name that must be one of `all`.
fn choice<T: Copy>(
    r: &mut Reader<'_, '_>,
    key: &'static str,
    all: &[(&'static str, T)],
    faults: &mut Vec<Diagnostic>,
) -> Option<T> {
    let name = r.string(key, faults)?;
    let found = all.iter().find(|(n, _)| *n == name.value).map(|(_, v)| *v);
    if found.is_none() {
        let mut fault = r.source.fault("unknown-name", name.at, format!("`{}` is no {key}", name.value));
        let names = all.iter().map(|(n, _)| *n);
        fault.hint = Some(match nearest(&name.value, names.clone()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("one of: {}", names.collect::<Vec<_>>().join(", ")),
        });
        faults.push(fault);
    }
    found
}

fn read_rule(file: usize, mut r: Reader<'_, '_>, faults: &mut Vec<Diagnostic>) -> RuleDoc {
    let categories: Vec<_> = Category::ALL.iter().map(|c| (c.as_str(), *c)).collect();
    let tactics: Vec<_> = Tactic::ALL.iter().map(|t| (t.as_str(), *t)).collect();
    let events: Vec<_> = Event::ALL.iter().map(|e| (e.as_str(), *e)).collect();
    let status = [
        ("watch", Status::Watch),
        ("trial", Status::Trial),
        ("stable", Status::Stable),
        ("retired", Status::Retired),
    ];
    let id = r.required("id", faults);
    let title = r.required("title", faults).value;
    let category = choice(&mut r, "category", &categories, faults);
    if category.is_none() {
        let message = format!("rule `{}` needs a `category`", id.value);
        faults.push(r.source.fault("missing-key", r.at, message));
    }
    let values = |list: Vec<At<String>>| list.into_iter().map(|s| s.value).collect();
    let rule = RuleDoc {
        file,
        group: r.string("group", faults).map_or_else(|| id.value.clone(), |g| g.value),
        title_en: r.string("title_en", faults).map_or_else(|| title.clone(), |t| t.value),
        title,
        category: category.unwrap_or(Category::Other),
        tactic: choice(&mut r, "tactic", &tactics, faults),
        event: choice(&mut r, "event", &events, faults),
        weight: r.number("weight", faults).map_or(1.0, |w| w.value),
        status: choice(&mut r, "status", &status, faults).unwrap_or(Status::Trial),
        since: r.required("since", faults).value,
        all_of: r.strings("all_of", faults),
        any_of: r.strings("any_of", faults),
        none_of: r.strings("none_of", faults),
        at_least: r.number("at_least", faults),
        overrides: r.strings("overrides", faults),
        known_false_positives: values(r.strings("known_false_positives", faults)),
        hit: values(r.strings("hit", faults)),
        miss: values(r.strings("miss", faults)),
        todo_hit: values(r.strings("todo_hit", faults)),
        todo_miss: values(r.strings("todo_miss", faults)),
        id,
    };
    check_rule(&rule, &r, faults);
    r.finish(faults);
    rule
}

/// What must hold within one rule, whatever the others say.
fn check_rule(rule: &RuleDoc, r: &Reader<'_, '_>, faults: &mut Vec<Diagnostic>) {
    let id = &rule.id.value;
    if rule.hit.is_empty() || rule.miss.is_empty() {
        let mut fault =
            r.source.fault("no-samples", rule.id.at, format!("rule `{id}` needs `hit` and `miss` samples"));
        fault.hint = Some("a near-miss shows what the rule must leave alone".to_owned());
        faults.push(fault);
    }
    if rule.tactic.is_some() && rule.category != Category::CollectionPressure {
        let message = format!("rule `{id}` has a tactic but is not collection_pressure");
        faults.push(r.source.fault("impossible-condition", rule.id.at, message));
    }
    if rule.all_of.is_empty() && rule.any_of.is_empty() {
        let message = format!("rule `{id}` has neither `all_of` nor `any_of`: it would always fire");
        faults.push(r.source.fault("always-true", rule.id.at, message));
    }
    for term in rule.all_of.iter().chain(&rule.any_of) {
        if rule.none_of.iter().any(|n| n.value == term.value) {
            let message = format!("`{}` is both wanted and refused by rule `{id}`", term.value);
            faults.push(r.source.fault("impossible-condition", term.at, message));
        }
    }
    if let Some(n) = &rule.at_least {
        if n.value < 1.0 {
            faults.push(r.source.fault("always-true", n.at, "`at_least` below 1 is always true"));
        } else if n.value as usize > rule.any_of.len() {
            let message =
                format!("`at_least = {}` of {} conditions is never true", n.value, rule.any_of.len());
            faults.push(r.source.fault("impossible-condition", n.at, message));
        }
    }
}
