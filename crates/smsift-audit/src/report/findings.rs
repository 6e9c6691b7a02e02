//! The findings, each with the quoted messages, the rules it may lean on and what it does not prove.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use smsift::Tactic;

use super::View;
use super::chart::title as category_title;
use super::html::{escape, marked};
use super::text as t;
use crate::finding::{Code, Detail, Finding};
use crate::history::{Entry, History, Party};
use crate::lang::Lang;
use crate::meaning::article_text;
use crate::span::number_ranges;

/// Bytes of quoted messages; a report stays small enough for a phone, the transcript has everything.
const QUOTE_BUDGET: usize = 1_300_000;
/// Quotes of one finding before the rest is only numbered.
const MOST_QUOTES: usize = 40;
/// Findings of one code told in full: those of the case's creditors first, then those with the most messages.
const MOST_PER_CODE: usize = 25;

pub(super) fn section(out: &mut String, view: &View<'_>) {
    let findings = &view.audit.findings;
    let _ = writeln!(
        out,
        "<section aria-labelledby=\"findings\">\n<h2 id=\"findings\">{}</h2>",
        escape(view.t(t::FINDINGS))
    );
    if findings.is_empty() {
        let _ = writeln!(out, "<p>{}</p>", escape(view.t(t::NO_FINDINGS)));
    }
    let (shown, others) = choose(findings);
    contents(out, view, &shown);
    let mut budget = QUOTE_BUDGET;
    for (n, finding) in shown.iter().enumerate() {
        one(out, view, n + 1, finding, &mut budget);
    }
    if !others.is_empty() {
        let mut counts: BTreeMap<Code, usize> = BTreeMap::new();
        for finding in others {
            *counts.entry(finding.code).or_default() += 1;
        }
        let list: Vec<String> = counts.iter().map(|(c, n)| format!("{} {n}", c.title(view.lang))).collect();
        let _ = writeln!(
            out,
            "<p class=\"note\">{}{}</p>",
            escape(view.t(t::MORE_FINDINGS)),
            escape(&list.join("; "))
        );
    }
    out.push_str("</section>\n");
}

/// The findings told in full, in their order, and the others.
fn choose(findings: &[Finding]) -> (Vec<&Finding>, Vec<&Finding>) {
    let mut by_weight: Vec<&Finding> = findings.iter().collect();
    by_weight.sort_by_key(|f| (f.code, f.party.creditor().is_none(), std::cmp::Reverse(f.messages.len())));
    let mut taken: BTreeMap<Code, Vec<*const Finding>> = BTreeMap::new();
    for finding in by_weight {
        let of_code = taken.entry(finding.code).or_default();
        if of_code.len() < MOST_PER_CODE {
            of_code.push(std::ptr::from_ref(finding));
        }
    }
    findings.iter().partition(|f| taken[&f.code].contains(&std::ptr::from_ref(*f)))
}

pub(super) fn party_name(view: &View<'_>, party: &Party) -> String {
    party.name().unwrap_or(view.t(t::UNKNOWN)).to_owned()
}

fn heading(view: &View<'_>, finding: &Finding) -> String {
    let day = match &finding.detail {
        Detail::Day(day) => format!(" · {day}"),
        _ => String::new(),
    };
    format!("{} · {}{day}", finding.code.title(view.lang), party_name(view, &finding.party))
}

fn uncertain_tag(view: &View<'_>, finding: &Finding) -> String {
    if finding.uncertain {
        format!(" <span class=\"tag uncertain\">{}</span>", escape(view.t(t::UNCERTAIN)))
    } else {
        String::new()
    }
}

fn contents(out: &mut String, view: &View<'_>, findings: &[&Finding]) {
    if findings.len() < 2 {
        return;
    }
    let _ = writeln!(out, "<nav aria-label=\"{}\"><ul>", escape(view.t(t::FINDINGS)));
    for (n, finding) in findings.iter().enumerate() {
        let _ = writeln!(
            out,
            "<li><a href=\"#f{}\">{}</a> ({}){}</li>",
            n + 1,
            escape(&heading(view, finding)),
            finding.messages.len(),
            uncertain_tag(view, finding)
        );
    }
    out.push_str("</ul></nav>\n");
}

