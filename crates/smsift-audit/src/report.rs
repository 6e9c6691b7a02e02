//! `report.html`: one self-contained file that needs no script and makes no request.

mod bins;
mod changes;
mod chart;
mod findings;
mod heatmap;
mod html;
mod method;
mod overview;
mod senders;
mod text;
mod waiting;

use std::fmt::Write as _;

use crate::Audit;
use crate::lang::Lang;
use crate::previous::Changes;

pub(crate) use html::markdown;

use html::escape;
use text as t;

/// What a report shows besides the audit.
pub(crate) struct View<'a> {
    pub(crate) audit: &'a Audit,
    pub(crate) lang: Lang,
    pub(crate) changes: Option<&'a Changes>,
    pub(crate) ruleset: &'a str,
    pub(crate) redacted: bool,
    pub(crate) tz_assumed: usize,
}

impl View<'_> {
    /// A text in the language of the report.
    fn t(&self, text: t::Text) -> &'static str {
        text.in_lang(self.lang)
    }
}

/// The whole page.
pub(crate) fn render(view: &View<'_>) -> String {
    let mut out = String::with_capacity(1 << 18);
    let title = escape(view.t(t::TITLE));
    let _ = write!(
        out,
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">\n\
         <meta name=\"robots\" content=\"noindex\">\n<meta name=\"description\" content=\"{title}\">\n<meta name=\"color-scheme\" content=\"light dark\">\n<link rel=\"icon\" href=\"data:,\">\n\
         <title>{title}</title>\n<style>\n{}</style>\n</head>\n<body>\n\
         <a class=\"skip\" href=\"#findings\">{}</a>\n",
        view.lang.tag(),
        include_str!("report/style.css"),
        escape(view.t(t::SKIP)),
    );
    overview::header(&mut out, view, &title);
    out.push_str("<main>\n");
    overview::summary(&mut out, view);
    overview::agreements(&mut out, view);
    changes::section(&mut out, view);
    chart::section(&mut out, view);
    heatmap::section(&mut out, view);
    findings::section(&mut out, view);
    waiting::section(&mut out, view);
    senders::section(&mut out, view);
    method::section(&mut out, view);
    out.push_str("</main>\n</body>\n</html>\n");
    out
}
