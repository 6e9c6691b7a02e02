//! The command line.

use clap::{Parser, Subcommand};

use crate::command::eval::EvalArgs;
use crate::lang::Lang;

/// Sorts Chinese SMS into repayment reminder, marketing, collection pressure or other, and says why.
#[derive(Debug, Parser)]
#[command(name = "smsift", version, propagate_version = true, max_term_width = 110)]
pub(crate) struct Cli {
    /// Language of tables, explanations and summaries [default: from the locale]
    #[arg(long, global = true, value_enum)]
    pub(crate) lang: Option<Lang>,

    #[command(subcommand)]
    pub(crate) command: Command,
}

impl Cli {
    /// The language asked for, or that of the locale.
    pub(crate) fn lang(&self) -> Lang {
        self.lang.unwrap_or_else(Lang::from_locale)
    }
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Eval(EvalArgs),
}

/// Reads the command line; help, version and usage errors end the process here.
pub(crate) fn parse() -> Cli {
    Cli::parse()
}
