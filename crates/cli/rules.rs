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
        let overlays = sources(&self.rules)?;
        let compiled = if self.no_default_rules {
            RuleSet::compile(overlays)
        } else {
            RuleSet::bundled_with_steps(overlays, steps)
        };
        compiled.map_err(|found| faults(&found))
    }
}

impl RuleArgs {
    /// The files that [`load`](Self::load) compiles.
    pub(crate) fn sources(&self) -> Result<Vec<Source>, Failure> {
        let bundled = smsift_data::RULE_FILES.iter().map(|(name, text)| Source::new(*name, *text));
        let mut all: Vec<Source> = if self.no_default_rules { Vec::new() } else { bundled.collect() };
        all.extend(sources(&self.rules)?);
        Ok(all)
    }
}

/// Compiles the rules at these paths alone, without those that come with smsift.
pub(crate) fn compile(paths: &[PathBuf]) -> Result<RuleSet, Failure> {
    RuleSet::compile(sources(paths)?).map_err(|found| faults(&found))
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

fn walk(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), Failure> {
    let failed = |error: std::io::Error| Failure::io(folder, &error);
    let mut entries = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        entries.push(entry.map_err(failed)?.path());
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
