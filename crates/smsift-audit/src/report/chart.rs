//! The timeline: messages received per week by category, with the agreements marked. SVG drawn here.

use std::fmt::Write as _;

use smsift::Category;

use super::View;
use super::bins::{Bins, Width};
use super::html::escape;
use super::text as t;
use crate::lang::Lang;

/// The order in which bars are stacked, from the bottom.
pub(super) const STACK: [Category; 4] =
    [Category::CollectionPressure, Category::RepaymentReminder, Category::Marketing, Category::Other];

const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 300.0;
const LEFT: f64 = 46.0;
const TOP: f64 = 58.0;
const BOTTOM: f64 = 40.0;

/// CSS class of a category.
pub(super) fn class(category: Category) -> &'static str {
    match category {
        Category::CollectionPressure => "pressure",
        Category::RepaymentReminder => "reminder",
        Category::Marketing => "marketing",
        _ => "other",
    }
}

pub(super) fn title(category: Category, lang: Lang) -> &'static str {
    lang.pick(category.title_zh(), category.title_en())
}

/// Index of a category in [`STACK`].
pub(super) fn place(category: Category) -> usize {
    STACK.iter().position(|c| *c == category).unwrap_or(STACK.len() - 1)
}

pub(super) fn section(out: &mut String, view: &View<'_>) {
    let history = &view.audit.history;
    let (Some(first), Some(last)) = (history.first_day(), history.last_day()) else { return };
    let agreed = history.case.agreements.iter().map(|a| a.agreed_on);
    let (first, last) = agreed
        .fold((first, last), |(f, l), day| if near(f, l, day) { (f.min(day), l.max(day)) } else { (f, l) });
    let bins = Bins::new(first, last, Width::Week, 120);
    let mut counts = vec![[0_u32; 4]; bins.len()];
    for (_, entry) in history.incoming() {
        if let Some(day) = entry.day() {
            counts[bins.index(day)][place(entry.category())] += 1;
        }
    }
    let caption = format!("{} {}", view.t(t::WEEKS_CAPTION), view.t(bins.width.name()));
    let _ = writeln!(
        out,
        "<section aria-labelledby=\"h-weeks\">\n<h2 id=\"h-weeks\">{}</h2>\n<figure>",
        escape(view.t(t::WEEKS))
    );
    legend(out, view.lang);
    svg(out, view, &bins, &counts, &caption);
    let _ = writeln!(out, "<figcaption>{}</figcaption>\n</figure>", escape(&caption));
    table(out, view, &bins, &counts, &caption);
    out.push_str("</section>\n");
}

/// An agreement far outside the export would squeeze the chart; within a year of it, it is shown.
fn near(first: jiff::civil::Date, last: jiff::civil::Date, day: jiff::civil::Date) -> bool {
    (first - day).get_days() <= 366 && (day - last).get_days() <= 366
}

fn legend(out: &mut String, lang: Lang) {
    out.push_str("<ul class=\"legend\">");
    for category in STACK {
        let _ = write!(
            out,
            "<li><svg viewBox=\"0 0 10 10\" aria-hidden=\"true\"><rect class=\"{}\" width=\"10\" height=\"10\"/></svg>{}</li>",
            class(category),
            escape(title(category, lang))
        );
    }
    out.push_str("</ul>\n");
}

/// A round number at or above the largest column, divisible by four.
fn scale(most: u32) -> u32 {
    let mut unit = 1;
    loop {
        for step in [4, 8, 12, 20, 40] {
            if step * unit >= most {
                return step * unit;
            }
        }
        unit *= 10;
    }
}

