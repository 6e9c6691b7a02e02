//! `smsift explain`: why one message got its category.

use std::io::{self, Cursor, Read as _, Write as _};

use clap::Args;
use smsift::{Classifier, Direction};
use smsift_dump::{Format, ReadOptions, Record};

use crate::args::Common;
use crate::failure::{Failure, Success};
use crate::output::explain::Explain;
use crate::output::palette::Palette;
use crate::output::table;
use crate::rules::RuleArgs;

/// Tell why a message got its category: the words that count, and what would change the answer
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct ExplainArgs {
    /// The message, or `-` to read it from standard input: a text, or records in JSON Lines
    #[arg(value_name = "TEXT")]
    text: String,

    /// The number or name it came from
    #[arg(long, value_name = "NUMBER")]
    sender: Option<String>,

    /// It was sent, not received
    #[arg(long)]
    outgoing: bool,

    /// Print JSON, one object a line
    #[arg(long)]
    json: bool,

    #[command(flatten)]
    rules: RuleArgs,
}

const EXAMPLES: &str = "\
Examples:
  smsift explain '【云桥金融】您的白条已逾期33天，将依法提起诉讼'
  pbpaste | smsift explain -
  smsift classify sms.xml | grep '\"unsure\":true' | smsift explain -";

/// Runs the command.
pub(crate) fn run(args: &ExplainArgs, common: Common) -> Result<Success, Failure> {
    let classifier = Classifier::new(args.rules.load()?);
    let explain =
        Explain { lang: common.lang(), palette: Palette::for_stdout(common.color), width: table::width() };
    let records = if args.text == "-" { from_stdin()? } else { vec![of_text(&args.text)] };
    let mut out = io::stdout().lock();
    for (i, mut record) in records.into_iter().enumerate() {
        record.sender = args.sender.clone().or(record.sender);
        if args.outgoing {
            record.direction = Direction::Out;
        }
        let explanation = classifier.explain(record.message());
        if args.json {
            out.write_all(&explain.json(&record, &explanation).map_err(Failure::other)?)?;
        } else {
            if i > 0 {
                out.write_all(b"\n")?;
            }
            out.write_all(explain.text(&record, &explanation).as_bytes())?;
        }
    }
    out.flush()?;
    Ok(Success::Done)
}

fn of_text(text: &str) -> Record {
    Record { text: text.to_owned(), ..Record::default() }
}

/// One message as text, or records in the shape of our own output.
fn from_stdin() -> Result<Vec<Record>, Failure> {
    let mut input = Vec::new();
    io::stdin()
        .read_to_end(&mut input)
        .map_err(|error| Failure::Failed(format!("standard input: {error}")))?;
    let is_record = input.trim_ascii_start().starts_with(b"{");
    match String::from_utf8(input) {
        Ok(text) if !is_record => {
            Ok(vec![of_text(text.trim_start_matches('\u{feff}').trim_end_matches(['\n', '\r']))])
        }
        Ok(text) => records(text.into_bytes(), Some(Format::Jsonl)),
        // Text in another encoding: the reader of lines finds out which.
        Err(error) => {
            records(error.into_bytes(), Some(if is_record { Format::Jsonl } else { Format::Lines }))
        }
    }
}

fn records(input: Vec<u8>, from: Option<Format>) -> Result<Vec<Record>, Failure> {
    let options = ReadOptions { from, ..ReadOptions::default() };
    let mut reader = smsift_dump::open_stream("-", Cursor::new(input), &options).map_err(Failure::other)?;
    let mut records = Vec::new();
    let mut record = Record::default();
    while reader.read_message(&mut record).map_err(Failure::other)? {
        records.push(record.clone());
    }
    Ok(records)
}
