//! `smsift`: sorts Chinese SMS into repayment reminder, marketing, collection pressure or other, and says why.

mod args;
mod command;
mod dedup;
mod destination;
mod errors;
mod failure;
mod input;
mod lang;
mod options;
mod output;
mod pipeline;
mod progress;
mod redact;
mod rules;
mod run;
mod select;
mod sink;
mod tally;
mod whole;

use std::process::ExitCode;

fn main() -> ExitCode {
    run::run(&args::parse())
}
