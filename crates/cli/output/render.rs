//! From a batch of messages to the bytes that are put out, in any format.

use smsift::{Classifier, Verdict, VerdictRecord};
use smsift_dump::Record;
use smsift_dump::write::{self, CsvStyle};

use super::table::Table;
use crate::pipeline::Batch;
use crate::redact;
use crate::tally::Tally;

/// What became of a batch.
#[derive(Debug, Default)]
pub(crate) struct Rendered {
    /// Bytes to put out as they are.
    pub(crate) bytes: Vec<u8>,
    /// Verdicts on the records, for formats that cannot be put together from pieces.
    pub(crate) verdicts: Vec<VerdictRecord>,
    /// Counts.
    pub(crate) tally: Tally,
}

impl Rendered {
    pub(crate) fn clear(&mut self) {
        self.bytes.clear();
        self.verdicts.clear();
        self.tally = Tally::default();
    }
}

/// How records are put out.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Renderer {
    /// JSON Lines.
    Jsonl,
    /// CSV.
    Csv(CsvStyle),
    /// Spreadsheet, written by the sink.
    Xlsx,
    /// Parquet, written by the sink.
    #[cfg(feature = "parquet")]
    Parquet,
    /// Table for people.
    Table(Table),
}

impl Renderer {
    /// Classifies and renders every record of the batch.
    pub(crate) fn work(self, classifier: &Classifier, redacted: bool, batch: &mut Batch) {
        let (records, rendered) = batch.parts();
        for record in records {
            let verdict = classifier.classify(record.message());
            rendered.tally.add(record, &verdict);
            if redacted {
                // Decided on the original, shown masked: masking must not change an answer.
                let masked = redact::record(record);
                let mut said = verdict.to_record();
                redact::verdict(&mut said, &masked.text);
                self.put(&masked, &verdict, || said, rendered);
                *record = masked;
            } else {
                self.put(record, &verdict, || verdict.to_record(), rendered);
            }
        }
    }

    fn put(
        self,
        record: &Record,
        verdict: &Verdict<'_>,
        said: impl FnOnce() -> VerdictRecord,
        rendered: &mut Rendered,
    ) {
        match self {
            Self::Jsonl => write::jsonl(&mut rendered.bytes, record, Some(&said())),
            Self::Csv(style) => write::csv(&mut rendered.bytes, record, Some(&said()), style),
            Self::Xlsx => rendered.verdicts.push(said()),
            #[cfg(feature = "parquet")]
            Self::Parquet => rendered.verdicts.push(said()),
            Self::Table(table) => table.message(record, verdict, &mut rendered.bytes),
        }
    }
}
