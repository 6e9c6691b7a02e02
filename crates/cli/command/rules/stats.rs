//! `smsift rules stats`.

use std::io::{self, Write as _};
use std::num::NonZeroUsize;

use clap::Args;
use serde_json::Value;
use smsift::{Category, Classifier, Tactic};
use smsift_dump::Record;
use smsift_tune::{Known, Label, Stats, StatsBuilder};

use crate::args::Common;
use crate::errors::ErrorLog;
use crate::failure::{Failure, Success};
use crate::input::{Dumps, Inputs};
use crate::lang::Lang;
use crate::options::{ErrorArgs, InputArgs};
use crate::output::grid::Grid;
use crate::pipeline::{self, Batch, Sink};
use crate::progress::Progress;
use crate::rules::RuleArgs;
use crate::select::{Select, SelectArgs};

/// On which messages to count what.
#[derive(Debug, Args)]
pub(crate) struct StatsArgs {
    #[command(flatten)]
    input: InputArgs,
    #[command(flatten)]
    select: SelectArgs,
    #[command(flatten)]
    rules: RuleArgs,

    /// State no precision below this number of labelled messages
    #[arg(long, value_name = "N", default_value_t = 10)]
    min: usize,

    /// Print JSON
    #[arg(long)]
    json: bool,

    #[command(flatten)]
    errors: ErrorArgs,
}

struct Count {
    classifier: Classifier,
    stats: StatsBuilder,
}

impl Sink for Count {
    fn take(&mut self, batch: &mut Batch) -> Result<(), Failure> {
        for record in batch.records() {
            let explanation = self.classifier.explain(record.message());
            let label = label(record);
            let label = label.as_ref().map(|(category, also_ok, tactics)| Label {
                category: *category,
                also_ok,
                tactics,
            });
            self.stats.add(&record.text, Known { sender: record.sender.as_deref(), label }, &explanation);
        }
        Ok(())
    }
}

/// The label of a row of a labelled file; such rows are records with more keys.
fn label(record: &Record) -> Option<(Category, Vec<Category>, Vec<Tactic>)> {
    let names = |key: &str| {
        record.extra.get(key).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
    };
    let category = Category::from_name(record.extra.get("label")?.as_str()?)?;
    let also_ok = names("also_ok").filter_map(Category::from_name).collect();
    let tactics = names("tactics").filter_map(Tactic::from_name).collect();
    Some((category, also_ok, tactics))
}

pub(super) fn run(args: &StatsArgs, common: Common) -> Result<Success, Failure> {
    let lang = common.lang();
    let rules = args.rules.load()?;
    let mut count = Count { stats: StatsBuilder::new(&rules), classifier: Classifier::new(rules) };
    let inputs = Inputs::expand(&args.input.inputs)?;
    let progress = Progress::new(!common.quiet, inputs.bytes(), false);
    let select =
        Select::new(&args.select, &args.input.tz).map_err(|error| Failure::Usage(error.to_string()))?;
    let errors = ErrorLog::open(args.errors.errors.as_deref(), lang, progress.clone())?;
    let mut dumps = Dumps::new(inputs, &args.input, args.errors.on_error, select, errors, progress.clone());
    let ended = pipeline::run(NonZeroUsize::MIN, &mut dumps, || |_: &mut Batch| {}, &mut count);
    progress.clear();
    dumps.errors.finish()?;
    ended?;
    let stats = count.stats.finish(args.min);
    let mut out = io::stdout().lock();
    if args.json {
        serde_json::to_writer_pretty(&mut out, &stats).map_err(io::Error::from)?;
        out.write_all(b"\n")?;
    } else {
        out.write_all(text(&stats, lang).as_bytes())?;
    }
    Ok(dumps.errors.success(args.errors.strict))
}

fn text(stats: &Stats, lang: Lang) -> String {
    let mut grid = Grid::default();
    grid.row(lang.pick(
        ["规则", "命中", "种类", "号码", "独自", "准确率", "标注"],
        ["rule", "hits", "shapes", "senders", "alone", "precision", "labelled"],
    ));
    for rule in &stats.rules {
        let precision = match (rule.precision.value, rule.precision.low, rule.precision.high) {
            (Some(value), Some(low), Some(high)) => format!("{value:.3} [{low:.2}–{high:.2}]"),
            _ => "未测".to_owned(),
        };
        grid.row([
            rule.rule.clone(),
            rule.hits.to_string(),
            rule.shapes.to_string(),
            rule.senders.to_string(),
            rule.alone.to_string(),
            precision,
            rule.precision.n.to_string(),
        ]);
    }
    let unmatched = lang.pick("条消息没有任何规则命中", "messages on which no rule fired");
    format!("{}\n{}/{} {unmatched}\n", grid.render(), stats.unmatched, stats.messages)
}
