//! The head of the report: what it is about, the figures at a glance, the agreements.

use std::fmt::Write as _;

use super::View;
use super::html::escape;
use super::text as t;
use crate::history::{Entry, History};

pub(super) fn header(out: &mut String, view: &View<'_>, title: &str) {
    let history = &view.audit.history;
    let _ = writeln!(out, "<header>\n<h1>{title}</h1>");
    if let (Some(first), Some(last)) = (history.first_day(), history.last_day()) {
        let _ = writeln!(
            out,
            "<p class=\"soft\">{}: {first} {} {last} · {}</p>",
            escape(view.t(t::PERIOD)),
            escape(view.t(t::TO)),
            escape(view.t(t::ZONE))
        );
    }
    let _ = writeln!(out, "<p>{}</p>", escape(view.t(t::INTRO)));
    if view.redacted {
        let _ = writeln!(out, "<p class=\"note\">{}</p>", escape(view.t(t::REDACTED)));
    }
    out.push_str("</header>\n");
}

/// Pressure up to the agreements it is about, and after them; what concerns no agreement is in neither.
fn pressure(history: &History) -> (usize, usize) {
    let attributed =
        history.incoming().filter(|(_, e)| e.is_pressure() && !e.agreements.is_empty() && e.time.is_some());
    attributed.fold((0, 0), |(before, after), (_, entry)| {
        if history.agreements(entry).any(|a| History::is_after(entry, a)) {
            (before, after + 1)
        } else {
            (before + 1, after)
        }
    })
}

pub(super) fn summary(out: &mut String, view: &View<'_>) {
    let audit = view.audit;
    let history = &audit.history;
    let (before, after) = pressure(history);
    let received = history.entries.iter().filter(|e| e.contact.is_incoming()).count();
    let uncertain = audit.findings.iter().filter(|f| f.uncertain).count();
    let open = audit.requests.iter().filter(|r| r.waiting.iter().any(|w| w.answered_by.is_none())).count();
    let _ = writeln!(
        out,
        "<section aria-labelledby=\"h-sum\">\n<h2 id=\"h-sum\">{}</h2>\n<dl class=\"cards\">",
        escape(view.t(t::SUMMARY))
    );
    let cards = [
        (
            t::MESSAGES,
            history.entries.len(),
            format!(
                "{} {received} · {} {}",
                view.t(t::RECEIVED),
                view.t(t::SENT),
                history.entries.len() - received
            ),
        ),
        (t::PRESSURE_BEFORE, before, String::new()),
        (t::PRESSURE_AFTER, after, String::new()),
        (t::FINDINGS_COUNT, audit.findings.len(), format!("{uncertain} {}", view.t(t::OF_WHICH_UNCERTAIN))),
        (t::OPEN_REQUESTS, open, format!("/ {}", audit.requests.len())),
    ];
    for (name, n, note) in cards {
        let _ = writeln!(
            out,
            "<div><dt>{}</dt><dd>{n} <small>{}</small></dd></div>",
            escape(view.t(name)),
            escape(&note)
        );
    }
    out.push_str("</dl>\n</section>\n");
}

pub(super) fn agreements(out: &mut String, view: &View<'_>) {
    let case = &view.audit.history.case;
    let caption = escape(view.t(t::AGREEMENTS_CAPTION));
    let _ = write!(
        out,
        "<section aria-labelledby=\"h-agr\">\n<h2 id=\"h-agr\">{}</h2>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{caption}\"><table><caption>{caption}</caption><thead><tr>",
        escape(view.t(t::AGREEMENTS))
    );
    for (head, class) in [
        (t::CREDITOR, ""),
        (t::AGREED_ON, ""),
        (t::ENDS_ON, ""),
        (t::MONTHLY, " class=\"n\""),
        (t::UP_TO_DATE, ""),
    ] {
        let _ = write!(out, "<th{class} scope=\"col\">{}</th>", escape(view.t(head)));
    }
    out.push_str("</tr></thead><tbody>\n");
    let none = view.t(t::NONE);
    for a in &case.agreements {
        let names: Vec<&str> = a.names().collect();
        let kept = view.t(a.up_to_date.map_or(t::NOT_STATED, |kept| if kept { t::YES } else { t::NO }));
        let _ = writeln!(
            out,
            "<tr><th scope=\"row\">{}</th><td class=\"nw\">{}</td><td class=\"nw\">{}</td><td class=\"n\">{}</td><td>{}</td></tr>",
            escape(&names.join("、")),
            a.agreed_on,
            a.ends_on.map_or_else(|| none.to_owned(), |d| d.to_string()),
            a.monthly.map_or_else(|| none.to_owned(), |m| format!("{m:.2}")),
            escape(kept)
        );
    }
    out.push_str("</tbody></table></div>\n");
    let ended = |e: &Entry| {
        view.audit
            .history
            .agreements(e)
            .any(|a| a.ends_on.is_some_and(|end| e.day().is_some_and(|d| d > end)))
    };
    if view.audit.history.incoming().any(|(_, e)| e.is_pressure() && ended(e)) {
        let _ = writeln!(out, "<p class=\"note\">{}</p>", escape(view.t(t::PLAN_ENDED)));
    }
    out.push_str("</section>\n");
}
