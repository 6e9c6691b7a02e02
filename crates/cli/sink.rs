//! Putting finished batches out, in any format.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::{self, IsTerminal as _};
use std::path::Path;

use smsift_dump::write::{self, CsvStyle};

use crate::destination::Destination;
use crate::failure::Failure;
use crate::output::render::Renderer;
use crate::output::text::is_invisible;
use crate::pipeline::{Batch, Sink};
use crate::progress::Progress;
use crate::tally::Tally;
use crate::whole::Whole;

/// Writes batches and counts what is in them.
pub(crate) struct Output {
    renderer: Renderer,
    destination: Destination,
    whole: Option<Whole>,
    progress: Progress,
    to_terminal: bool,
    /// Counts over all that was put out.
    pub(crate) tally: Tally,
}

impl Output {
    /// Opens the output.
    pub(crate) fn open(path: Option<&Path>, renderer: Renderer, progress: Progress) -> Result<Self, Failure> {
        let mut destination = Destination::open(path)?;
        if let Renderer::Csv(style) = renderer {
            destination.write(&csv_header(style))?;
        }
        let whole = Whole::open(renderer)?;
        let to_terminal = path.is_none() && io::stdout().is_terminal();
        Ok(Self { renderer, destination, whole, progress, to_terminal, tally: Tally::default() })
    }

    /// Ends the output: a file takes its name. Returns how many cells of a spreadsheet had to be cut.
    pub(crate) fn finish(mut self) -> Result<u64, Failure> {
        if let Renderer::Table(table) = self.renderer {
            self.destination.write(table.summary(&self.tally).as_bytes())?;
        }
        let mut cut = 0;
        if let Some(whole) = self.whole.take() {
            let (file, cells) = whole.finish()?;
            self.destination.copy(&mut file.reopen().map_err(Failure::other)?)?;
            cut = cells;
        }
        self.destination.finish()?;
        Ok(cut)
    }
}

/// Data for a terminal: characters that act on it are escaped in JSON, which stays the same JSON, and left out of CSV.
/// The table has none to begin with.
fn harmless(bytes: &[u8], renderer: Renderer) -> Cow<'_, str> {
    let text = String::from_utf8_lossy(bytes);
    let acts = |c: char| is_invisible(c) && !matches!(c, '\n' | '\r');
    if matches!(renderer, Renderer::Table(_)) || !text.contains(acts) {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match renderer {
            _ if !acts(c) => out.push(c),
            Renderer::Jsonl => {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    let _ = write!(out, "\\u{unit:04x}");
                }
            }
            _ => {}
        }
    }
    out.into()
}

fn csv_header(style: CsvStyle) -> Vec<u8> {
    let mut header = Vec::new();
    write::csv_header(&mut header, style);
    header
}

impl Sink for Output {
    fn take(&mut self, batch: &mut Batch) -> Result<(), Failure> {
        if self.to_terminal {
            self.destination.write(harmless(&batch.rendered.bytes, self.renderer).as_bytes())?;
        } else {
            self.destination.write(&batch.rendered.bytes)?;
        }
        if let Some(whole) = &mut self.whole {
            for (record, verdict) in batch.records().iter().zip(&batch.rendered.verdicts) {
                whole.push(record, verdict)?;
            }
        }
        self.tally.merge(&batch.rendered.tally);
        self.progress.messages(self.tally.messages);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_on_a_terminal_is_the_same_json() {
        let line = "{\"text\":\"还\u{202e}款\u{9b}2J\u{e0041}\"}\n";
        let shown = harmless(line.as_bytes(), Renderer::Jsonl);
        assert_eq!(shown, "{\"text\":\"还\\u202e款\\u009b2J\\udb40\\udc41\"}\n");
        let parse = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
        assert_eq!(parse(&shown), parse(line));
    }
}
