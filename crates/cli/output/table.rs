//! The table for people: one block per message, and a summary at the end.

use std::fmt::Write as _;
use std::ops::Range;

use smsift::{Category, Direction, Intensity, Verdict};
use smsift_dump::Record;

use super::grid::Grid;
use super::marked;
use super::palette::Palette;
use super::text::{clean, fit};
use crate::lang::Lang;
use crate::tally::Tally;

/// Columns of the time, `2026-03-05 22:41`.
const TIME: usize = 16;
/// Columns of the sender.
const SENDER: usize = 20;

/// Columns of the terminal, or a readable number when there is none.
pub(crate) fn width() -> usize {
    terminal_size::terminal_size().map_or(100, |(columns, _)| usize::from(columns.0).clamp(40, 160))
}

/// How the table is drawn.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Table {
    pub(crate) lang: Lang,
    pub(crate) palette: Palette,
    /// Columns of the terminal.
    pub(crate) width: usize,
}

impl Table {
    /// Adds one message: a line of what is known and said, then the text with its evidence marked.
    pub(crate) fn message(self, record: &Record, verdict: &Verdict<'_>, out: &mut Vec<u8>) {
        let (lang, palette) = (self.lang, self.palette);
        let time = record.time.map_or_else(String::new, |time| {
            time.offset.to_datetime(time.at).strftime("%Y-%m-%d %H:%M").to_string()
        });
        let sender = clean(record.sender.as_deref().unwrap_or(""));
        let arrow = if record.direction == Direction::Out { "→" } else { " " };
        let style = Palette::category(verdict.category(), verdict.intensity());
        let mut line =
            palette.paint(Palette::DIM, &format!("{} {arrow} {}", fit(&time, TIME), fit(&sender, SENDER)));
        line.push(' ');
        line.push_str(&palette.paint(style, &self.verdict(verdict)));
        if !verdict.tactics().is_empty() {
            let tactics: Vec<_> = verdict.tactics().iter().map(|&tactic| lang.tactic(tactic)).collect();
            let _ = write!(line, "  {}", tactics.join(lang.pick(" ", ", ")));
        }
        if verdict.is_disguised() {
            let _ = write!(line, "  {}", palette.paint(Palette::DIM, lang.pick("[有伪装]", "[disguised]")));
        }
        out.extend_from_slice(line.trim_end().as_bytes());
        out.push(b'\n');
        let spans: Vec<Range<usize>> = verdict.evidence().iter().map(smsift::Evidence::span).collect();
        let text = marked::wrap(&record.text, &spans, self.width.saturating_sub(4), "    ", palette);
        out.extend_from_slice(text.as_bytes());
    }

    /// Category with its intensity; a question mark for doubt.
    fn verdict(self, verdict: &Verdict<'_>) -> String {
        let mut said = self.lang.category(verdict.category()).to_owned();
        if verdict.category() == Category::CollectionPressure && verdict.intensity() != Intensity::None {
            let _ = write!(said, "·{}", self.lang.intensity(verdict.intensity()));
        }
        if verdict.is_unsure() {
            said.push('?');
        }
        said
    }

    /// The counts at the end.
    pub(crate) fn summary(self, tally: &Tally) -> String {
        let lang = self.lang;
        let title = lang.pick("合计", "Summary");
        let mut out = format!("\n{}\n", self.palette.paint(Palette::BOLD, title));
        let mut grid = Grid::default();
        let mut count = |title: &str, n: u64| {
            let share = if tally.messages == 0 { 0.0 } else { n as f64 * 100.0 / tally.messages as f64 };
            grid.row([title.to_owned(), n.to_string(), format!("{share:.1}%")]);
        };
        for (category, n) in tally.categories() {
            count(lang.category(category), n);
            if category == Category::CollectionPressure {
                for (intensity, n) in tally.intensities().filter(|(_, n)| *n > 0) {
                    count(&format!("  · {}", lang.intensity(intensity)), n);
                }
            }
        }
        count(lang.pick("共", "messages"), tally.messages);
        if tally.unsure > 0 {
            count(lang.pick("其中存疑(?)", "of these unsure (?)"), tally.unsure);
        }
        if tally.disguised > 0 {
            count(lang.pick("其中有伪装", "of these disguised"), tally.disguised);
        }
        out += &grid.render();
        let mut tactics: Vec<_> = tally.tactics().filter(|(_, n)| *n > 0).collect();
        tactics.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
        if !tactics.is_empty() {
            let mut grid = Grid::default();
            for (tactic, n) in tactics {
                grid.row([lang.tactic(tactic).to_owned(), n.to_string()]);
            }
            let title = lang.pick("施压手段", "Tactics");
            let _ = write!(out, "\n{}\n{}", self.palette.paint(Palette::BOLD, title), grid.render());
        }
        if tally.tz_assumed > 0 {
            let note =
                lang.pick("时间未注明时区、按 --tz 计：", "times without a zone, taken as --tz says: ");
            let _ = writeln!(out, "\n{note}{}", tally.tz_assumed);
        }
        out
    }
}
