//! `manifest.json` and `SHA256SUMS`: what was read and written, so that anyone can check it without smsift.

use std::fmt::Write as _;
use std::fs::File;
use std::io::Read;
use std::path::Path;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::PackOptions;
use crate::Audit;
use crate::error::{Error, ErrorKind};
use crate::redact::Redactor;
use crate::report::View;

pub(super) const NAME: &str = "manifest.json";
pub(super) const SUMS: &str = "SHA256SUMS";

/// A file that was read.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Input {
    /// Its name as the user knows it.
    pub name: String,
    /// SHA-256 in hexadecimal; none for standard input.
    pub sha256: Option<String>,
    /// Size in bytes, where known.
    pub bytes: Option<u64>,
}

impl Input {
    /// A file by its content.
    ///
    /// # Errors
    ///
    /// When it cannot be read.
    pub fn of_file(path: &Path, name: impl Into<String>) -> Result<Self, Error> {
        let (sha256, bytes) = hash_file(path)?;
        Ok(Self { name: name.into(), sha256: Some(sha256), bytes: Some(bytes) })
    }

    /// An input that cannot be read a second time, such as standard input.
    pub fn unhashed(name: impl Into<String>) -> Self {
        Self { name: name.into(), sha256: None, bytes: None }
    }
}

/// SHA-256 in hexadecimal and size in bytes of a file, read once in pieces.
///
/// # Errors
///
/// When it cannot be read.
pub fn hash_file(path: &Path) -> Result<(String, u64), Error> {
    let fault = |e| Error::io(ErrorKind::Output, path, e);
    let mut file = File::open(path).map_err(fault)?;
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    let mut bytes = 0;
    loop {
        let n = file.read(&mut buffer).map_err(fault)?;
        if n == 0 {
            break;
        }
        hasher.update(&buffer[..n]);
        bytes += n as u64;
    }
    let mut hex = String::with_capacity(64);
    for byte in hasher.finalize() {
        let _ = write!(hex, "{byte:02x}");
    }
    Ok((hex, bytes))
}

pub(super) struct Manifest<'a> {
    pub(super) view: &'a View<'a>,
    pub(super) options: &'a PackOptions,
    pub(super) files: &'a [String],
}

impl Manifest<'_> {
    pub(super) fn render(&self, dir: &Path, mut redactor: Option<&mut Redactor>) -> Result<String, Error> {
        let mut name = |n: &str| redactor.as_deref_mut().map_or_else(|| n.to_owned(), |r| r.file(n));
        let mut input = |i: &Input| json!({"name": name(&i.name), "sha256": i.sha256, "bytes": i.bytes});
        let inputs: Vec<Value> = self.options.inputs.iter().map(&mut input).collect();
        let case_file = self.options.case_file.as_ref().map(input);
        let mut outputs = Vec::new();
        for file in self.files {
            let (sha256, bytes) = hash_file(&dir.join(file))?;
            outputs.push(json!({"file": file, "sha256": sha256, "bytes": bytes}));
        }
        let view = self.view;
        let manifest = json!({
            "format": 1,
            "tool": {"name": "smsift", "version": env!("CARGO_PKG_VERSION")},
            "ruleset": view.ruleset,
            "contact_rules": crate::contact_rules().iter().map(|r| &r.id).collect::<Vec<_>>(),
            "time_zone": "Asia/Shanghai",
            "tz_assumed": view.tz_assumed,
            "redacted": view.redacted,
            "counts": counts(view.audit),
            "inputs": inputs,
            "case_file": case_file,
            "outputs": outputs,
            "check": {
                "outputs": format!("sha256sum -c {SUMS}"),
                "inputs": "sha256sum FILE, and compare with the sha256 of that input above",
                "zh": "在本文件夹运行 sha256sum -c SHA256SUMS；输入文件用 sha256sum 计算后与上面的值比对。Windows 可用 certutil -hashfile 文件 SHA256。",
                "en": "Run sha256sum -c SHA256SUMS in this folder; hash an input with sha256sum and compare. On Windows: certutil -hashfile FILE SHA256.",
            },
        });
        let mut text = serde_json::to_string_pretty(&manifest).unwrap_or_default();
        text.push('\n');
        Ok(text)
    }
}

/// Counts of messages and findings.
pub(super) fn counts(audit: &Audit) -> Value {
    let entries = &audit.history.entries;
    let count = |test: &dyn Fn(&crate::Entry) -> bool| entries.iter().filter(|e| test(e)).count();
    let mut categories = serde_json::Map::new();
    for category in smsift::Category::ALL {
        let n = count(&|e| e.contact.is_incoming() && e.category() == *category);
        categories.insert(category.as_str().to_owned(), json!(n));
    }
    json!({
        "total": entries.len(),
        "received": count(&|e| e.contact.is_incoming()),
        "sent": count(&|e| !e.contact.is_incoming()),
        "copies": count(&|e| e.copy_of.is_some()),
        "without_time": count(&|e| e.time.is_none()),
        "received_by_category": categories,
        "findings": audit.findings.len(),
        "findings_uncertain": audit.findings.iter().filter(|f| f.uncertain).count(),
        "first_day": audit.history.first_day().map(|d| d.to_string()),
        "last_day": audit.history.last_day().map(|d| d.to_string()),
    })
}

/// Lines for `sha256sum -c`.
pub(super) fn sums(dir: &Path, files: &[String]) -> Result<String, Error> {
    let mut out = String::new();
    for file in files {
        let _ = writeln!(out, "{}  {file}", hash_file(&dir.join(file))?.0);
    }
    Ok(out)
}

/// The files of a pack that lies in the folder already; none when it is new or empty.
///
/// # Errors
///
/// When the folder holds something else: nothing of it may be overwritten.
pub(super) fn earlier_files(dir: &Path) -> Result<Vec<String>, Error> {
    let Ok(mut content) = std::fs::read_dir(dir) else {
        return if dir.exists() {
            Err(Error::new(ErrorKind::Output, "exists and is no folder").in_file(dir))
        } else {
            Ok(Vec::new())
        };
    };
    if content.next().is_none() {
        return Ok(Vec::new());
    }
    let foreign = || {
        Error::new(ErrorKind::Output, "the folder is not empty and holds no evidence pack; choose another")
            .in_file(dir)
    };
    let text = std::fs::read_to_string(dir.join(NAME)).map_err(|_| foreign())?;
    let manifest: Value = serde_json::from_str(&text).map_err(|_| foreign())?;
    if manifest["tool"]["name"] != "smsift" {
        return Err(foreign());
    }
    let outputs = manifest["outputs"].as_array().into_iter().flatten().filter_map(|o| o["file"].as_str());
    let plain = |name: &&str| !name.contains(['/', '\\']) && *name != "..";
    Ok(outputs.filter(plain).map(str::to_owned).chain([NAME.to_owned(), SUMS.to_owned()]).collect())
}
