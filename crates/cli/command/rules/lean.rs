//! `smsift rules lean`.

use std::io::{self, Write as _};
use std::path::PathBuf;

use clap::Args;
use smsift::{Category, Classifier};
use smsift_tune::{LeaningOptions, Leanings};

use crate::command::eval::read_all;
use crate::failure::{Failure, Success};
use crate::rules::RuleArgs;

/// What to weigh.
#[derive(Debug, Args)]
pub(crate) struct LeanArgs {
    /// Labelled JSON Lines; `-` or none is standard input
    #[arg(value_name = "LABELLED.jsonl")]
    inputs: Vec<PathBuf>,

    /// Rows in which a word must stand
    #[arg(long, value_name = "N", default_value_t = LeaningOptions::default().least)]
    least: usize,

    /// Pull weights towards nought: the more, the smaller they are
    #[arg(long, value_name = "NUMBER", default_value_t = LeaningOptions::default().penalty)]
    penalty: f64,

    /// The same for what words say for tactics
    #[arg(long, value_name = "NUMBER", default_value_t = LeaningOptions::default().tactic_penalty)]
    tactic_penalty: f64,

    #[command(flatten)]
    rules: RuleArgs,
}

pub(super) fn run(args: &LeanArgs) -> Result<Success, Failure> {
    for (option, penalty) in [("--penalty", args.penalty), ("--tactic-penalty", args.tactic_penalty)] {
        if !(penalty > 0.0 && penalty.is_finite()) {
            return Err(Failure::Usage(format!("{option} must be a number above 0")));
        }
    }
    let rows = read_all(&args.inputs)?;
    if let Some(missing) = Category::ALL.iter().find(|c| rows.iter().all(|row| row.label != **c)) {
        return Err(Failure::Failed(format!(
            "words are weighed against each other by category, and no row is labelled `{missing}`"
        )));
    }
    let classifier = Classifier::new(args.rules.load()?);
    let options =
        LeaningOptions { least: args.least, penalty: args.penalty, tactic_penalty: args.tactic_penalty };
    let leanings = Leanings::fit(&rows, &classifier, options);
    io::stdout().lock().write_all(leanings.to_tsv().as_bytes())?;
    Ok(Success::Done)
}
