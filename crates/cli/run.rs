//! From arguments to exit status.

use std::io::Write as _;
use std::process::ExitCode;

use crate::args::{Cli, Command};
use crate::command;
use crate::failure::{Failure, Success};

/// Runs the command. The only place that turns a failure into words.
pub(crate) fn run(cli: &Cli) -> ExitCode {
    let code = match dispatch(cli) {
        Ok(success) => success.code(),
        Err(failure) => {
            if let Some(message) = failure.message() {
                // Nothing is left to tell when standard error itself is closed.
                let _ = writeln!(std::io::stderr(), "smsift: {message}");
            }
            failure.code()
        }
    };
    ExitCode::from(code)
}

fn dispatch(cli: &Cli) -> Result<Success, Failure> {
    match &cli.command {
        Command::Classify(args) => command::classify::run(args, cli.common),
        Command::Audit(args) => command::audit::run(args, cli.common),
        Command::Explain(args) => command::explain::run(args, cli.common),
        Command::Eval(args) => command::eval::run(args, cli.common.lang()),
        Command::Detect(args) => command::detect::run(args, cli.common),
        Command::Rules(args) => command::rules::run(args, cli.common),
        Command::Completions(args) => command::completions::run(args),
        Command::Man => command::man::run(),
    }
}
