//! Messages out of dumps, one batch after the other.

use std::collections::{BTreeMap, HashSet, VecDeque};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use smsift_dump::{DumpError, ReadOptions, Reader};

use crate::errors::ErrorLog;
use crate::failure::Failure;
use crate::options::{InputArgs, OnError};
use crate::pipeline::{Batch, Source};
use crate::progress::Progress;
use crate::select::Select;

/// The inputs of a run: folders replaced by their files.
#[derive(Debug)]
pub(crate) struct Inputs {
    files: Vec<PathBuf>,
    /// Files found in folders, where there may be others that are no dumps.
    found: HashSet<PathBuf>,
}

impl Inputs {
    /// The files that the arguments name; none means standard input.
    pub(crate) fn expand(args: &[PathBuf]) -> Result<Self, Failure> {
        if args.is_empty() {
            return Ok(Self { files: vec![PathBuf::from("-")], found: HashSet::new() });
        }
        let files = smsift_dump::inputs::expand(args).map_err(Failure::other)?;
        let named: HashSet<&PathBuf> = args.iter().collect();
        let found = files.iter().filter(|file| !named.contains(file)).cloned().collect();
        Ok(Self { files, found })
    }

    /// Bytes of all files together; standard input and folders count nothing.
    pub(crate) fn bytes(&self) -> u64 {
        self.files.iter().map(|file| size(file)).sum()
    }

    /// The files, in the order in which they are read.
    pub(crate) fn files(&self) -> &[PathBuf] {
        &self.files
    }
}

fn size(path: &Path) -> u64 {
    fs::metadata(path).map_or(0, |found| if found.is_file() { found.len() } else { 0 })
}

/// Opens an input; `-` is standard input.
pub(crate) fn open(path: &Path, options: &ReadOptions) -> Result<Box<dyn Reader>, DumpError> {
    if path.as_os_str() == "-" {
        smsift_dump::open_stream("-", io::stdin(), options)
    } else {
        smsift_dump::open(path, options)
    }
}

/// All inputs of a run, read one after the other.
pub(crate) struct Dumps {
    waiting: VecDeque<PathBuf>,
    found: HashSet<PathBuf>,
    options: ReadOptions,
    reader: Option<(PathBuf, Box<dyn Reader>)>,
    on_error: OnError,
    progress: Progress,
    bytes_done: u64,
    /// What is left out.
    pub(crate) select: Select,
    /// What went wrong.
    pub(crate) errors: ErrorLog,
    /// Inputs that were opened.
    pub(crate) opened: u64,
    /// Files in folders that are no dumps.
    pub(crate) strangers: u64,
    /// What readers mended or passed over, and how often.
    pub(crate) mended: BTreeMap<&'static str, u64>,
}

impl Dumps {
    /// All messages of `inputs` that `select` takes.
    pub(crate) fn new(
        inputs: Inputs,
        args: &InputArgs,
        on_error: OnError,
        select: Select,
        errors: ErrorLog,
        progress: Progress,
    ) -> Self {
        Self {
            waiting: inputs.files.into(),
            found: inputs.found,
            options: args.read_options(),
            reader: None,
            on_error,
            progress,
            bytes_done: 0,
            select,
            errors,
            opened: 0,
            strangers: 0,
            mended: BTreeMap::new(),
        }
    }

    /// Opens the next input that can be opened; false when there is none.
    fn next_input(&mut self) -> Result<bool, Failure> {
        while let Some(path) = self.waiting.pop_front() {
            match open(&path, &self.options) {
                Ok(reader) => {
                    self.opened += 1;
                    self.reader = Some((path, reader));
                    return Ok(true);
                }
                // A folder may hold anything; only what was named has to be a dump.
                Err(error)
                    if error.kind() == smsift_dump::ErrorKind::NotRecognised
                        && self.found.contains(&path) =>
                {
                    self.strangers += 1;
                }
                Err(error) => self.fault(&error)?,
            }
            self.bytes_done += size(&path);
        }
        Ok(false)
    }

    fn close(&mut self) {
        if let Some((path, reader)) = self.reader.take() {
            for warning in reader.warnings() {
                *self.mended.entry(warning.name).or_default() += warning.count;
            }
            self.bytes_done += size(&path);
        }
    }

    fn fault(&mut self, error: &DumpError) -> Result<(), Failure> {
        self.errors.note(error)?;
        match self.on_error {
            OnError::Skip => Ok(()),
            OnError::Stop if error.is_unreadable() => Err(Failure::Unreadable),
            OnError::Stop => Err(Failure::Stopped),
        }
    }
}

impl Source for Dumps {
    fn fill(&mut self, batch: &mut Batch) -> Result<bool, Failure> {
        while !batch.is_full() {
            let Some((_, reader)) = &mut self.reader else {
                if self.next_input()? {
                    continue;
                }
                return Ok(false);
            };
            match reader.read_message(batch.next()) {
                Ok(true) => {
                    if self.select.takes(batch.next()) {
                        batch.keep();
                    }
                }
                Ok(false) => self.close(),
                Err(error) => {
                    if !error.is_recoverable() {
                        self.close();
                    }
                    self.fault(&error)?;
                }
            }
        }
        if let Some((_, reader)) = &self.reader {
            self.progress.bytes(self.bytes_done + reader.bytes_read());
        }
        Ok(true)
    }
}
