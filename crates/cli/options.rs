//! Options that several commands share.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use jiff::tz::TimeZone;
use smsift_dump::{ColumnMap, Format, ReadOptions};

/// Where messages come from and how they are read.
#[derive(Debug, Args)]
#[command(next_help_heading = "Input")]
pub(crate) struct InputArgs {
    /// Dumps: files, folders, or `-` for standard input (the default)
    #[arg(value_name = "INPUT")]
    pub(crate) inputs: Vec<PathBuf>,

    /// Format of the inputs, or `auto`; `smsift detect` tells what was recognised
    #[arg(long, value_name = "FORMAT", default_value = "auto", value_parser = format)]
    from: FromFormat,

    /// Columns or JSON keys, by name or number: text=短信内容,time=发送时间,sender=号码,direction=类型
    #[arg(long, value_name = "MAP")]
    map: Option<ColumnMap>,

    /// Text encoding, such as gb18030 [default: detected]
    #[arg(long, value_name = "NAME")]
    encoding: Option<String>,

    /// Time zone of times that carry none; the output marks them as `tz_assumed`
    #[arg(long, value_name = "ZONE", default_value = "Asia/Shanghai", value_parser = zone)]
    pub(crate) tz: TimeZone,

    /// Sheet of a spreadsheet [default: the first that is not empty]
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,

    /// Table of an `SQLite` database whose schema is not known
    #[arg(long, value_name = "NAME")]
    table: Option<String>,

    /// Delimiter of a table: one character, or `tab` [default: detected]
    #[arg(long, value_name = "CHAR", value_parser = smsift_dump::parse_delimiter)]
    delimiter: Option<u8>,

    /// The first row of a table is data
    #[arg(long)]
    no_header: bool,

    /// Regular expression with the named groups text, time, sender and direction, for logs
    #[arg(long, value_name = "REGEX")]
    regex: Option<String>,

    /// Regular expression with the same groups that takes a forwarded message apart
    #[arg(long, value_name = "REGEX")]
    forward_template: Option<String>,
}

/// `auto` is no format.
#[derive(Clone, Copy, Debug)]
struct FromFormat(Option<Format>);

fn format(name: &str) -> Result<FromFormat, String> {
    if name == "auto" {
        return Ok(FromFormat(None));
    }
    name.parse()
        .map(|format| FromFormat(Some(format)))
        .map_err(|error: smsift_dump::DumpError| error.detail().to_owned())
}

fn zone(name: &str) -> Result<TimeZone, String> {
    TimeZone::get(name).map_err(|error| error.to_string())
}

impl InputArgs {
    /// How to read.
    pub(crate) fn read_options(&self) -> ReadOptions {
        ReadOptions {
            from: self.from.0,
            encoding: self.encoding.clone(),
            tz: self.tz.clone(),
            map: self.map.clone().unwrap_or_default(),
            sheet: self.sheet.clone(),
            table: self.table.clone(),
            delimiter: self.delimiter,
            no_header: self.no_header,
            regex: self.regex.clone(),
            forward_template: self.forward_template.clone(),
        }
    }
}

/// What to do with records that cannot be read.
#[derive(Debug, Args)]
#[command(next_help_heading = "Errors")]
pub(crate) struct ErrorArgs {
    /// What a bad record does: it is reported and counted in any case
    #[arg(long, value_enum, value_name = "ACTION", default_value_t = OnError::Skip)]
    pub(crate) on_error: OnError,

    /// Write every bad record's place and fault to this file, as JSON Lines
    #[arg(long, value_name = "FILE.jsonl")]
    pub(crate) errors: Option<PathBuf>,

    /// End with status 3 when records were skipped
    #[arg(long)]
    pub(crate) strict: bool,
}

/// What a bad record does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum OnError {
    /// Go on with the next record
    Skip,
    /// End with status 1
    Stop,
}

/// Where results go.
#[derive(Debug, Args)]
#[command(next_help_heading = "Output")]
pub(crate) struct OutputArgs {
    /// Write to this file: to a temporary file beside it first, so that it is never half a file
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,

    /// Output format [default: by the extension of -o, else a table on a terminal and JSON Lines in a pipe]
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub(crate) to: Option<To>,

    /// CSV for Excel and WPS: byte order mark, every field quoted, formulas made harmless
    #[arg(long)]
    pub(crate) excel: bool,

    /// Mask telephone, card and identity numbers and contact names; unknown keys are left out
    #[arg(long)]
    pub(crate) redact: bool,

    /// Show no progress
    #[arg(long)]
    pub(crate) no_progress: bool,

    /// Threads to use [default: all cores]; the output is the same for any number
    #[arg(short = 'j', long, value_name = "N")]
    pub(crate) threads: Option<NonZeroUsize>,
}

/// Output formats.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum To {
    /// JSON Lines
    Jsonl,
    /// CSV
    Csv,
    /// Excel workbook
    Xlsx,
    /// Parquet
    #[cfg(feature = "parquet")]
    Parquet,
    /// Table for people
    Table,
}

impl OutputArgs {
    /// Threads to use.
    pub(crate) fn threads(&self) -> NonZeroUsize {
        self.threads.or_else(|| std::thread::available_parallelism().ok()).unwrap_or(NonZeroUsize::MIN)
    }
}