fn one(out: &mut String, view: &View<'_>, n: usize, finding: &Finding, budget: &mut usize) {
    let meaning = finding.code.meaning();
    let _ = writeln!(
        out,
        "<article aria-labelledby=\"f{n}\">\n<h3 id=\"f{n}\">{n}. {}{}</h3>",
        escape(&heading(view, finding)),
        uncertain_tag(view, finding)
    );
    let _ = writeln!(
        out,
        "<p><strong>{}:</strong> {}</p>",
        escape(view.t(t::SEEN)),
        escape(meaning.seen(view.lang))
    );
    let history = &view.audit.history;
    let days: Vec<_> = finding.messages.iter().filter_map(|&i| history.entries[i].day()).collect();
    let range = match (days.first(), days.last()) {
        (Some(a), Some(b)) if a == b => a.to_string(),
        (Some(a), Some(b)) => format!("{a} – {b}"),
        _ => view.t(t::NONE).to_owned(),
    };
    let _ = writeln!(
        out,
        "<p class=\"meta\">{}: {range} · {} ({}): {}</p>",
        escape(view.t(t::RANGE)),
        escape(view.t(t::MESSAGE_NUMBERS)),
        finding.messages.len(),
        number_ranges(&finding.messages, 120)
    );
    notes(out, view, finding);
    quotes(out, view, finding, budget);
    rules(out, view, finding);
    let _ = writeln!(
        out,
        "<p class=\"limits\"><strong>{}:</strong> {}</p>\n</article>",
        escape(view.t(t::LIMITS)),
        escape(meaning.limits(view.lang))
    );
}

/// What is said beside a finding: copies that arrived, adverts without a name, the regional benchmark.
fn notes(out: &mut String, view: &View<'_>, finding: &Finding) {
    let history = &view.audit.history;
    let copies = history
        .entries
        .iter()
        .filter(|e| e.copy_of.is_some_and(|i| finding.messages.binary_search(&i).is_ok()))
        .count();
    let mut lines = Vec::new();
    if copies > 0 {
        lines.push(format!("{}: {copies}", view.t(t::COPIES_IN_FINDING)));
    }
    if matches!(finding.code, Code::MarketingWithoutOptout | Code::MarketingAfterOptout) {
        let unsigned = finding.messages.iter().filter(|&&i| history.entries[i].signature.is_none()).count();
        if unsigned > 0 {
            lines.push(format!("{unsigned} {}", view.t(t::NO_SIGNATURE)));
        }
    }
    if finding.code == Code::Burst && !finding.citations.iter().any(|c| c.rule.region.is_some()) {
        lines.push(view.t(t::BENCHMARK).to_owned());
    }
    for line in lines {
        let _ = writeln!(out, "<p class=\"note\">{}</p>", escape(&line));
    }
}

fn quotes(out: &mut String, view: &View<'_>, finding: &Finding, budget: &mut usize) {
    let mut told = 0;
    out.push_str("<ol class=\"quotes\">\n");
    for &i in finding.messages.iter().take(MOST_QUOTES) {
        let before = out.len();
        if *budget == 0 {
            break;
        }
        quote(out, view, i, &detail(view, finding, i));
        *budget = budget.saturating_sub(out.len() - before);
        told += 1;
    }
    out.push_str("</ol>\n");
    if told < finding.messages.len() {
        let _ = writeln!(
            out,
            "<p class=\"meta\">{}{}</p>",
            escape(view.t(t::MORE_QUOTES)),
            number_ranges(&finding.messages[told..], 120)
        );
    }
}

