//! `smsift rules suggest`.

use std::io::{self, Write as _};
use std::path::PathBuf;

use clap::Args;
use smsift::{Category, Classifier, Tactic};
use smsift_tune::{Row, Suggestion};

use crate::args::Common;
use crate::command::eval::read_all;
use crate::failure::{Failure, Success};
use crate::lang::Lang;
use crate::output::grid::Grid;
use crate::output::text::clean;
use crate::rules::RuleArgs;

/// Which piles to compare.
#[derive(Debug, Args)]
pub(crate) struct SuggestArgs {
    /// Labelled JSON Lines; `-` or none is standard input
    #[arg(value_name = "LABELLED.jsonl")]
    inputs: Vec<PathBuf>,

    /// The pile: a category or a tactic
    #[arg(long = "for", value_name = "NAME", value_parser = pile)]
    pile: Pile,

    /// Of the pile, only rows that the rules miss
    #[arg(long)]
    missed: bool,

    /// Leave out phrases that are in the lexicon, be it as part of a word
    #[arg(long)]
    new: bool,

    /// Different messages of the pile that must hold a phrase
    #[arg(long, value_name = "N", default_value_t = 3)]
    least: usize,

    /// Show up to N phrases
    #[arg(long, value_name = "N", default_value_t = 30)]
    top: usize,

    /// Print one JSON object a line
    #[arg(long)]
    json: bool,

    #[command(flatten)]
    rules: RuleArgs,
}

#[derive(Clone, Copy, Debug)]
enum Pile {
    Category(Category),
    Tactic(Tactic),
}

fn pile(name: &str) -> Result<Pile, String> {
    let category = Category::from_name(name).map(Pile::Category);
    category.or_else(|| Tactic::from_name(name).map(Pile::Tactic)).ok_or_else(|| {
        let names = Category::ALL.iter().map(|c| c.as_str()).chain(Tactic::ALL.iter().map(|t| t.as_str()));
        format!("no category or tactic of this name; one of {}", names.collect::<Vec<_>>().join(", "))
    })
}

impl Pile {
    fn holds(self, row: &Row) -> bool {
        match self {
            Self::Category(category) => row.label == category,
            Self::Tactic(tactic) => row.tactics.contains(&tactic),
        }
    }

    fn is_found(self, row: &Row, classifier: &Classifier) -> bool {
        let verdict = classifier.classify(row.message());
        match self {
            Self::Category(category) => verdict.category() == category,
            Self::Tactic(tactic) => verdict.tactics().contains(&tactic),
        }
    }
}

pub(super) fn run(args: &SuggestArgs, common: Common) -> Result<Success, Failure> {
    let rows = read_all(&args.inputs)?;
    let classifier = Classifier::new(args.rules.load()?);
    let (mut inside, mut outside) = (Vec::new(), Vec::new());
    for row in &rows {
        if !args.pile.holds(row) {
            outside.push(row.text.as_str());
        } else if !args.missed || !args.pile.is_found(row, &classifier) {
            inside.push(row.text.as_str());
        }
    }
    let known: Vec<&str> = classifier.rules().words().collect();
    let most = if args.new { usize::MAX } else { args.top };
    let mut found = smsift_tune::suggest(&inside, &outside, &known, args.least, most);
    found.retain(|suggestion| !(args.new && suggestion.known));
    found.truncate(args.top);
    let mut out = io::stdout().lock();
    if args.json {
        for suggestion in &found {
            serde_json::to_writer(&mut out, suggestion).map_err(io::Error::from)?;
            out.write_all(b"\n")?;
        }
    } else {
        out.write_all(text(&found, inside.len(), outside.len(), common.lang()).as_bytes())?;
    }
    Ok(Success::Done)
}

fn text(found: &[Suggestion], inside: usize, outside: usize, lang: Lang) -> String {
    let mut grid = Grid::default();
    grid.row(
        lang.pick(["短语", "堆内", "堆外", "区分度", ""], ["phrase", "inside", "outside", "surprise", ""]),
    );
    for suggestion in found {
        let known = if suggestion.known { lang.pick("词库有", "in lexicon") } else { "" };
        grid.row([
            clean(&suggestion.phrase),
            suggestion.inside.to_string(),
            suggestion.outside.to_string(),
            format!("{:.1}", suggestion.surprise),
            known.to_owned(),
        ]);
    }
    let piles = match lang {
        Lang::Zh => format!("堆内 {inside} 行，堆外 {outside} 行"),
        Lang::En => format!("{inside} rows inside, {outside} outside"),
    };
    format!("{}\n{piles}\n", grid.render())
}
