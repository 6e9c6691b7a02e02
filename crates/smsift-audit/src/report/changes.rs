//! What is new since an earlier pack.

use std::fmt::Write as _;

use super::View;
use super::html::escape;
use super::text as t;
use crate::span::number_ranges;

pub(super) fn section(out: &mut String, view: &View<'_>) {
    let Some(changes) = view.changes else { return };
    let _ = writeln!(
        out,
        "<section aria-labelledby=\"h-chg\">\n<h2 id=\"h-chg\">{}</h2>\n<ul>",
        escape(view.t(t::CHANGES))
    );
    for line in changes.lines(view.lang) {
        let _ = writeln!(out, "<li>{}</li>", escape(&line));
    }
    out.push_str("</ul>\n");
    for change in changes.findings.iter().filter(|c| !c.new_messages.is_empty()) {
        let _ = writeln!(
            out,
            "<p>{} · {}: +{} ({})</p>",
            escape(change.code.title(view.lang)),
            escape(change.party.as_deref().unwrap_or(view.t(t::UNKNOWN))),
            change.new_messages.len(),
            number_ranges(&change.new_messages, 60)
        );
    }
    out.push_str("</section>\n");
}
