//! Who sent how much: by number, and pressure by creditor or signature.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use jiff::ToSpan;
use jiff::civil::Date;

use super::View;
use super::chart::{STACK, place, title};
use super::findings::party_name;
use super::html::escape;
use super::text as t;
use crate::history::{Entry, Party};

/// Senders with a row of their own; the others share one.
const MOST_SENDERS: usize = 60;
/// Parties with a row of their own.
const MOST_PARTIES: usize = 30;
/// Signatures named in a row.
const MOST_SIGNATURES: usize = 5;

#[derive(Default)]
struct Sender<'a> {
    signatures: BTreeSet<&'a str>,
    counts: [usize; 4],
    night: usize,
    first: Option<Date>,
    last: Option<Date>,
}

impl<'a> Sender<'a> {
    fn note(&mut self, entry: &'a Entry) {
        self.signatures.extend(entry.signature.as_deref());
        self.counts[place(entry.category())] += 1;
        let hour = entry.time.map(jiff::civil::DateTime::hour);
        self.night += usize::from(entry.is_pressure() && hour.is_some_and(|h| !(8..22).contains(&h)));
        self.first = [self.first, entry.day()].into_iter().flatten().min();
        self.last = [self.last, entry.day()].into_iter().flatten().max();
    }

    fn total(&self) -> usize {
        self.counts.iter().sum()
    }
}

pub(super) fn section(out: &mut String, view: &View<'_>) {
    let mut senders: BTreeMap<&str, Sender<'_>> = BTreeMap::new();
    for (_, entry) in view.audit.history.incoming() {
        let number = entry.peer.as_ref().map_or("", |n| n.as_str());
        senders.entry(number).or_default().note(entry);
    }
    let mut rows: Vec<(&str, Sender<'_>)> = senders.into_iter().collect();
    rows.sort_by_key(|(number, s)| (std::cmp::Reverse((s.counts[0], s.total())), *number));
    let caption = escape(view.t(t::SENDERS_CAPTION));
    let _ = write!(
        out,
        "<section aria-labelledby=\"h-send\">\n<h2 id=\"h-send\">{}</h2>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{caption}\"><table><caption>{caption}</caption><thead><tr><th scope=\"col\">{}</th><th scope=\"col\">{}</th>",
        escape(view.t(t::SENDERS)),
        escape(view.t(t::PHONE)),
        escape(view.t(t::SIGNATURES))
    );
    let heads = STACK.iter().map(|c| title(*c, view.lang)).chain([view.t(t::TOTAL), view.t(t::AT_NIGHT)]);
    for head in heads {
        let _ = write!(out, "<th class=\"n\" scope=\"col\">{}</th>", escape(head));
    }
    let _ = writeln!(
        out,
        "<th scope=\"col\">{}</th><th scope=\"col\">{}</th></tr></thead><tbody>",
        escape(view.t(t::FIRST)),
        escape(view.t(t::LAST))
    );
    for (number, sender) in rows.iter().take(MOST_SENDERS) {
        let name = if number.is_empty() { view.t(t::UNKNOWN) } else { number };
        row(out, view, name, sender);
    }
    if rows.len() > MOST_SENDERS {
        let mut others = Sender::default();
        for (_, s) in &rows[MOST_SENDERS..] {
            others.counts.iter_mut().zip(s.counts).for_each(|(a, b)| *a += b);
            others.night += s.night;
            others.first = [others.first, s.first].into_iter().flatten().min();
            others.last = [others.last, s.last].into_iter().flatten().max();
        }
        row(out, view, &format!("{} ({})", view.t(t::OTHER_SENDERS), rows.len() - MOST_SENDERS), &others);
    }
    out.push_str("</tbody></table></div>\n");
    parties(out, view);
    out.push_str("</section>\n");
}

fn row(out: &mut String, view: &View<'_>, name: &str, sender: &Sender<'_>) {
    let mut signatures: Vec<&str> = sender.signatures.iter().copied().take(MOST_SIGNATURES).collect();
    if sender.signatures.len() > MOST_SIGNATURES {
        signatures.push("…");
    }
    let _ =
        write!(out, "<tr><th scope=\"row\">{}</th><td>{}</td>", escape(name), escape(&signatures.join("、")));
    for n in sender.counts.iter().chain([&sender.total(), &sender.night]) {
        let _ = write!(out, "<td class=\"n\">{n}</td>");
    }
    let day = |d: Option<Date>| d.map_or_else(|| view.t(t::NONE).to_owned(), |d| d.to_string());
    let _ = writeln!(
        out,
        "<td class=\"nw\">{}</td><td class=\"nw\">{}</td></tr>",
        day(sender.first),
        day(sender.last)
    );
}

/// Pressure of one party: total, most on a day, most within seven days.
fn parties(out: &mut String, view: &View<'_>) {
    let history = &view.audit.history;
    let mut days: BTreeMap<Party, Vec<Date>> = BTreeMap::new();
    for (_, entry) in history.incoming().filter(|(_, e)| e.is_pressure()) {
        for party in history.parties(entry) {
            days.entry(party).or_default().extend(entry.day());
        }
    }
    if days.is_empty() {
        return;
    }
    let mut rows: Vec<(Party, Vec<Date>)> = days.into_iter().collect();
    rows.sort_by_key(|(party, days)| (std::cmp::Reverse(days.len()), party.clone()));
    let caption = escape(view.t(t::PARTIES_CAPTION));
    let _ = write!(
        out,
        "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{caption}\"><table><caption>{caption}</caption><thead><tr><th scope=\"col\">{}</th>",
        escape(view.t(t::PARTY))
    );
    for head in [t::TOTAL, t::MOST_PER_DAY, t::MOST_PER_WEEK] {
        let _ = write!(out, "<th class=\"n\" scope=\"col\">{}</th>", escape(view.t(head)));
    }
    out.push_str("</tr></thead><tbody>\n");
    for (party, days) in rows.iter().take(MOST_PARTIES) {
        let _ = writeln!(
            out,
            "<tr><th scope=\"row\">{}</th><td class=\"n\">{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td></tr>",
            escape(&party_name(view, party)),
            days.len(),
            most_within(days, 1),
            most_within(days, 7)
        );
    }
    out.push_str("</tbody></table></div>\n");
}

/// The most entries of sorted days that fall into a window of so many days.
fn most_within(days: &[Date], window: i64) -> usize {
    let mut start = 0;
    let mut most = 0;
    for (i, day) in days.iter().enumerate() {
        while days[start].saturating_add(window.days()) <= *day {
            start += 1;
        }
        most = most.max(i + 1 - start);
    }
    most
}

#[cfg(test)]
mod tests {
    use super::most_within;
    use jiff::civil::date;

    #[test]
    fn windows() {
        let days = [date(2026, 1, 1), date(2026, 1, 1), date(2026, 1, 7), date(2026, 1, 8), date(2026, 2, 1)];
        assert_eq!((most_within(&days, 1), most_within(&days, 7)), (2, 3));
        assert_eq!(most_within(&[], 7), 0);
    }
}
