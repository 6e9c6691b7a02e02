//! From arguments to exit status.

use std::io::Write as _;
use std::process::ExitCode;

use crate::args::{Cli, Command};
use crate::command;
use crate::failure::{Failure, Success};

/// Runs the command. The only place that turns a failure into words.
pub(crate) fn run(cli: Cli) -> ExitCode {
    let code = match dispatch(cli) {
        Ok(success) => success.code(),
        Err(failure) => {
            if !matches!(failure, Failure::ClosedPipe) {
                // Nothing is left to tell when standard error itself is closed.
                let _ = writeln!(std::io::stderr(), "smsift: {failure}");
            }
            failure.code()
        }
    };
    ExitCode::from(code)
}

fn dispatch(cli: Cli) -> Result<Success, Failure> {
    let lang = cli.lang();
    match cli.command {
        Command::Eval(args) => command::eval::run(&args, lang),
    }
}