fn svg(out: &mut String, view: &View<'_>, bins: &Bins, counts: &[[u32; 4]], caption: &str) {
    let most = scale(counts.iter().map(|c| c.iter().sum()).max().unwrap_or(0));
    let (plot_width, plot_height) = (WIDTH - LEFT - 8.0, HEIGHT - TOP - BOTTOM);
    let step = plot_width / bins.len() as f64;
    let y = |n: u32| TOP + plot_height * (1.0 - f64::from(n) / f64::from(most));
    let total: u32 = counts.iter().flatten().sum();
    let description = format!(
        "{}: {} – {}; {}: {total}",
        view.t(t::PERIOD),
        bins.starts[0],
        bins.starts[bins.len() - 1],
        view.t(t::RECEIVED)
    );
    let _ = writeln!(
        out,
        "<svg viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" aria-labelledby=\"c1t c1d\"><title id=\"c1t\">{}</title><desc id=\"c1d\">{}</desc>",
        escape(caption),
        escape(&description)
    );
    for quarter in 0..=4 {
        let n = most / 4 * quarter;
        let minor = if quarter % 2 == 1 { " class=\"minor\"" } else { "" };
        let _ = writeln!(
            out,
            "<line class=\"axis\" x1=\"{LEFT}\" x2=\"{}\" y1=\"{y:.1}\" y2=\"{y:.1}\"/><text{minor} x=\"{}\" y=\"{:.1}\" text-anchor=\"end\">{n}</text>",
            WIDTH - 8.0,
            LEFT - 6.0,
            y(n) + 4.0,
            y = y(n)
        );
    }
    for (i, column) in counts.iter().enumerate() {
        let mut below = 0;
        for (category, &n) in STACK.iter().zip(column).filter(|(_, n)| **n > 0) {
            let _ = writeln!(
                out,
                "<rect class=\"{}\" x=\"{:.2}\" y=\"{:.2}\" width=\"{:.2}\" height=\"{:.2}\"><title>{} {}: {n}</title></rect>",
                class(*category),
                LEFT + step * (i as f64 + 0.1),
                y(below + n),
                (step * 0.8).max(0.5),
                y(below) - y(below + n),
                bins.starts[i],
                escape(title(*category, view.lang))
            );
            below += n;
        }
    }
    dates(out, bins, LEFT, step, HEIGHT - BOTTOM + 24.0);
    agreement_lines(out, view, bins, step, (22.0, HEIGHT - BOTTOM));
    out.push_str("</svg>\n");
}

/// A few dates under the columns; every second one only where there is room.
pub(super) fn dates(out: &mut String, bins: &Bins, left: f64, step: f64, y: f64) {
    let labels = 6.min(bins.len());
    for label in 0..labels {
        let i = label * bins.len() / labels;
        let minor = if label % 2 == 1 { " class=\"minor\"" } else { "" };
        let _ = writeln!(
            out,
            "<text{minor} x=\"{:.1}\" y=\"{y:.1}\">{}</text>",
            left + step * i as f64,
            bins.starts[i]
        );
    }
}

/// A dashed line at each agreement inside the chart, labelled at the side where there is room.
pub(super) fn agreement_lines(
    out: &mut String,
    view: &View<'_>,
    bins: &Bins,
    step: f64,
    (top, bottom): (f64, f64),
) {
    let mut days: Vec<_> = view.audit.history.case.agreements.iter().map(|a| a.agreed_on).collect();
    days.sort_unstable();
    days.dedup();
    days.retain(|d| *d >= bins.starts[0] && bins.position(*d) < bins.len() as f64 + 0.01);
    for (n, day) in days.iter().enumerate() {
        let x = LEFT + step * bins.position(*day);
        let (anchor, dx) = if x > WIDTH * 0.6 { ("end", -5.0) } else { ("start", 5.0) };
        let label_y = top + 22.0 * (n % 2) as f64;
        let _ = writeln!(
            out,
            "<line class=\"agree\" x1=\"{x:.1}\" x2=\"{x:.1}\" y1=\"{:.1}\" y2=\"{bottom:.1}\"/><text class=\"strong\" x=\"{:.1}\" y=\"{label_y:.1}\" text-anchor=\"{anchor}\">{} {day}</text>",
            label_y - 12.0,
            x + dx,
            escape(view.t(t::AGREEMENT_LINE))
        );
    }
}

fn table(out: &mut String, view: &View<'_>, bins: &Bins, counts: &[[u32; 4]], caption: &str) {
    let _ = write!(
        out,
        "<details><summary>{}</summary><div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{caption}\"><table><caption>{caption}</caption><thead><tr><th scope=\"col\">{}</th>",
        escape(view.t(t::SHOW_TABLE)),
        escape(view.t(t::FROM)),
        caption = escape(caption),
    );
    for category in STACK {
        let _ = write!(out, "<th class=\"n\" scope=\"col\">{}</th>", escape(title(category, view.lang)));
    }
    out.push_str("</tr></thead><tbody>\n");
    for (start, column) in bins.starts.iter().zip(counts).filter(|(_, c)| c.iter().any(|n| *n > 0)) {
        let _ = write!(out, "<tr><th scope=\"row\">{start}</th>");
        for n in column {
            let _ = write!(out, "<td class=\"n\">{n}</td>");
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody></table></div></details>\n");
}

#[cfg(test)]
mod tests {
    use super::scale;

    #[test]
    fn scales_are_round_and_large_enough() {
        for (most, wanted) in
            [(0, 4), (4, 4), (5, 8), (13, 20), (39, 40), (41, 80), (399, 400), (12_345, 20_000)]
        {
            assert_eq!(scale(most), wanted, "{most}");
            assert_eq!(wanted % 4, 0);
        }
    }
}
