//! The evidence pack: report, findings, transcript, drafts of complaints, manifest.

mod complaint;
mod evidence;
mod findings_json;
mod manifest;

use std::path::{Path, PathBuf};

use smsift_dump::write::XlsxTable;
use tempfile::TempDir;

use crate::Audit;
use crate::error::{Error, ErrorKind};
use crate::lang::Lang;
use crate::previous::{Changes, Previous};
use crate::redact::Redactor;
use crate::report::{View, render};

pub(crate) use evidence::{keys, row_key};
pub(crate) use findings_json::{ids, numbers};
pub use manifest::{Input, hash_file};

/// What a pack holds besides the audit.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct PackOptions {
    /// Language of the report.
    pub lang: Lang,
    /// Mask names and personal numbers in every output.
    pub redact: bool,
    /// The files that were read.
    pub inputs: Vec<Input>,
    /// The case file.
    pub case_file: Option<Input>,
    /// Folder of an earlier pack to compare with.
    pub previous: Option<PathBuf>,
}

/// What was written.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct PackSummary {
    /// Names of the files, in the order of the manifest.
    pub files: Vec<String>,
    /// Cells that were too long for a spreadsheet and were cut there; the CSV has them whole.
    pub cut_cells: u64,
    /// Differences to the earlier pack.
    pub changes: Option<Changes>,
}

/// Writes the pack into a folder, all or nothing: everything goes to a temporary folder beside it and is moved when it
/// is complete. An earlier pack there is replaced; other files stay.
///
/// # Errors
///
/// When the folder holds something else than a pack, when a file cannot be written, or when the earlier pack cannot be
/// read.
pub fn write_pack(dir: &Path, audit: Audit, options: &PackOptions) -> Result<PackSummary, Error> {
    let earlier = manifest::earlier_files(dir)?;
    let previous = options.previous.as_deref().map(Previous::read).transpose()?;
    let (audit, mut redactor) = if options.redact {
        let (audit, redactor) = audit.redacted();
        (audit, Some(redactor))
    } else {
        (audit, None)
    };
    let changes = previous.map(|p| p.compare(&audit));
    let parent = dir.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    let fault = |e| Error::io(ErrorKind::Output, dir, e);
    std::fs::create_dir_all(parent).map_err(fault)?;
    let temporary = tempfile::Builder::new().prefix(".smsift-audit-").tempdir_in(parent).map_err(fault)?;
    let mut summary = fill(temporary.path(), &audit, options, changes.as_ref(), redactor.as_mut())?;
    summary.changes = changes;
    publish(temporary, dir, &earlier, &summary.files)?;
    Ok(summary)
}

fn fill(
    dir: &Path,
    audit: &Audit,
    options: &PackOptions,
    changes: Option<&Changes>,
    redactor: Option<&mut Redactor>,
) -> Result<PackSummary, Error> {
    let ruleset =
        audit.history.entries.iter().find_map(|e| e.contact.verdict.as_ref()).map_or("", |v| &v.ruleset);
    let tz_assumed =
        audit.history.entries.iter().filter(|e| e.contact.record.time.is_some_and(|t| t.tz_assumed)).count();
    let view = View { audit, lang: options.lang, changes, ruleset, redacted: options.redact, tz_assumed };
    let mut files = vec![
        "report.html".to_owned(),
        "findings.json".to_owned(),
        "evidence.csv".to_owned(),
        "evidence.xlsx".to_owned(),
    ];
    save(dir, &files[0], render(&view).as_bytes())?;
    save(dir, &files[1], findings_json::render(&view).as_bytes())?;
    let cut_cells = transcript(dir, audit)?;
    for (name, text) in complaint::drafts(audit, options.lang) {
        save(dir, &name, text.as_bytes())?;
        files.push(name);
    }
    let manifest = manifest::Manifest { view: &view, options, files: &files };
    save(dir, manifest::NAME, manifest.render(dir, redactor)?.as_bytes())?;
    files.push(manifest::NAME.to_owned());
    save(dir, manifest::SUMS, manifest::sums(dir, &files)?.as_bytes())?;
    files.push(manifest::SUMS.to_owned());
    Ok(PackSummary { files, cut_cells, changes: None })
}

fn save(dir: &Path, name: &str, bytes: &[u8]) -> Result<(), Error> {
    let path = dir.join(name);
    std::fs::write(&path, bytes).map_err(|e| Error::io(ErrorKind::Output, &path, e))
}

/// `evidence.csv` and `evidence.xlsx`: every message, in the order of its number.
fn transcript(dir: &Path, audit: &Audit) -> Result<u64, Error> {
    let fault = |e: smsift_dump::DumpError| Error::new(ErrorKind::Output, e.to_string());
    let rows = evidence::Rows::new(audit);
    let mut csv = std::io::BufWriter::new(evidence::create(&dir.join("evidence.csv"))?);
    let mut sheet = XlsxTable::new("evidence", &evidence::COLUMNS).widths(&evidence::WIDTHS);
    evidence::write_header(&mut csv)?;
    for i in 0..audit.history.entries.len() {
        let cells = rows.cells(i);
        evidence::write_row(&mut csv, &cells)?;
        sheet.push(cells).map_err(fault)?;
    }
    evidence::finish(csv)?;
    sheet.save(&dir.join("evidence.xlsx")).map_err(fault)
}

/// Moves the finished files into place. A new folder appears at once; into an existing pack each file is moved, and
/// files of the earlier pack that are no longer written go away.
fn publish(temporary: TempDir, dir: &Path, earlier: &[String], files: &[String]) -> Result<(), Error> {
    let fault = |e| Error::io(ErrorKind::Output, dir, e);
    if !dir.exists() {
        let from = temporary.keep();
        return std::fs::rename(&from, dir).map_err(fault);
    }
    for name in earlier.iter().filter(|name| !files.contains(name)) {
        // Already gone is as good as removed.
        let _ = std::fs::remove_file(dir.join(name));
    }
    for name in files {
        std::fs::rename(temporary.path().join(name), dir.join(name)).map_err(fault)?;
    }
    temporary.close().map_err(fault)
}
