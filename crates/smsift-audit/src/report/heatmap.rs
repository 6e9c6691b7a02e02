//! Collection pressure by hour of the day and date, and a table of all categories by hour.

use std::fmt::Write as _;

use super::View;
use super::bins::{Bins, Width};
use super::chart::{STACK, agreement_lines, dates, place, title};
use super::html::escape;
use super::text as t;

const WIDTH: f64 = 720.0;
const LEFT: f64 = 46.0;
const TOP: f64 = 48.0;
const ROW: f64 = 12.0;

pub(super) fn section(out: &mut String, view: &View<'_>) {
    let history = &view.audit.history;
    let (Some(first), Some(last)) = (history.first_day(), history.last_day()) else { return };
    let bins = Bins::new(first, last, Width::Day, 120);
    let mut cells = vec![[0_u32; 24]; bins.len()];
    let mut hours = [[0_u32; 4]; 24];
    for (_, entry) in history.incoming() {
        let Some(time) = entry.time else { continue };
        let hour = time.hour().unsigned_abs() as usize;
        hours[hour][place(entry.category())] += 1;
        if entry.is_pressure() {
            cells[bins.index(time.date())][hour] += 1;
        }
    }
    let _ = writeln!(
        out,
        "<section aria-labelledby=\"h-hours\">\n<h2 id=\"h-hours\">{}</h2>",
        escape(view.t(t::HOURS))
    );
    if cells.iter().flatten().all(|n| *n == 0) {
        let _ = writeln!(out, "<p>{}</p>", escape(view.t(t::NO_PRESSURE)));
    } else {
        let caption = format!("{} ({})", view.t(t::HOURS_CAPTION), view.t(bins.width.name()));
        out.push_str("<figure>\n");
        svg(out, view, &bins, &cells, &caption);
        let _ = writeln!(out, "<figcaption>{}</figcaption>\n</figure>", escape(&caption));
    }
    table(out, view, &hours);
    out.push_str("</section>\n");
}

fn svg(out: &mut String, view: &View<'_>, bins: &Bins, cells: &[[u32; 24]], caption: &str) {
    let bottom = TOP + 24.0 * ROW;
    let height = bottom + 34.0;
    let plot = WIDTH - LEFT - 8.0;
    let step = plot / bins.len() as f64;
    let most = f64::from(cells.iter().flatten().copied().max().unwrap_or(1).max(1));
    let at_night: u32 = cells.iter().map(|c| c[22..].iter().chain(&c[..8]).sum::<u32>()).sum();
    let total: u32 = cells.iter().flatten().sum();
    let _ = writeln!(
        out,
        "<svg viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" aria-labelledby=\"c2t c2d\"><title id=\"c2t\">{}</title><desc id=\"c2d\">{}: {total}; 22:00–08:00: {at_night}</desc>",
        escape(caption),
        escape(view.t(t::TOTAL))
    );
    for (from, to) in [(0.0, 8.0), (22.0, 24.0)] {
        let _ = writeln!(
            out,
            "<rect class=\"night\" x=\"{LEFT}\" y=\"{:.1}\" width=\"{plot:.1}\" height=\"{:.1}\"/>",
            TOP + from * ROW,
            (to - from) * ROW
        );
    }
    for hour in [0_u8, 4, 8, 12, 16, 20, 22, 24] {
        let y = TOP + f64::from(hour) * ROW;
        let minor = if matches!(hour, 4 | 12 | 20 | 24) { " class=\"minor\"" } else { "" };
        let _ = writeln!(
            out,
            "<line class=\"axis\" x1=\"{LEFT}\" x2=\"{}\" y1=\"{y:.1}\" y2=\"{y:.1}\"/><text{minor} x=\"{}\" y=\"{:.1}\" text-anchor=\"end\">{hour}</text>",
            WIDTH - 8.0,
            LEFT - 6.0,
            y + 4.0
        );
    }
    for (i, column) in cells.iter().enumerate() {
        for (hour, &n) in column.iter().enumerate().filter(|(_, n)| **n > 0) {
            let _ = writeln!(
                out,
                "<rect class=\"pressure\" x=\"{:.2}\" y=\"{:.2}\" width=\"{:.2}\" height=\"{:.2}\" fill-opacity=\"{:.2}\"><title>{} {hour}:00–{}:00: {n}</title></rect>",
                LEFT + step * i as f64,
                TOP + hour as f64 * ROW + 0.5,
                step.clamp(3.0, 24.0),
                ROW - 1.0,
                0.55 + 0.45 * f64::from(n) / most,
                bins.starts[i],
                hour + 1
            );
        }
    }
    dates(out, bins, LEFT, step, bottom + 24.0);
    agreement_lines(out, view, bins, step, (18.0, bottom));
    out.push_str("</svg>\n");
}

fn table(out: &mut String, view: &View<'_>, hours: &[[u32; 4]; 24]) {
    let caption = escape(view.t(t::HOURS_TABLE));
    let _ = write!(
        out,
        "<details><summary>{}</summary><div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{caption}\"><table><caption>{caption}</caption><thead><tr><th scope=\"col\">{}</th>",
        escape(view.t(t::SHOW_TABLE)),
        escape(view.t(t::HOUR))
    );
    for category in STACK {
        let _ = write!(out, "<th class=\"n\" scope=\"col\">{}</th>", escape(title(category, view.lang)));
    }
    out.push_str("</tr></thead><tbody>\n");
    for (hour, row) in hours.iter().enumerate() {
        let _ = write!(out, "<tr><th scope=\"row\">{hour:02}:00</th>");
        for n in row {
            let _ = write!(out, "<td class=\"n\">{n}</td>");
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody></table></div></details>\n");
}
