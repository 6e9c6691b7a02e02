//! `smsift audit`: contacts after an agreement, as a report and an evidence pack.

use std::fs;
use std::io::Write as _;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use clap::Args;
use smsift::{Classifier, Direction};
use smsift_audit::{Audit, Case, Contact, Input, PackOptions, PackSummary, Proposal, write_pack};

use crate::args::Common;
use crate::errors::ErrorLog;
use crate::failure::{Failure, Success};
use crate::input::{Dumps, Inputs};
use crate::lang::Lang;
use crate::options::{ErrorArgs, InputArgs};
use crate::pipeline::{self, Batch, Sink};
use crate::progress::Progress;
use crate::rules::RuleArgs;
use crate::select::{Select, SelectArgs};

/// Check the contacts after an agreement: a report, findings, a numbered transcript and drafts of complaints
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct AuditArgs {
    #[command(flatten)]
    input: InputArgs,

    /// What was agreed; `--init` writes one to start from [default with --init: case.toml]
    #[arg(long, value_name = "FILE.toml", required_unless_present = "init")]
    case: Option<PathBuf>,

    /// Write a commented case file, with the agreements that the messages of the inputs report
    #[arg(long, conflicts_with_all = ["output", "previous", "redact"])]
    init: bool,

    /// Folder for the pack; written beside it first, so that it is never half a pack
    #[arg(short, long, value_name = "DIR", required_unless_present = "init")]
    output: Option<PathBuf>,

    /// Mask names and telephone, card, identity and order numbers in every output
    #[arg(long)]
    redact: bool,

    /// Compare with the pack of an earlier audit and tell what is new
    #[arg(long, value_name = "DIR")]
    previous: Option<PathBuf>,

    /// Show no progress
    #[arg(long)]
    no_progress: bool,

    /// Threads to use [default: all cores]; the output is the same for any number
    #[arg(short = 'j', long, value_name = "N")]
    threads: Option<NonZeroUsize>,

    #[command(flatten)]
    select: SelectArgs,
    #[command(flatten)]
    rules: RuleArgs,
    #[command(flatten)]
    errors: ErrorArgs,
}

const EXAMPLES: &str = "\
Examples:
  smsift audit --init sms.xml                        write case.toml with the agreements found, to be confirmed
  smsift audit sms.xml --case case.toml -o pack      report, findings, transcript and drafts in pack/
  smsift audit sms.xml --case case.toml -o pack-2 --previous pack --redact";

/// Runs the command.
pub(crate) fn run(args: &AuditArgs, common: Common) -> Result<Success, Failure> {
    let lang = common.lang();
    if args.init && args.input.inputs.is_empty() {
        write_case(args, &[], common)?;
        return Ok(Success::Done);
    }
    let case = if args.init { None } else { args.case.as_deref().map(read_case).transpose()? };
    let classifier = Classifier::new(args.rules.load()?);
    let inputs = Inputs::expand(&args.input.inputs)?;
    let hashed = if args.init { Vec::new() } else { hash(inputs.files())? };
    let progress = Progress::new(!common.quiet && !args.no_progress, inputs.bytes(), false);
    let select =
        Select::new(&args.select, &args.input.tz).map_err(|error| Failure::Usage(error.to_string()))?;
    let errors = ErrorLog::open(args.errors.errors.as_deref(), lang, progress.clone())?;
    let mut dumps = Dumps::new(inputs, &args.input, args.errors.on_error, select, errors, progress.clone());
    let mut sink = Collect { contacts: Vec::new(), progress: progress.clone() };
    let threads =
        args.threads.or_else(|| std::thread::available_parallelism().ok()).unwrap_or(NonZeroUsize::MIN);
    let worker = || {
        let classifier = classifier.clone();
        move |batch: &mut Batch| classify(&classifier, batch)
    };
    let ended = pipeline::run(threads, &mut dumps, worker, &mut sink);
    progress.clear();
    dumps.errors.finish()?;
    ended?;
    if dumps.opened == 0 {
        // Nothing was read: what stood in the way was told, and an empty pack would only hide it.
        return Ok(dumps.errors.success(args.errors.strict));
    }
    match case {
        Some(case) => write(args, case, sink.contacts, hashed, common, &progress)?,
        None => write_case(args, &sink.contacts, common)?,
    }
    tell_left_out(&dumps, common, &progress);
    Ok(dumps.errors.success(args.errors.strict))
}

fn read_case(path: &Path) -> Result<Case, Failure> {
    let text = fs::read_to_string(path).map_err(|error| Failure::io(path, &error))?;
    Case::parse(&text).map_err(|error| Failure::other(error.in_file(path)))
}

