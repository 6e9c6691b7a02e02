//! `smsift classify`: the main job.

use std::io::{self, IsTerminal as _};
use std::path::Path;
use std::time::{Duration, Instant};

use clap::Args;
use smsift::Classifier;
use smsift_dump::write::CsvStyle;

use crate::args::Common;
use crate::errors::ErrorLog;
use crate::failure::{Failure, Success};
use crate::input::{Dumps, Inputs};
use crate::lang::Lang;
use crate::options::{ErrorArgs, InputArgs, OutputArgs, To};
use crate::output::palette::Palette;
use crate::output::render::Renderer;
use crate::output::table::{self, Table};
use crate::pipeline;
use crate::progress::Progress;
use crate::rules::RuleArgs;
use crate::select::{Select, SelectArgs};
use crate::sink::Output;
use crate::tally::Tally;

/// Sort every message of the dumps: repayment reminder, marketing, collection pressure or other, with reasons
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct ClassifyArgs {
    #[command(flatten)]
    input: InputArgs,
    #[command(flatten)]
    select: SelectArgs,
    #[command(flatten)]
    rules: RuleArgs,
    #[command(flatten)]
    output: OutputArgs,
    #[command(flatten)]
    errors: ErrorArgs,
}

const EXAMPLES: &str = "\
Examples:
  smsift classify sms-20260301.xml                       a table on the terminal
  smsift classify dumps/ -o sorted.xlsx                  every dump below a folder, as a workbook
  smsift classify 导出.csv --map text=短信内容,time=发送时间,sender=号码
  smsift classify sms.db --since 2026-01-01 --dedup --to csv > year.csv
  adb shell content query --uri content://sms | smsift classify | jq 'select(.category==\"collection_pressure\")'";

/// Runs the command.
pub(crate) fn run(args: &ClassifyArgs, common: Common) -> Result<Success, Failure> {
    let begin = Instant::now();
    let lang = common.lang();
    let output = &args.output;
    let renderer = renderer(output, common)?;
    let classifier = Classifier::new(args.rules.load()?);
    let inputs = Inputs::expand(&args.input.inputs)?;
    let to_terminal = output.output.is_none() && io::stdout().is_terminal();
    let progress = Progress::new(!common.quiet && !output.no_progress, inputs.bytes(), to_terminal);
    let select =
        Select::new(&args.select, &args.input.tz).map_err(|error| Failure::Usage(error.to_string()))?;
    let errors = ErrorLog::open(args.errors.errors.as_deref(), lang, progress.clone())?;
    let mut dumps = Dumps::new(inputs, &args.input, args.errors.on_error, select, errors, progress.clone());
    let mut sink = Output::open(output.output.as_deref(), renderer, progress.clone())?;
    let worker = || {
        let classifier = classifier.clone();
        move |batch: &mut pipeline::Batch| renderer.work(&classifier, output.redact, batch)
    };
    let ended = pipeline::run(output.threads(), &mut dumps, worker, &mut sink);
    progress.clear();
    dumps.errors.finish()?;
    ended?;
    let tally = sink.tally.clone();
    // Nothing could be opened: an empty file would only hide that.
    if dumps.opened > 0 || dumps.errors.is_empty() {
        let cut = sink.finish()?;
        if !common.quiet {
            for line in summary(&tally, &dumps, cut, begin.elapsed(), lang) {
                progress.say(&format!("smsift: {line}"));
            }
        }
    }
    Ok(dumps.errors.success(args.errors.strict))
}

/// The output format: as asked for, by the extension of the file, or what suits the reader.
fn renderer(output: &OutputArgs, common: Common) -> Result<Renderer, Failure> {
    let to = match (output.to, output.output.as_deref()) {
        (Some(to), _) => to,
        (None, Some(path)) if path.as_os_str() != "-" => by_extension(path)?,
        _ if io::stdout().is_terminal() => To::Table,
        _ => To::Jsonl,
    };
    let to_stdout = output.output.is_none();
    Ok(match to {
        To::Jsonl => Renderer::Jsonl,
        To::Csv if output.excel => Renderer::Csv(CsvStyle::Excel),
        To::Csv => Renderer::Csv(CsvStyle::Plain),
        To::Xlsx if to_stdout && io::stdout().is_terminal() => {
            return Err(Failure::Usage(
                "a workbook cannot be shown on a terminal; use -o FILE.xlsx".to_owned(),
            ));
        }
        To::Xlsx => Renderer::Xlsx,
        #[cfg(feature = "parquet")]
        To::Parquet if to_stdout && io::stdout().is_terminal() => {
            return Err(Failure::Usage(
                "Parquet cannot be shown on a terminal; use -o FILE.parquet".to_owned(),
            ));
        }
        #[cfg(feature = "parquet")]
        To::Parquet => Renderer::Parquet,
        To::Table => Renderer::Table(Table {
            lang: common.lang(),
            palette: if to_stdout { Palette::for_stdout(common.color) } else { Palette::PLAIN },
            width: table::width(),
        }),
    })
}

fn by_extension(path: &Path) -> Result<To, Failure> {
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    match extension.to_ascii_lowercase().as_str() {
        "jsonl" | "ndjson" | "json" => Ok(To::Jsonl),
        "csv" => Ok(To::Csv),
        "xlsx" => Ok(To::Xlsx),
        #[cfg(feature = "parquet")]
        "parquet" => Ok(To::Parquet),
        "txt" => Ok(To::Table),
        _ if !path.metadata().is_ok_and(|found| found.is_file()) && path.exists() => Ok(To::Jsonl),
        _ => Err(Failure::Usage(format!(
            "{}: the extension tells no format; add --to jsonl, csv, xlsx or table",
            path.display()
        ))),
    }
}

/// What is said at the end on standard error.
fn summary(tally: &Tally, dumps: &Dumps, cut: u64, seconds: Duration, lang: Lang) -> Vec<String> {
    let seconds = seconds.as_secs_f64();
    let many = |n: u64, word: &str| if n == 1 { format!("1 {word}") } else { format!("{n} {word}s") };
    let mut lines = vec![match lang {
        Lang::Zh => format!("{} 条消息，{} 个输入，{seconds:.2} 秒", tally.messages, dumps.opened),
        Lang::En => {
            let (messages, inputs) = (many(tally.messages, "message"), many(dumps.opened, "input"));
            format!("{messages} from {inputs} in {seconds:.2} s")
        }
    }];
    let mut note = |n: u64, zh: &str, en: &str| {
        if n > 0 {
            lines.push(format!("{}{n}", lang.pick(zh, en)));
        }
    };
    note(dumps.errors.skipped, "已跳过的坏记录：", "bad records skipped: ");
    note(dumps.strangers, "文件夹中不是短信导出而略过的文件：", "files in folders that are no dumps: ");
    note(dumps.select.copies, "已去掉的重复：", "copies left out: ");
    note(dumps.select.outside, "不在所选方向或时间内：", "outside the chosen direction or time: ");
    note(dumps.select.untimed, "没有时间而未选取：", "left out because they carry no time: ");
    note(tally.tz_assumed, "时间未注明时区、按 --tz 计：", "times without a zone, taken as --tz says: ");
    note(cut, "超长被截断的单元格：", "cells too long and cut: ");
    for (name, count) in &dumps.mended {
        lines.push(format!("{name}: {count}"));
    }
    lines
}