/// What this finding says about one message.
fn detail(view: &View<'_>, finding: &Finding, i: usize) -> String {
    match &finding.detail {
        Detail::Tactics(all) => all.get(&i).map(|tactics| tactic_names(view, tactics)).unwrap_or_default(),
        Detail::Amounts(all) => all.get(&i).map_or_else(String::new, |(demand, agreed)| {
            let yuan = view.t(t::YUAN);
            format!("{} {demand:.2} {yuan} / {} {agreed:.2} {yuan}", view.t(t::DEMANDS), view.t(t::AGREED))
        }),
        Detail::OptOut(all) => all.get(&i).map_or_else(String::new, |&o| {
            let entries = &view.audit.history.entries;
            let same = if entries[o].day() == entries[i].day() {
                format!(" · {}", view.t(t::SAME_DAY))
            } else {
                String::new()
            };
            format!("{} {}{same}", view.t(t::AFTER_OPT_OUT), o + 1)
        }),
        Detail::Waiting(w) => format!("{}: {}", view.t(t::WAITED), w.days),
        _ => String::new(),
    }
}

fn tactic_names(view: &View<'_>, tactics: &[Tactic]) -> String {
    tactics.iter().map(|x| view.lang.pick(x.title_zh(), x.title_en())).collect::<Vec<_>>().join("、")
}

/// One message with its number, time, sender and marked evidence.
fn quote(out: &mut String, view: &View<'_>, i: usize, detail: &str) {
    let entry = &view.audit.history.entries[i];
    let record = &entry.contact.record;
    let mut meta = vec![
        entry
            .time
            .map_or_else(|| view.t(t::NONE).to_owned(), |x| x.strftime("%Y-%m-%d %H:%M:%S").to_string()),
        record.sender.clone().unwrap_or_else(|| view.t(t::UNKNOWN).to_owned()),
    ];
    if entry.contact.is_incoming() {
        meta.push(category_title(entry.category(), view.lang).to_owned());
        meta.push(tactic_names(view, entry.contact.tactics()));
        meta.extend(place_in_time(view, entry));
        if entry.contact.verdict.as_ref().is_some_and(|v| v.unsure) {
            meta.push(view.t(t::UNSURE).to_owned());
        }
    }
    meta.push(detail.to_owned());
    meta.retain(|m| !m.is_empty());
    let class = if entry.is_pressure() { " class=\"p\"" } else { "" };
    let evidence = entry.contact.verdict.iter().flat_map(|v| &v.evidence).map(|e| (e.start, e.end));
    let _ = writeln!(
        out,
        "<li{class}><div class=\"meta\"><b>{}</b> · {}</div><blockquote><bdi>{}</bdi></blockquote></li>",
        i + 1,
        escape(&meta.join(" · ")),
        marked(&record.text, evidence)
    );
}

/// Before or after the agreement, with the days since.
fn place_in_time(view: &View<'_>, entry: &Entry) -> Option<String> {
    let history: &History = &view.audit.history;
    let (day, agreement) = (entry.day()?, history.agreements(entry).next()?);
    let since = (day - agreement.agreed_on).get_days();
    Some(match (since, view.lang) {
        (0, _) => view.t(t::ON_DAY).to_owned(),
        (1.., Lang::Zh) => format!("协议后{since}天"),
        (1.., Lang::En) => format!("{since} days after the agreement"),
        (_, Lang::Zh) => format!("协议前{}天", -since),
        (_, Lang::En) => format!("{} days before the agreement", -since),
    })
}

fn rules(out: &mut String, view: &View<'_>, finding: &Finding) {
    let _ = writeln!(out, "<p><strong>{}:</strong></p>", escape(view.t(t::RULES)));
    if finding.citations.is_empty() {
        let _ = writeln!(out, "<p class=\"limits\">{}</p>", escape(view.t(t::NO_RULES)));
        return;
    }
    out.push_str("<ul>\n");
    for citation in &finding.citations {
        let numbers = if citation.messages.len() == finding.messages.len() {
            String::new()
        } else {
            format!(" ({}: {})", view.t(t::MESSAGE_NUMBERS), number_ranges(&citation.messages, 40))
        };
        let _ = writeln!(
            out,
            "<li><a href=\"#r-{id}\">{id}</a> {}{}{}</li>",
            escape(view.lang.pick(&citation.rule.say_zh, &citation.rule.say_en)),
            escape(&article_text(citation, view.lang)),
            escape(&numbers),
            id = escape(&citation.rule.id),
        );
    }
    out.push_str("</ul>\n");
}