/// SHA-256 of every input; standard input cannot be read twice.
fn hash(files: &[PathBuf]) -> Result<Vec<Input>, Failure> {
    let one = |path: &PathBuf| {
        let name = path.file_name().map_or_else(|| path.to_string_lossy(), |name| name.to_string_lossy());
        if path.is_file() {
            Input::of_file(path, name).map_err(Failure::other)
        } else {
            Ok(Input::unhashed(name))
        }
    };
    files.iter().map(one).collect()
}

fn classify(classifier: &Classifier, batch: &mut Batch) {
    let (records, rendered) = batch.parts();
    for record in records {
        rendered.verdicts.push(classifier.classify(record.message()).to_record());
    }
}

/// Keeps every message for the audit.
struct Collect {
    contacts: Vec<Contact>,
    progress: Progress,
}

impl Sink for Collect {
    fn take(&mut self, batch: &mut Batch) -> Result<(), Failure> {
        let (records, rendered) = batch.parts();
        for (record, verdict) in records.iter_mut().zip(rendered.verdicts.drain(..)) {
            let verdict = (record.direction != Direction::Out).then_some(verdict);
            self.contacts.push(Contact { record: std::mem::take(record), verdict });
        }
        self.progress.messages(self.contacts.len() as u64);
        Ok(())
    }
}

fn write(
    args: &AuditArgs,
    case: Case,
    contacts: Vec<Contact>,
    inputs: Vec<Input>,
    common: Common,
    progress: &Progress,
) -> Result<(), Failure> {
    let Some(dir) = args.output.as_deref() else { return Ok(()) };
    let audit = Audit::new(case, contacts);
    let (messages, findings) = (audit.history.entries.len(), audit.findings.len());
    let mut options = PackOptions::default();
    options.lang = audit_lang(common.lang());
    options.redact = args.redact;
    options.previous.clone_from(&args.previous);
    options.inputs = inputs;
    if let Some(path) = &args.case {
        options.case_file = hash(std::slice::from_ref(path))?.pop();
    }
    let summary = write_pack(dir, audit, &options).map_err(Failure::other)?;
    if !common.quiet {
        for line in told(&summary, messages, findings, dir, common.lang()) {
            progress.say(&format!("smsift: {line}"));
        }
    }
    Ok(())
}

fn audit_lang(lang: Lang) -> smsift_audit::Lang {
    lang.pick(smsift_audit::Lang::Zh, smsift_audit::Lang::En)
}

fn told(summary: &PackSummary, messages: usize, findings: usize, dir: &Path, lang: Lang) -> Vec<String> {
    let report = dir.join("report.html");
    let report = report.display();
    let mut lines = vec![lang.pick(
        format!("{messages} 条短信，{findings} 项结果；请打开 {report}"),
        format!("{messages} messages, {findings} findings; open {report}"),
    )];
    if summary.cut_cells > 0 {
        lines.push(lang.pick(
            format!("evidence.xlsx 中有 {} 个单元格超长被截断，evidence.csv 完整", summary.cut_cells),
            format!(
                "{} cells of evidence.xlsx were too long and were cut; evidence.csv is whole",
                summary.cut_cells
            ),
        ));
    }
    if let Some(changes) = &summary.changes {
        let (new, earlier) = (changes.new_messages.len(), changes.earlier_messages);
        lines.push(lang.pick(
            format!("与上次相比新增 {new} 条短信（上次 {earlier} 条）"),
            format!("{new} messages are new since the earlier pack of {earlier}"),
        ));
    }
    lines
}

fn tell_left_out(dumps: &Dumps, common: Common, progress: &Progress) {
    if common.quiet {
        return;
    }
    let lang = common.lang();
    let notes = [
        (dumps.errors.skipped, lang.pick("条坏记录已跳过", "bad records skipped")),
        (
            dumps.select.outside,
            lang.pick("条不在所选方向或时间内", "messages outside the chosen direction or time"),
        ),
        (dumps.select.untimed, lang.pick("条没有时间，无法按时间选取", "messages without a time left out")),
    ];
    for (n, words) in notes.iter().filter(|(n, _)| *n > 0) {
        progress.say(&format!("smsift: {n} {words}"));
    }
}

/// Writes the case file to start from; an existing one is never overwritten.
fn write_case(args: &AuditArgs, contacts: &[Contact], common: Common) -> Result<(), Failure> {
    let path = args.case.clone().unwrap_or_else(|| PathBuf::from("case.toml"));
    let proposals = Proposal::from_contacts(contacts);
    let mut file = fs::File::create_new(&path).map_err(|error| Failure::io(&path, &error))?;
    file.write_all(smsift_audit::template(&proposals).as_bytes())
        .map_err(|error| Failure::io(&path, &error))?;
    if !common.quiet {
        let (n, name) = (proposals.len(), path.display());
        let words = common.lang().pick(
            format!("已写入 {name}，其中有短信提到的协议 {n} 项，请核对后使用"),
            format!("wrote {name} with {n} agreements that messages report; check it before use"),
        );
        Progress::hidden().say(&format!("smsift: {words}"));
    }
    Ok(())
}
