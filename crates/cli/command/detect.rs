//! `smsift detect`: what an input is, before anything is done with it.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::path::Path;

use clap::Args;
use serde::Serialize;
use smsift::Direction;
use smsift_dump::{DumpError, Record};

use crate::args::Common;
use crate::errors::ErrorLog;
use crate::failure::{Failure, Success};
use crate::input::{self, Inputs};
use crate::lang::Lang;
use crate::options::InputArgs;
use crate::output::text::{clean, escape, fit};
use crate::progress::Progress;
use crate::redact;

/// Tell the format and encoding of inputs, how sure that is and why, and how many messages they hold
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  smsift detect sms.db 导出.csv\n  smsift detect --json dumps/ | jq .format"
)]
pub(crate) struct DetectArgs {
    #[command(flatten)]
    input: InputArgs,

    /// Print one JSON object a line
    #[arg(long)]
    json: bool,
}

/// First messages that are shown.
const SHOWN: usize = 3;
/// Fewer messages than this say nothing about what is missing.
const ENOUGH: u64 = 50;

/// What an input is.
#[derive(Debug, Serialize)]
struct Finding {
    input: String,
    format: &'static str,
    title: &'static str,
    encoding: Option<&'static str>,
    confidence: Option<f32>,
    reason: Option<String>,
    delimiter: Option<char>,
    messages: u64,
    bad_records: u64,
    incoming: u64,
    outgoing: u64,
    unknown: u64,
    years: BTreeMap<i16, u64>,
    /// Received messages from numbers that start with 10, 12, 95 or 96.
    service_numbers: u64,
    service_messages_missing: bool,
    first: Vec<Sample>,
    notes: BTreeMap<&'static str, u64>,
}

/// A message, masked.
#[derive(Debug, Serialize)]
struct Sample {
    time: Option<String>,
    sender: Option<String>,
    direction: Direction,
    text: String,
}

/// Runs the command.
pub(crate) fn run(args: &DetectArgs, common: Common) -> Result<Success, Failure> {
    let lang = common.lang();
    let inputs = Inputs::expand(&args.input.inputs)?;
    let mut errors = ErrorLog::open(None, lang, Progress::hidden())?;
    let mut out = io::stdout().lock();
    for path in inputs.files() {
        match examine(path, &args.input, &mut errors)? {
            Ok(finding) if args.json => {
                serde_json::to_writer(&mut out, &finding).map_err(io::Error::from)?;
                out.write_all(b"\n")?;
            }
            Ok(finding) => out.write_all(text(&finding, lang).as_bytes())?,
            Err(error) => errors.note(&error)?,
        }
    }
    errors.finish()?;
    Ok(errors.success(false))
}

/// Reads the whole input. The outer error is ours, the inner one the input's.
fn examine(
    path: &Path,
    args: &InputArgs,
    errors: &mut ErrorLog,
) -> Result<Result<Finding, DumpError>, Failure> {
    let options = args.read_options();
    // A stream can be read only once: of it, the reader alone knows what it is.
    let detection = if path.as_os_str() == "-" {
        None
    } else {
        match smsift_dump::detect(path, &options) {
            Ok(detection) => Some(detection),
            Err(error) => return Ok(Err(error)),
        }
    };
    let mut reader = match input::open(path, &options) {
        Ok(reader) => reader,
        Err(error) => return Ok(Err(error)),
    };
    let format = reader.format();
    let mut finding = Finding {
        input: path.display().to_string(),
        format: format.name(),
        title: format.title(),
        encoding: detection.as_ref().map(|found| found.encoding),
        confidence: detection.as_ref().map(|found| found.confidence),
        delimiter: detection.as_ref().and_then(|found| found.delimiter),
        reason: detection.map(|found| found.reason),
        messages: 0,
        bad_records: 0,
        incoming: 0,
        outgoing: 0,
        unknown: 0,
        years: BTreeMap::new(),
        service_numbers: 0,
        service_messages_missing: false,
        first: Vec::new(),
        notes: BTreeMap::new(),
    };
    let mut record = Record::default();
    loop {
        match reader.read_message(&mut record) {
            Ok(true) => finding.count(&record),
            Ok(false) => break,
            Err(error) => {
                errors.note(&error)?;
                finding.bad_records += u64::from(error.is_recoverable());
                if !error.is_recoverable() {
                    break;
                }
            }
        }
    }
    finding.notes = reader.warnings().into_iter().map(|warning| (warning.name, warning.count)).collect();
    let received = finding.messages - finding.outgoing;
    finding.service_messages_missing = received >= ENOUGH && finding.service_numbers * 20 < received;
    Ok(Ok(finding))
}

