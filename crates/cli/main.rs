//! `smsift`: sorts Chinese SMS into repayment reminder, marketing, collection pressure or other, and says why.

mod args;
mod command;
mod failure;
mod lang;
mod output;
mod run;

use std::process::ExitCode;

fn main() -> ExitCode {
    run::run(args::parse())
}
