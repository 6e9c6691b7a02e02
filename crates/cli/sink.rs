//! Putting finished batches out, in any format.

use std::path::Path;

use smsift_dump::write::{self, CsvStyle, XlsxWriter};
use tempfile::NamedTempFile;

use crate::destination::Destination;
use crate::failure::Failure;
use crate::output::render::Renderer;
use crate::pipeline::{Batch, Sink};
use crate::progress::Progress;
use crate::tally::Tally;

/// Writes batches and counts what is in them.
pub(crate) struct Output {
    renderer: Renderer,
    destination: Destination,
    workbook: Option<XlsxWriter>,
    progress: Progress,
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
        let workbook = matches!(renderer, Renderer::Xlsx).then(XlsxWriter::new);
        Ok(Self { renderer, destination, workbook, progress, tally: Tally::default() })
    }

    /// Ends the output: a file takes its name. Returns how many cells of a spreadsheet had to be cut.
    pub(crate) fn finish(mut self) -> Result<u64, Failure> {
        if let Renderer::Table(table) = self.renderer {
            self.destination.write(table.summary(&self.tally).as_bytes())?;
        }
        let mut cut = 0;
        if let Some(workbook) = self.workbook.take() {
            // A workbook is a zip archive: it is put together at a place where one can seek, then copied.
            let file = NamedTempFile::new().map_err(Failure::other)?;
            cut = workbook.save(file.path()).map_err(Failure::other)?;
            self.destination.copy(&mut file.reopen().map_err(Failure::other)?)?;
        }
        self.destination.finish()?;
        Ok(cut)
    }
}

fn csv_header(style: CsvStyle) -> Vec<u8> {
    let mut header = Vec::new();
    write::csv_header(&mut header, style);
    header
}

impl Sink for Output {
    fn take(&mut self, batch: &mut Batch) -> Result<(), Failure> {
        self.destination.write(&batch.rendered.bytes)?;
        if let Some(workbook) = &mut self.workbook {
            for (record, verdict) in batch.records().iter().zip(&batch.rendered.verdicts) {
                workbook.push(record, Some(verdict)).map_err(Failure::other)?;
            }
        }
        self.tally.merge(&batch.rendered.tally);
        self.progress.messages(self.tally.messages);
        Ok(())
    }
}
