//! The command line.

use clap::{ColorChoice, Parser, Subcommand};

use crate::command::audit::AuditArgs;
use crate::command::classify::ClassifyArgs;
use crate::command::completions::CompletionsArgs;
use crate::command::detect::DetectArgs;
use crate::command::eval::EvalArgs;
use crate::command::explain::ExplainArgs;
use crate::command::rules::RulesArgs;
use crate::lang::Lang;

/// Sorts Chinese SMS into repayment reminder, marketing, collection pressure or other, and says why.
///
/// Nothing leaves this computer: there is no network access of any kind.
#[derive(Debug, Parser)]
#[command(name = "smsift", version, propagate_version = true, max_term_width = 110, after_help = EXIT_STATUS)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) common: Common,

    #[command(subcommand)]
    pub(crate) command: Command,
}

const EXIT_STATUS: &str = "\
Exit status:
  0  done
  1  failed: input or output, or bad rules
  2  wrong usage
  3  finished, but records were skipped and --strict was given
  4  format not recognised, or encrypted";

/// How to speak to people; every command knows these.
#[derive(Clone, Copy, Debug, clap::Args)]
#[command(next_help_heading = "Display")]
pub(crate) struct Common {
    /// Language of tables, explanations and summaries [default: from the locale]
    #[arg(long, global = true, value_enum)]
    pub(crate) lang: Option<Lang>,

    /// When to use colour; the variable `NO_COLOR` is honoured
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value_t = ColorChoice::Auto)]
    pub(crate) color: ColorChoice,

    /// No progress, no summary and no warnings on standard error; errors are still shown
    #[arg(short, long, global = true)]
    pub(crate) quiet: bool,
}

impl Common {
    /// The language asked for, or that of the locale.
    pub(crate) fn lang(self) -> Lang {
        self.lang.unwrap_or_else(Lang::from_locale)
    }
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Classify(ClassifyArgs),
    Explain(ExplainArgs),
    Audit(AuditArgs),
    Eval(EvalArgs),
    Detect(DetectArgs),
    Rules(RulesArgs),
    Completions(CompletionsArgs),
    /// Print the manual page
    #[command(after_help = "Example:\n  smsift man | man -l -")]
    Man,
}

/// Reads the command line; help, version and usage errors end the process here.
pub(crate) fn parse() -> Cli {
    Cli::parse()
}
