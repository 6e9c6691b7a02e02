//! `findings.json`: the findings for programs.

use serde_json::{Map, Value, json};

use crate::Audit;
use crate::contact_rules::Citation;
use crate::finding::{Detail, Finding};
use crate::history::Party;
use crate::report::View;
use crate::request::{LONGEST_WAIT_DAYS, Waiting};

pub(super) fn render(view: &View<'_>) -> String {
    let audit = view.audit;
    let mut root = Map::new();
    root.insert("format".into(), json!(1));
    root.insert("tool".into(), json!(format!("smsift {}", env!("CARGO_PKG_VERSION"))));
    root.insert("ruleset".into(), json!(view.ruleset));
    root.insert("time_zone".into(), json!("Asia/Shanghai"));
    root.insert("redacted".into(), json!(view.redacted));
    root.insert("messages".into(), super::manifest::counts(audit));
    root.insert("findings".into(), audit.findings.iter().map(|f| finding(view, f)).collect());
    root.insert("requests".into(), requests(audit));
    root.insert("opt_outs".into(), opt_outs(audit));
    let broken = audit.after_broken_plan.iter().map(|(party, messages)| {
        json!({"creditor": party.creditor(), "messages": ids(audit, messages), "numbers": numbers(messages)})
    });
    root.insert("pressure_while_plan_not_kept".into(), broken.collect());
    if let Some(changes) = view.changes {
        root.insert("changes".into(), changes.to_json(audit));
    }
    let mut text = serde_json::to_string_pretty(&Value::Object(root)).unwrap_or_default();
    text.push('\n');
    text
}

pub(crate) fn id(audit: &Audit, i: usize) -> &str {
    &audit.history.entries[i].contact.record.id
}

pub(crate) fn ids<'a>(audit: &'a Audit, messages: &[usize]) -> Vec<&'a str> {
    messages.iter().map(|&i| id(audit, i)).collect()
}

pub(crate) fn numbers(messages: &[usize]) -> Vec<usize> {
    messages.iter().map(|i| i + 1).collect()
}

fn time(audit: &Audit, i: Option<&usize>) -> Value {
    let time = i.and_then(|&i| audit.history.entries[i].contact.record.time);
    time.map_or(Value::Null, |t| json!(t.to_rfc3339()))
}

fn finding(view: &View<'_>, finding: &Finding) -> Value {
    let audit = view.audit;
    let meaning = finding.code.meaning();
    let timed: Vec<usize> =
        finding.messages.iter().copied().filter(|&i| audit.history.entries[i].time.is_some()).collect();
    let mut out = Map::new();
    out.insert("code".into(), json!(finding.code.as_str()));
    out.insert("title".into(), json!(finding.code.title(view.lang)));
    out.insert("creditor".into(), json!(finding.party.creditor()));
    out.insert("party".into(), json!(finding.party.name()));
    out.insert("messages".into(), json!(ids(audit, &finding.messages)));
    out.insert("numbers".into(), json!(numbers(&finding.messages)));
    out.insert("uncertain".into(), json!(finding.uncertain));
    out.insert("from".into(), time(audit, timed.first()));
    out.insert("to".into(), time(audit, timed.last()));
    detail(audit, finding, &mut out);
    out.insert("seen".into(), json!(meaning.seen(view.lang)));
    out.insert("does_not_prove".into(), json!(meaning.limits(view.lang)));
    out.insert("rules".into(), finding.citations.iter().map(|c| citation(view, c)).collect());
    Value::Object(out)
}

fn detail(audit: &Audit, finding: &Finding, out: &mut Map<String, Value>) {
    match &finding.detail {
        Detail::None => {}
        Detail::Day(day) => {
            out.insert("day".into(), json!(day.to_string()));
        }
        Detail::Tactics(all) => {
            let named = all.iter().map(|(i, tactics)| (id(audit, *i).to_owned(), json!(tactics)));
            out.insert("tactics".into(), Value::Object(named.collect()));
        }
        Detail::Amounts(all) => {
            let named = all.iter().map(|(i, (demand, agreed))| {
                (id(audit, *i).to_owned(), json!({"demanded": demand, "agreed": agreed}))
            });
            out.insert("amounts".into(), Value::Object(named.collect()));
        }
        Detail::OptOut(all) => {
            out.insert("optout".into(), json!(all.values().next().map(|&o| id(audit, o))));
            let named = all.iter().map(|(i, o)| (id(audit, *i).to_owned(), json!(id(audit, *o))));
            out.insert("optouts".into(), Value::Object(named.collect()));
        }
        Detail::Waiting(waiting) => waited(audit, waiting, out),
    }
}

fn waited(audit: &Audit, waiting: &Waiting, out: &mut Map<String, Value>) {
    out.insert("waiting_days".into(), json!(waiting.days));
    out.insert("answered_by".into(), json!(waiting.answered_by.map(|i| id(audit, i))));
    out.insert("referred_to_by".into(), json!(waiting.referred_to_by.map(|i| id(audit, i))));
}

fn citation(view: &View<'_>, citation: &Citation) -> Value {
    let rule = citation.rule;
    let articles = citation.article.map_or_else(|| json!(rule.articles), |a| json!([a]));
    json!({
        "id": rule.id,
        "instrument": view.lang.pick(&rule.instrument_zh, &rule.instrument_en),
        "articles": articles,
        "in_force": {"from": rule.from.map(|d| d.to_string()), "to": rule.to.map(|d| d.to_string())},
        "weight": rule.weight.as_str(),
        "certainty": rule.certainty.as_str(),
        "strength": citation.strength.as_str(),
        "messages": ids(view.audit, &citation.messages),
        "wording": view.lang.pick(&rule.say_zh, &rule.say_en),
        "limits": view.lang.pick(&rule.limits_zh, &rule.limits_en),
    })
}

fn party(party: &Party, out: &mut Map<String, Value>) {
    out.insert("creditor".into(), json!(party.creditor()));
    out.insert("party".into(), json!(party.name()));
}

fn requests(audit: &Audit) -> Value {
    let rows = audit.requests.iter().flat_map(|request| {
        request.waiting.iter().map(move |waiting| {
            let mut out = Map::new();
            out.insert("message".into(), json!(id(audit, request.message)));
            out.insert("number".into(), json!(request.message + 1));
            out.insert("further".into(), json!(ids(audit, &request.further)));
            party(&waiting.party, &mut out);
            waited(audit, waiting, &mut out);
            let state = match waiting.answered_by {
                Some(_) => "answered",
                None if waiting.days > LONGEST_WAIT_DAYS => "unanswered",
                None => "open",
            };
            out.insert("state".into(), json!(state));
            Value::Object(out)
        })
    });
    rows.collect()
}

fn opt_outs(audit: &Audit) -> Value {
    let rows = audit.opt_outs.iter().map(|o| {
        json!({
            "message": id(audit, o.message),
            "number": o.message + 1,
            "to": o.number.as_str(),
            "signature": o.signature,
        })
    });
    rows.collect()
}
