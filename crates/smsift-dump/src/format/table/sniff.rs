//! Is this a table, with which delimiter, and does its first row name the columns?

use super::columns::{Columns, is_phone, is_time};
use super::rows::{Row, Rows};
use crate::error::{DumpError, ErrorKind};
use crate::fields::{Role, role_of};
use crate::options::ReadOptions;
use crate::source::{Encoding, Lines, strip_bom};
use crate::write::COLUMNS;

/// Rows looked at.
const SAMPLE: usize = 100;

/// How a table is laid out.
#[derive(Clone, Debug)]
pub(crate) struct Layout {
    pub(crate) delimiter: u8,
    pub(crate) header: bool,
    pub(crate) columns: Columns,
    /// Our own table for people: a `'` before what would run as a formula comes off again.
    pub(crate) for_people: bool,
    /// Names in the header that a reader knows.
    pub(crate) known_names: usize,
}

/// Looks at the first bytes. `Ok(None)`: no table. `forced` takes the best guess where the answer would be no.
pub(crate) fn sniff(
    head: &[u8],
    whole: bool,
    encoding: Encoding,
    forced: bool,
    opts: &ReadOptions,
) -> Result<Option<Layout>, DumpError> {
    let delimiters: &[u8] = match &opts.delimiter {
        Some(d) => std::slice::from_ref(d),
        None => b",\t;|",
    };
    let mut best: Option<(f64, Layout)> = None;
    let mut refused = None;
    for &delimiter in delimiters {
        match layout(head, whole, encoding, delimiter, forced, opts) {
            Ok(Some((score, layout))) if best.as_ref().is_none_or(|(top, _)| score > *top) => {
                best = Some((score, layout));
            }
            Ok(_) => {}
            Err(e) => refused = Some(e),
        }
    }
    match (best, refused) {
        (Some((_, mut layout)), _) => {
            let text = strip_bom(head);
            let ours = COLUMNS.map(|c| format!("\"{c}\"")).join(",");
            layout.for_people = text.len() < head.len() && text.starts_with(ours.as_bytes());
            Ok(Some(layout))
        }
        (None, Some(e)) if forced || !opts.map.entries.is_empty() => Err(e),
        (None, _) => Ok(None),
    }
}

fn sample(head: &[u8], whole: bool, encoding: Encoding, delimiter: u8) -> Vec<Vec<String>> {
    // The last line of a cut head may be half a row.
    let end = if whole { head.len() } else { memchr::memrchr(b'\n', head).map_or(head.len(), |i| i + 1) };
    let lines = Lines::new(Box::new(std::io::Cursor::new(head[..end].to_vec())), encoding);
    let mut rows = Rows::new(lines, delimiter);
    let (mut row, mut out, mut bad) = (Row::default(), Vec::new(), 0);
    while out.len() < SAMPLE && bad < SAMPLE {
        match rows.next(&mut row) {
            Ok(true) => out.push(row.fields.clone()),
            Ok(false) => break,
            Err(_) => bad += 1,
        }
    }
    out
}

fn layout(
    head: &[u8],
    whole: bool,
    encoding: Encoding,
    delimiter: u8,
    forced: bool,
    opts: &ReadOptions,
) -> Result<Option<(f64, Layout)>, DumpError> {
    scored(sample(head, whole, encoding, delimiter), delimiter, forced, opts)
}

/// The layout of rows that are already cells, such as a spreadsheet's.
pub(crate) fn of_rows(
    rows: Vec<Vec<String>>,
    delimiter: u8,
    forced: bool,
    opts: &ReadOptions,
) -> Result<Option<Layout>, DumpError> {
    Ok(scored(rows, delimiter, forced, opts)?.map(|(_, layout)| layout))
}

fn scored(
    mut rows: Vec<Vec<String>>,
    delimiter: u8,
    forced: bool,
    opts: &ReadOptions,
) -> Result<Option<(f64, Layout)>, DumpError> {
    let Some(first) = rows.first() else { return Ok(None) };
    let known_names = first.iter().filter(|cell| role_of(cell).is_some()).count();
    let data_like = first.iter().any(|c| is_phone(c.trim()) || is_time(c.trim(), opts));
    let names_text = first.iter().any(|c| matches!(role_of(c), Some((Role::Text, _))));
    let header = !opts.no_header && (known_names > 0 || !opts.map.entries.is_empty()) && !data_like;
    let width = mode(&rows);
    if !forced && width < 2 && !(header && names_text) {
        return Ok(None);
    }
    let columns = if header {
        let names = rows.remove(0);
        Columns::named(&names, &rows, opts)?
    } else {
        Columns::unnamed(width, &rows, opts)?
    };
    if !columns.has(Role::Text) {
        return if forced {
            Err(DumpError::new(
                ErrorKind::BadOption,
                "no column looks like the text; name it with --map text=COLUMN",
            ))
        } else {
            Ok(None)
        };
    }
    // A file that was cut ends in half a row.
    let whole_rows = match rows.split_last() {
        Some((last, rest)) if last.len() < width && !rest.is_empty() => rest,
        _ => &rows,
    };
    let steady =
        whole_rows.iter().filter(|r| r.len() == width).count() as f64 / whole_rows.len().max(1) as f64;
    let is_table =
        header && (known_names >= 2 || names_text) || columns.looks_like_messages() && steady >= 0.7;
    if !forced && !is_table {
        return Ok(None);
    }
    let score = known_names as f64 * 10.0 + steady * 5.0 + width.min(20) as f64 * 0.1;
    Ok(Some((score, Layout { delimiter, header, columns, for_people: false, known_names })))
}

/// The most frequent number of fields.
fn mode(rows: &[Vec<String>]) -> usize {
    let mut counts = std::collections::BTreeMap::new();
    for row in rows {
        *counts.entry(row.len()).or_insert(0) += 1;
    }
    counts.into_iter().max_by_key(|&(width, count)| (count, width)).map_or(0, |(width, _)| width)
}
