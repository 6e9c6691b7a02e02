//! `smsift rules diff`.

use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::num::NonZeroUsize;

use clap::Args;
use smsift::{Classifier, RuleSet};
use smsift_tune::{Change, Delta, Diff, Differ};

use crate::args::Common;
use crate::errors::ErrorLog;
use crate::failure::{Failure, Success};
use crate::input::{Dumps, Inputs};
use crate::lang::Lang;
use crate::options::{ErrorArgs, InputArgs};
use crate::output::grid::Grid;
use crate::output::text::escape;
use crate::pipeline::{self, Batch, Sink};
use crate::progress::Progress;
use crate::rules::{self, RuleArgs};
use crate::select::{Select, SelectArgs};

/// Which rules to compare on which messages.
#[derive(Debug, Args)]
pub(crate) struct DiffArgs {
    #[command(flatten)]
    input: InputArgs,
    #[command(flatten)]
    select: SelectArgs,
    #[command(flatten)]
    rules: RuleArgs,

    /// Compare with these rules alone; repeatable [default: those that come with smsift]
    #[arg(long, value_name = "PATH", help_heading = "Rules")]
    base: Vec<std::path::PathBuf>,

    /// Show up to N changed messages, one per shape
    #[arg(long, value_name = "N", default_value_t = 20)]
    examples: usize,

    /// Print JSON
    #[arg(long)]
    json: bool,

    #[command(flatten)]
    errors: ErrorArgs,
}

struct Compare {
    before: Classifier,
    after: Classifier,
    differ: Differ,
}

impl Sink for Compare {
    fn take(&mut self, batch: &mut Batch) -> Result<(), Failure> {
        for record in batch.records() {
            let (before, after) =
                (self.before.classify(record.message()), self.after.classify(record.message()));
            self.differ.add(&record.id, &record.text, &before, &after);
        }
        Ok(())
    }
}

pub(super) fn run(args: &DiffArgs, common: Common) -> Result<Success, Failure> {
    let lang = common.lang();
    let before = if args.base.is_empty() { RuleSet::bundled() } else { rules::compile(&args.base)? };
    let mut compare = Compare {
        before: Classifier::new(before),
        after: Classifier::new(args.rules.load()?),
        differ: Differ::new(args.examples),
    };
    let inputs = Inputs::expand(&args.input.inputs)?;
    let progress = Progress::hidden();
    let select =
        Select::new(&args.select, &args.input.tz).map_err(|error| Failure::Usage(error.to_string()))?;
    let errors = ErrorLog::open(args.errors.errors.as_deref(), lang, progress.clone())?;
    let mut dumps = Dumps::new(inputs, &args.input, args.errors.on_error, select, errors, progress);
    pipeline::run(NonZeroUsize::MIN, &mut dumps, || |_: &mut Batch| {}, &mut compare)?;
    dumps.errors.finish()?;
    let (from, to) = (compare.before.rules().id().to_owned(), compare.after.rules().id().to_owned());
    let diff = compare.differ.finish();
    let mut out = io::stdout().lock();
    if args.json {
        serde_json::to_writer_pretty(&mut out, &diff).map_err(io::Error::from)?;
        out.write_all(b"\n")?;
    } else {
        out.write_all(text(&diff, &from, &to, lang).as_bytes())?;
    }
    Ok(dumps.errors.success(args.errors.strict))
}

fn text(diff: &Diff, from: &str, to: &str, lang: Lang) -> String {
    let mut out = format!("{from} → {to}\n");
    let changed = lang.pick("条消息有变化", "messages changed");
    let _ = writeln!(out, "{}/{} {changed}", diff.changed, diff.messages);
    let mut grid = Grid::left();
    for step in &diff.moves {
        let names = format!("{} → {}", lang.category(step.from), lang.category(step.to));
        grid.row([names, step.messages.to_string(), shapes(step.shapes, lang)]);
    }
    section(&mut out, lang.pick("类别", "categories"), &grid);
    let names = |delta: &Delta<smsift::Tactic>| lang.tactic(delta.name).to_owned();
    section(&mut out, lang.pick("手段", "tactics"), &deltas(&diff.tactics, names, lang));
    section(&mut out, lang.pick("规则", "rules"), &deltas(&diff.rules, |delta| delta.name.clone(), lang));
    if !diff.examples.is_empty() {
        let _ = writeln!(out, "\n== {}", lang.pick("例子", "examples"));
        diff.examples.iter().for_each(|change| example(&mut out, change));
    }
    out
}

fn shapes(count: usize, lang: Lang) -> String {
    format!("({count} {})", lang.pick("种", "shapes"))
}

fn section(out: &mut String, title: &str, grid: &Grid) {
    let body = grid.render();
    if !body.is_empty() {
        let _ = write!(out, "\n== {title}\n{body}");
    }
}

fn deltas<T>(deltas: &[Delta<T>], name: impl Fn(&Delta<T>) -> String, lang: Lang) -> Grid {
    let mut grid = Grid::left();
    for delta in deltas {
        let count = format!("{}{}", if delta.gained { '+' } else { '−' }, delta.messages);
        grid.row([count, name(delta), shapes(delta.shapes, lang)]);
    }
    grid
}

fn example(out: &mut String, change: &Change) {
    let _ = writeln!(
        out,
        "\n{}  {} → {}\n    {}",
        escape(&change.id),
        change.from,
        change.to,
        escape(&change.text)
    );
    for (sign, rules) in [('+', &change.gained), ('−', &change.lost)] {
        if !rules.is_empty() {
            let _ = writeln!(out, "    {sign} {}", rules.join(", "));
        }
    }
}
