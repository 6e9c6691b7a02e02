//! Which rules a command works with.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;
use smsift::{Diagnostics, RuleSet, Source, Steps};

use crate::failure::Failure;

/// Which rules to work with.
#[derive(Debug, Args)]
#[command(next_help_heading = "Rules")]
pub(crate) struct RuleArgs {
    /// Add rules from this file, or from every .toml and .tsv file below this folder; repeatable
    #[arg(long, value_name = "PATH")]
    rules: Vec<PathBuf>,

    /// Leave out the rules that come with smsift; --rules must then bring policy and rules of its own
    #[arg(long, requires = "rules")]
    no_default_rules: bool,
}

impl RuleArgs {
    /// Reads and compiles the rules.
    pub(crate) fn load(&self) -> Result<RuleSet, Failure> {
        self.load_with(Steps::all())
    }

    /// Reads and compiles the rules, for texts cleaned with only some steps.
    pub(crate) fn load_with(&self, steps: Steps) -> Result<RuleSet, Failure> {
        if self.no_default_rules {
            return compile(&self.rules);
        }
        RuleSet::bundled_with_steps(sources(&self.rules)?, steps).map_err(|found| faults(&found))
    }

    /// The files that [`load`](Self::load) compiles.
    pub(crate) fn sources(&self) -> Result<Vec<Source>, Failure> {
        let own = sources(&self.rules)?;
        if self.no_default_rules {
            return Ok(with_tables(own));
        }
        Ok(bundled().chain(own).collect())
    }
}

/// Compiles the rules at these paths alone, without those that come with smsift.
pub(crate) fn compile(paths: &[PathBuf]) -> Result<RuleSet, Failure> {
    RuleSet::compile(with_tables(sources(paths)?)).map_err(|found| faults(&found))
}

fn bundled() -> impl Iterator<Item = Source> {
    smsift_data::RULE_FILES.iter().map(|(name, text)| Source::new(*name, *text))
}

/// Rules of the user's own with the dictionaries that cleaning needs, unless they bring one of that name. Dictionaries
/// are no rules: without them a traditional character would not even be read.
fn with_tables(own: Vec<Source>) -> Vec<Source> {
    let name = |source: &Source| Path::new(&source.name).file_name().map(ToOwned::to_owned);
    let is_missing = |table: &Source| {
        table.name.starts_with("dictionaries/") && own.iter().all(|source| name(source) != name(table))
    };
    let tables: Vec<Source> = bundled().filter(is_missing).collect();
    tables.into_iter().chain(own).collect()
}

fn faults(faults: &Diagnostics) -> Failure {
    Failure::Failed(format!("the rules have faults\n{faults}"))
}

/// The files at these paths, folders in the order of their file names.
fn sources(paths: &[PathBuf]) -> Result<Vec<Source>, Failure> {
    let mut files = Vec::new();
    for path in paths {
        let found = fs::metadata(path).map_err(|error| Failure::io(path, &error))?;
        if found.is_dir() {
            let before = files.len();
            walk(path, &mut files)?;
            if files.len() == before {
                return Err(Failure::Failed(format!(
                    "{}: no .toml or .tsv file in this folder",
                    path.display()
                )));
            }
        } else {
            files.push(path.clone());
        }
    }
    files.iter().map(|path| read(path)).collect()
}

/// What holds rules in a folder that is laid out like the shipped one; beside them stand samples, contact rules and more.
const PARTS: [&str; 5] = ["dictionaries", "lexicon", "policy.toml", "rules", "signals"];

fn walk(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), Failure> {
    let failed = |error: std::io::Error| Failure::io(folder, &error);
    let mut entries = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        entries.push(entry.map_err(failed)?.path());
    }
    if folder.join("rules").is_dir() && folder.join("signals").is_dir() {
        entries.retain(|path| path.file_name().is_some_and(|name| PARTS.iter().any(|part| name == *part)));
    }
    entries.sort();
    for path in entries {
        if path.is_dir() {
            walk(&path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "toml" || extension == "tsv") {
            files.push(path);
        }
    }
    Ok(())
}

fn read(path: &Path) -> Result<Source, Failure> {
    let text = fs::read_to_string(path).map_err(|error| Failure::io(path, &error))?;
    Ok(Source::new(path.display().to_string(), text))
}
