//! `smsift eval`: how good the rules are on labelled messages.

use std::fs::File;
use std::io::{self, BufReader, Write};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use serde::Serialize;
use smsift::{Ablation, Category, Classifier, Steps, Tactic};
use smsift_tune::eval::{Gate, GateResult, Misses};
use smsift_tune::{Evaluation, Options, Report, Row, Side, Split, read_rows};

use crate::failure::{Failure, Success};
use crate::lang::Lang;
use crate::output;
use crate::rules::RuleArgs;

/// Measure the rules on labelled messages: precision, recall and F1 per category and tactic, and every miss
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct EvalArgs {
    /// Labelled JSON Lines, `{"id":…,"text":…,"label":…,"tactics":[…],"also_ok":[…],"facts":{…}}`; `-` or none is standard input
    #[arg(value_name = "LABELLED.jsonl")]
    inputs: Vec<PathBuf>,

    /// Print the report as JSON
    #[arg(long)]
    json: bool,

    /// Hold back a fixed share of the rows, by a hash of seed and id, and report it as a column of its own
    #[arg(long, value_name = "F[:SEED]")]
    split: Option<Split>,

    /// Look at one side of the split only
    #[arg(long, value_enum, requires = "split")]
    only: Option<Only>,

    /// List up to N rows with a wrong category
    #[arg(long, value_name = "N", default_value_t = 20)]
    misses: usize,

    /// List only misses of this kind, such as `other:collection_pressure`; either side may be empty
    #[arg(long, value_name = "LABEL:SAID", value_parser = pair)]
    confused: Option<(Option<Category>, Option<Category>)>,

    /// List up to N rows whose tactics differ
    #[arg(long, value_name = "N", default_value_t = 0)]
    tactic_misses: usize,

    /// List only tactic misses about this tactic
    #[arg(long, value_name = "TACTIC", value_parser = tactic)]
    tactic: Option<Tactic>,

    /// List up to N rows with a wrong or missing fact
    #[arg(long, value_name = "N", default_value_t = 0)]
    fact_misses: usize,

    /// State no share below this number of trials
    #[arg(long, value_name = "N", default_value_t = 10)]
    min: usize,

    /// Leave out a part of the classifier, to measure what it brings
    #[arg(long, value_enum, value_name = "PART", conflicts_with = "no_default_rules")]
    without: Option<Part>,

    #[command(flatten)]
    rules: RuleArgs,

    /// End with status 1 when a score is under its limit (over it for `ece` and `false_pressure`); repeatable
    #[arg(long, value_name = "KEY=LIMIT", value_delimiter = ',')]
    fail_under: Vec<Gate>,
}

const EXAMPLES: &str = "\
Examples:
  smsift eval labelled.jsonl
  smsift eval --split 0.2:7 --only rest --misses 50 labelled.jsonl
  smsift eval --confused other:collection_pressure --misses 100 labelled.jsonl
  smsift eval --fail-under macro_f1=0.95 --fail-under pressure_precision=0.97 --fail-under ece=0.05 labelled.jsonl
  smsift eval --json labelled.jsonl | jq '.columns[0].macro_f1'";

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Only {
    /// Rows held back
    Held,
    /// The other rows
    Rest,
}

/// A part of the classifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Part {
    /// Word segmentation
    Segmentation,
    /// The normalising steps
    Normalising,
    /// The guards
    Guards,
}

/// The report with the limits held against it.
#[derive(Serialize)]
struct Output<'a> {
    #[serde(flatten)]
    report: &'a Report,
    gates: &'a [GateResult],
}

/// Runs the command.
pub(crate) fn run(args: &EvalArgs, lang: Lang) -> Result<Success, Failure> {
    let rows = read_all(&args.inputs)?;
    let report = Evaluation::run(&args.classifier()?, &rows).report(&args.options());
    let gates: Vec<GateResult> = args.fail_under.iter().flat_map(|gate| gate.check(&report)).collect();
    let mut out = io::stdout().lock();
    if args.json {
        let output = Output { report: &report, gates: &gates };
        serde_json::to_writer_pretty(&mut out, &output).map_err(io::Error::from)?;
        writeln!(out)?;
    } else {
        out.write_all(output::eval::render(&report, &gates, lang).as_bytes())?;
    }
    out.flush()?;
    Ok(if gates.iter().all(|gate| gate.passed) { Success::Done } else { Success::Incomplete })
}

impl EvalArgs {
    fn classifier(&self) -> Result<Classifier, Failure> {
        let steps = if self.without == Some(Part::Normalising) { Steps::none() } else { Steps::all() };
        let ablation = match self.without {
            Some(Part::Segmentation) => Ablation::NoSegmentation,
            Some(Part::Guards) => Ablation::NoGuards,
            Some(Part::Normalising) | None => Ablation::None,
        };
        Ok(Classifier::ablated(self.rules.load_with(steps)?, ablation))
    }

    fn options(&self) -> Options {
        let (expected, said) = self.confused.unwrap_or_default();
        Options {
            split: self.split,
            only: self.only.map(|only| match only {
                Only::Held => Side::Held,
                Only::Rest => Side::Rest,
            }),
            min: self.min,
            misses: Misses {
                category: self.misses,
                tactics: self.tactic_misses,
                facts: self.fact_misses,
                expected,
                said,
                tactic: self.tactic,
            },
        }
    }
}

/// The rows of all files; none means standard input.
pub(crate) fn read_all(inputs: &[PathBuf]) -> Result<Vec<Row>, Failure> {
    let stdin = [PathBuf::from("-")];
    let inputs = if inputs.is_empty() { &stdin } else { inputs };
    let mut rows = Vec::new();
    for path in inputs {
        let read = if path.as_os_str() == "-" {
            read_rows("-", io::stdin().lock())
        } else {
            let file = File::open(path).map_err(|error| Failure::io(path, &error))?;
            read_rows(&name(path), BufReader::new(file))
        };
        rows.extend(read.map_err(Failure::other)?);
    }
    Ok(rows)
}

fn name(path: &Path) -> String {
    path.display().to_string()
}

fn category(name: &str) -> Result<Category, String> {
    Category::from_name(name).ok_or_else(|| {
        let names: Vec<_> = Category::ALL.iter().map(|c| c.as_str()).collect();
        format!("unknown category `{name}`; one of {}", names.join(", "))
    })
}

fn tactic(name: &str) -> Result<Tactic, String> {
    Tactic::from_name(name).ok_or_else(|| {
        let names: Vec<_> = Tactic::ALL.iter().map(|t| t.as_str()).collect();
        format!("unknown tactic `{name}`; one of {}", names.join(", "))
    })
}

fn pair(text: &str) -> Result<(Option<Category>, Option<Category>), String> {
    let (expected, said) = text.split_once(':').ok_or("expected LABEL:SAID")?;
    let side = |name: &str| if name.is_empty() { Ok(None) } else { category(name).map(Some) };
    Ok((side(expected)?, side(said)?))
}
