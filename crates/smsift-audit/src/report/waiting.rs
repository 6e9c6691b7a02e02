//! Requests with their waiting times, refusals with what came after them, and pressure while a plan was not kept.

use std::fmt::Write as _;

use smsift::Category;

use super::View;
use super::findings::party_name;
use super::html::escape;
use super::text as t;
use crate::finding::Detail;
use crate::history::Entry;
use crate::request::{LONGEST_WAIT_DAYS, Waiting};
use crate::span::number_ranges;

/// Rows of a table of this section.
const MOST_ROWS: usize = 300;

pub(super) fn section(out: &mut String, view: &View<'_>) {
    let _ = writeln!(
        out,
        "<section aria-labelledby=\"h-wait\">\n<h2 id=\"h-wait\">{}</h2>",
        escape(view.t(t::WAITING))
    );
    if view.audit.requests.is_empty() {
        let _ = writeln!(out, "<p>{}</p>", escape(view.t(t::NO_REQUESTS)));
    } else {
        table_head(out, view, t::WAITING_CAPTION, &[t::NUMBER, t::DATE, t::PARTY, t::WAITED, t::ANSWER]);
        for request in view.audit.requests.iter().take(MOST_ROWS) {
            let mut numbers = vec![request.message];
            numbers.extend(&request.further);
            for waiting in &request.waiting {
                request_row(out, view, &numbers, waiting);
            }
        }
        out.push_str("</tbody></table></div>\n");
    }
    opt_outs(out, view);
    broken_plans(out, view);
    out.push_str("</section>\n");
}

fn table_head(out: &mut String, view: &View<'_>, caption: t::Text, heads: &[t::Text]) {
    let caption = escape(view.t(caption));
    let _ = write!(
        out,
        "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{caption}\"><table><caption>{caption}</caption><thead><tr>"
    );
    for head in heads {
        let _ = write!(out, "<th scope=\"col\">{}</th>", escape(view.t(*head)));
    }
    out.push_str("</tr></thead><tbody>\n");
}

fn day_of(view: &View<'_>, i: usize) -> String {
    view.audit.history.entries[i].day().map_or_else(|| view.t(t::NONE).to_owned(), |d| d.to_string())
}

fn request_row(out: &mut String, view: &View<'_>, numbers: &[usize], waiting: &Waiting) {
    let mut answer = match waiting.answered_by {
        Some(i) => format!("{} ({})", i + 1, day_of(view, i)),
        None if waiting.days > LONGEST_WAIT_DAYS => view.t(t::NOT_ANSWERED).to_owned(),
        None => format!("{}; {}", view.t(t::NOT_ANSWERED), view.t(t::STILL_OPEN)),
    };
    if let Some(i) = waiting.referred_to_by {
        let _ = write!(answer, "; {} {}", view.t(t::MUST_BE_READ), i + 1);
    }
    let _ = writeln!(
        out,
        "<tr><th scope=\"row\">{}</th><td class=\"nw\">{}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
        number_ranges(numbers, 20),
        day_of(view, numbers[0]),
        escape(&party_name(view, &waiting.party)),
        waiting.days,
        escape(&answer)
    );
}

fn opt_outs(out: &mut String, view: &View<'_>) {
    if view.audit.opt_outs.is_empty() {
        return;
    }
    let _ = writeln!(out, "<h3>{}</h3>", escape(view.t(t::OPT_OUTS)));
    table_head(out, view, t::OPT_OUTS_CAPTION, &[t::NUMBER, t::DATE, t::PARTY, t::SINCE_THEN, t::LAST_ONE]);
    for opt_out in view.audit.opt_outs.iter().take(MOST_ROWS) {
        let reached: Vec<usize> = view
            .audit
            .findings
            .iter()
            .filter_map(|f| match &f.detail {
                Detail::OptOut(all) => {
                    Some(all.iter().filter(|(_, o)| **o == opt_out.message).map(|(i, _)| *i))
                }
                _ => None,
            })
            .flatten()
            .collect();
        let party = match &opt_out.signature {
            Some(signature) => format!("{} ({signature})", opt_out.number.as_str()),
            None => opt_out.number.as_str().to_owned(),
        };
        let _ = writeln!(
            out,
            "<tr><th scope=\"row\">{}</th><td class=\"nw\">{}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
            opt_out.message + 1,
            day_of(view, opt_out.message),
            escape(&party),
            reached.len(),
            reached
                .iter()
                .max()
                .map_or_else(|| view.t(t::NONE).to_owned(), |&i| format!("{} ({})", i + 1, day_of(view, i)))
        );
    }
    out.push_str("</tbody></table></div>\n");
}

fn broken_plans(out: &mut String, view: &View<'_>) {
    if view.audit.after_broken_plan.is_empty() {
        return;
    }
    let _ = writeln!(
        out,
        "<h3>{}</h3>\n<p class=\"note\">{}</p>\n<ul>",
        escape(view.t(t::BROKEN)),
        escape(view.t(t::BROKEN_NOTE))
    );
    for (party, messages) in &view.audit.after_broken_plan {
        let is_counted = |e: &Entry| e.category() == Category::CollectionPressure;
        debug_assert!(messages.iter().all(|&i| is_counted(&view.audit.history.entries[i])));
        let _ = writeln!(
            out,
            "<li>{} ({}): {}</li>",
            escape(&party_name(view, party)),
            messages.len(),
            number_ranges(messages, 120)
        );
    }
    out.push_str("</ul>\n");
}
