//! `smsift rules show`.

use std::fmt::Write as _;
use std::io::{self, Write as _};

use serde::Serialize;
use smsift::{Category, Event, RuleInfo, RuleSet, Status, Tactic};

use crate::failure::{Failure, Success};
use crate::lang::Lang;
use crate::output::text::escape;

/// A rule as JSON.
#[derive(Serialize)]
pub(super) struct Card<'r> {
    id: &'r str,
    title: &'r str,
    title_en: &'r str,
    category: Category,
    tactic: Option<Tactic>,
    event: Option<Event>,
    group: &'r str,
    weight: f32,
    status: &'static str,
    since: &'r str,
    file: &'r str,
    all_of: &'r [String],
    any_of: &'r [String],
    at_least: usize,
    none_of: &'r [String],
    known_false_positives: &'r [String],
    hit: &'r [String],
    miss: &'r [String],
    todo_hit: &'r [String],
    todo_miss: &'r [String],
}

impl<'r> Card<'r> {
    pub(super) fn new(rule: &RuleInfo<'r>) -> Self {
        Self {
            id: rule.id,
            title: rule.title,
            title_en: rule.title_en,
            category: rule.category,
            tactic: rule.tactic,
            event: rule.event,
            group: rule.group,
            weight: rule.weight,
            status: status(rule.status),
            since: rule.since,
            file: rule.file,
            all_of: rule.all_of,
            any_of: rule.any_of,
            at_least: rule.at_least,
            none_of: rule.none_of,
            known_false_positives: rule.known_false_positives,
            hit: rule.hit,
            miss: rule.miss,
            todo_hit: rule.todo_hit,
            todo_miss: rule.todo_miss,
        }
    }
}

/// The name of a status, as rule files write it.
pub(super) fn status(status: Status) -> &'static str {
    match status {
        Status::Watch => "watch",
        Status::Trial => "trial",
        Status::Stable => "stable",
        Status::Retired => "retired",
        _ => "?",
    }
}

pub(super) fn run(rules: &RuleSet, id: &str, json: bool, lang: Lang) -> Result<Success, Failure> {
    let Some(rule) = rules.rules().find(|rule| rule.id == id) else {
        if id == smsift::LEANING_WORDS {
            let what = "is no rule but a table of words with small weights, lexicon/leanings.tsv; `smsift rules lean` makes one";
            return Err(Failure::Failed(format!("`{id}` {what}")));
        }
        let topic = id.rsplit(['.', '-']).next().unwrap_or(id);
        let near: Vec<&str> =
            rules.rules().map(|rule| rule.id).filter(|known| known.contains(topic)).collect();
        let hint = if near.is_empty() { "see `smsift rules list`".to_owned() } else { near.join(", ") };
        return Err(Failure::Failed(format!("no rule `{}`; {hint}", escape(id))));
    };
    let mut out = Vec::new();
    if json {
        serde_json::to_writer_pretty(&mut out, &Card::new(&rule)).map_err(io::Error::from)?;
        out.push(b'\n');
    } else {
        out.extend_from_slice(text(&rule, lang).as_bytes());
    }
    io::stdout().write_all(&out)?;
    Ok(Success::Done)
}

fn text(rule: &RuleInfo<'_>, lang: Lang) -> String {
    let mut out = format!("{}  {}\n", rule.id, lang.pick(rule.title, rule.title_en));
    let mut line = |key: &str, value: String| {
        if !value.is_empty() {
            let _ = writeln!(out, "  {key:<12} {value}");
        }
    };
    let tactic = rule.tactic.map(|tactic| format!(" / {tactic}")).unwrap_or_default();
    let event = rule.event.map(|event| format!(" / {event}")).unwrap_or_default();
    line("category", format!("{}{tactic}{event}", rule.category));
    line("weight", format!("{} (group {})", rule.weight, rule.group));
    line("status", format!("{} since {}", status(rule.status), rule.since));
    line("file", escape(rule.file));
    line("all_of", rule.all_of.join(", "));
    let any = rule.any_of.join(", ");
    line("any_of", if rule.at_least > 1 { format!("{any} (at least {})", rule.at_least) } else { any });
    line("none_of", rule.none_of.join(", "));
    for (key, values) in [
        ("known wrong", rule.known_false_positives),
        ("hit", rule.hit),
        ("miss", rule.miss),
        ("todo_hit", rule.todo_hit),
        ("todo_miss", rule.todo_miss),
    ] {
        for value in values {
            line(key, escape(value));
        }
    }
    out
}
