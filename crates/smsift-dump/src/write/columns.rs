//! The record as a row of cells, for CSV and spreadsheets.

use std::borrow::Cow;

use smsift::VerdictRecord;

use super::jsonl::direction_name;
use crate::record::{Folder, Kind, Record};

/// The columns of a table of records, in their order. Lists are joined by `;`.
pub const COLUMNS: [&str; 24] = [
    "id",
    "source",
    "record",
    "time",
    "tz_assumed",
    "sender",
    "direction",
    "text",
    "category",
    "confidence",
    "unsure",
    "intensity",
    "tactics",
    "events",
    "rules",
    "evidence",
    "signature",
    "product",
    "amounts",
    "overdue_days",
    "ruleset",
    "kind",
    "folder",
    "notes",
];

/// The cells of one record in the order of [`COLUMNS`]; without a verdict its cells are empty.
pub fn row<'r>(record: &'r Record, verdict: Option<&'r VerdictRecord>) -> [Cow<'r, str>; 24] {
    let mut cells = [const { Cow::Borrowed("") }; 24];
    cells[0] = Cow::Borrowed(&record.id);
    cells[1] = Cow::Borrowed(&record.source);
    cells[2] = Cow::Owned(record.record.to_string());
    if let Some(time) = &record.time {
        cells[3] = Cow::Owned(time.to_rfc3339());
        cells[4] = Cow::Borrowed(if time.tz_assumed { "true" } else { "false" });
    }
    cells[5] = Cow::Borrowed(record.sender.as_deref().unwrap_or_default());
    cells[6] = Cow::Borrowed(direction_name(record.direction));
    cells[7] = Cow::Borrowed(&record.text);
    if let Some(verdict) = verdict {
        verdict_cells(&mut cells, verdict);
    }
    if record.kind != Kind::Sms {
        cells[21] = Cow::Borrowed(record.kind.as_str());
    }
    if record.folder != Folder::Normal {
        cells[22] = Cow::Borrowed(record.folder.as_str());
    }
    cells[23] = Cow::Owned(record.notes.join(";"));
    cells
}

fn verdict_cells<'r>(cells: &mut [Cow<'r, str>; 24], v: &'r VerdictRecord) {
    fn list<T: ToString>(items: impl IntoIterator<Item = T>) -> Cow<'static, str> {
        Cow::Owned(items.into_iter().map(|item| item.to_string()).collect::<Vec<_>>().join(";"))
    }
    cells[8] = Cow::Borrowed(v.category.as_str());
    cells[9] = Cow::Owned(v.confidence.to_string());
    cells[10] = Cow::Borrowed(if v.unsure { "true" } else { "false" });
    cells[11] = Cow::Borrowed(v.intensity.as_str());
    cells[12] = list(&v.tactics);
    cells[13] = list(&v.events);
    cells[14] = list(v.evidence.iter().map(|e| &e.rule));
    cells[15] = list(v.evidence.iter().map(|e| &e.text));
    cells[16] = Cow::Borrowed(v.facts.signature.as_deref().unwrap_or_default());
    cells[17] = Cow::Borrowed(v.facts.product.as_deref().unwrap_or_default());
    cells[18] = list(&v.facts.amounts);
    cells[19] = v.facts.overdue_days.map_or(Cow::Borrowed(""), |days| Cow::Owned(days.to_string()));
    cells[20] = Cow::Borrowed(&v.ruleset);
}
