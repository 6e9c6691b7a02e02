//! `smsift rules`: the bench of a rule author.

mod list;
mod show;

use clap::{Args, Subcommand};

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
}

/// Runs the command.
pub(crate) fn run(args: &RulesArgs, common: Common) -> Result<Success, Failure> {
    match &args.command {
        Command::List { json, rules } => list::run(&rules.load()?, *json, common.lang()),
        Command::Show { id, json, rules } => show::run(&rules.load()?, id, *json, common.lang()),
    }
}
