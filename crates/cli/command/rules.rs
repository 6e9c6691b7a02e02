//! `smsift rules`: the bench of a rule author.

mod diff;
mod lean;
mod lint;
mod list;
mod show;
mod stats;
mod suggest;
mod test;

use clap::{Args, Subcommand};

use self::diff::DiffArgs;
use self::lean::LeanArgs;
use self::stats::StatsArgs;
use self::suggest::SuggestArgs;
use crate::args::Common;
use crate::failure::{Failure, Success};
use crate::rules::RuleArgs;

/// Look at the rules
#[derive(Debug, Args)]
pub(crate) struct RulesArgs {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// List all rules, one a line
    #[command(
        after_help = "Examples:\n  smsift rules list\n  smsift rules list --json | jq -r 'select(.status==\"trial\").id'"
    )]
    List {
        /// Print one JSON object a line
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        rules: RuleArgs,
    },
    /// Show what one rule asks for, with its samples
    #[command(after_help = "Example:\n  smsift rules show pressure.legal-action")]
    Show {
        /// The rule's id
        id: String,
        /// Print JSON
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        rules: RuleArgs,
    },
    /// Try every rule on the samples it carries
    #[command(
        after_help = "Example:\n  smsift rules test pressure.\n\nEnds with status 1 when a rule is noisy (fires on a miss) or missing (does not fire on a hit)."
    )]
    Test {
        /// Only rules whose id contains this
        #[arg(default_value = "", hide_default_value = true)]
        filter: String,
        /// Print JSON
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        rules: RuleArgs,
    },
    /// Count what each rule does on messages: hits, shapes, senders, and precision where rows are labelled
    #[command(
        after_help = "Examples:\n  smsift rules stats labelled.jsonl\n  smsift rules stats --json sms.xml | jq '.rules[] | select(.hits == 0).rule'"
    )]
    Stats(Box<StatsArgs>),
    /// Find phrases that separate the messages of a category or tactic from all others
    #[command(
        after_help = "Examples:\n  smsift rules suggest --for home_visit labelled.jsonl\n  smsift rules suggest --for collection_pressure --missed --new labelled.jsonl"
    )]
    Suggest(SuggestArgs),
    /// Weigh words on labelled messages: the table of words that lean, printed
    #[command(
        after_help = "Example:\n  smsift rules lean labelled/*.jsonl > leanings.tsv\n\nThe table is a line a word: what it says for a repayment reminder, marketing and collection pressure, each against\nother, and for tactics where the message is pressure."
    )]
    Lean(LeanArgs),
    /// Warn of what compiles and is strange all the same: unused names, twins, samples that contradict each other
    #[command(
        after_help = "Example:\n  smsift rules lint --rules mine.toml\n\nEnds with status 1 when there are warnings."
    )]
    Lint {
        /// Accept this kind of warning; repeatable
        #[arg(long, value_name = "CODE")]
        allow: Vec<String>,
        /// Print one JSON object a line
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        rules: RuleArgs,
    },
    /// Show what a change of the rules does to messages: before and after, by category, tactic, rule and shape
    #[command(after_help = DIFF_EXAMPLES)]
    Diff(Box<DiffArgs>),
}

const DIFF_EXAMPLES: &str = "\
Examples:
  smsift rules diff --rules mine.toml sms.xml           what my overlay changes
  smsift rules diff --no-default-rules --rules my-rules/ labelled.jsonl";

/// Runs the command.
pub(crate) fn run(args: &RulesArgs, common: Common) -> Result<Success, Failure> {
    match &args.command {
        Command::List { json, rules } => list::run(&rules.load()?, *json, common.lang()),
        Command::Lint { allow, json, rules } => lint::run(rules, allow, *json),
        Command::Test { filter, json, rules } => test::run(rules.load()?, filter, *json),
        Command::Stats(args) => stats::run(args, common),
        Command::Suggest(args) => suggest::run(args, common),
        Command::Lean(args) => lean::run(args),
        Command::Diff(args) => diff::run(args, common),
        Command::Show { id, json, rules } => show::run(&rules.load()?, id, *json, common.lang()),
    }
}