impl Finding {
    fn count(&mut self, record: &Record) {
        self.messages += 1;
        match record.direction {
            Direction::In => self.incoming += 1,
            Direction::Out => self.outgoing += 1,
            _ => self.unknown += 1,
        }
        if let Some(time) = &record.time {
            *self.years.entry(time.date().0).or_default() += 1;
        }
        let is_service =
            |sender: &str| ["10", "12", "95", "96"].iter().any(|prefix| sender.starts_with(prefix));
        if record.direction != Direction::Out && record.sender.as_deref().is_some_and(is_service) {
            self.service_numbers += 1;
        }
        if self.first.len() < SHOWN {
            let masked = redact::record(record);
            self.first.push(Sample {
                time: record.time.map(|time| time.to_rfc3339()),
                sender: masked.sender,
                direction: record.direction,
                text: redact::preview(&masked.text),
            });
        }
    }
}

fn text(finding: &Finding, lang: Lang) -> String {
    let mut out = format!("{}\n", escape(&finding.input));
    let mut line = |zh: &str, en: &str, value: String| {
        let _ = writeln!(out, "  {} {value}", fit(lang.pick(zh, en), 12));
    };
    let sure = finding.confidence.map(|sure| format!("  {:.0}%", sure * 100.0)).unwrap_or_default();
    line("格式", "format", format!("{} ({}){sure}", finding.format, finding.title));
    if let Some(reason) = &finding.reason {
        line("依据", "because", escape(reason));
    }
    if let Some(encoding) = finding.encoding {
        line("编码", "encoding", encoding.to_owned());
    }
    let counts = match lang {
        Lang::Zh => format!(
            "{}（收 {}，发 {}，方向不明 {}）",
            finding.messages, finding.incoming, finding.outgoing, finding.unknown
        ),
        Lang::En => format!(
            "{} ({} in, {} out, {} unknown)",
            finding.messages, finding.incoming, finding.outgoing, finding.unknown
        ),
    };
    line("消息", "messages", counts);
    if finding.bad_records > 0 {
        line("坏记录", "bad records", finding.bad_records.to_string());
    }
    let years: Vec<_> = finding.years.iter().map(|(year, count)| format!("{year}: {count}")).collect();
    if !years.is_empty() {
        line("年份", "years", years.join("  "));
    }
    for (name, count) in &finding.notes {
        line("修补", "mended", format!("{name}: {count}"));
    }
    for sample in &finding.first {
        let time = sample.time.as_deref().and_then(|time| time.get(..16)).unwrap_or("").replace('T', " ");
        let sender = clean(sample.sender.as_deref().unwrap_or(""));
        let _ = writeln!(
            out,
            "    {} {} {}",
            fit(&time, 16),
            fit(&sender, 16),
            fit(&clean(&sample.text), 60).trim_end()
        );
    }
    if finding.service_messages_missing {
        let zh = "几乎没有 10/95/106 开头的号码：小米等手机把通知类短信放在另一项权限后，导出应用看不到。\
                  请给导出应用开启“通知类短信”权限，或改用系统自带的备份。";
        let en = "almost no sender starts with 10, 95 or 106: many phones hide service messages from export apps. \
                  Grant the app the permission for notification messages (通知类短信), or use the phone's own backup.";
        let _ = writeln!(out, "  ! {}", lang.pick(zh, en));
    }
    out
}
