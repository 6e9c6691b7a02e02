//! `smsift rules lint`.

use std::io::{self, Write as _};

use smsift_tune::Warning;

use crate::failure::{Failure, Success};
use crate::output::text::escape;
use crate::rules::RuleArgs;

pub(super) fn run(args: &RuleArgs, allowed: &[String], json: bool) -> Result<Success, Failure> {
    let rules = args.load()?;
    let mut warnings = smsift_tune::lint(&rules, &args.sources()?);
    warnings.retain(|warning| !allowed.iter().any(|code| code == warning.code));
    let mut out = io::stdout().lock();
    for warning in &warnings {
        if json {
            serde_json::to_writer(&mut out, warning).map_err(io::Error::from)?;
            out.write_all(b"\n")?;
        } else {
            out.write_all(text(warning).as_bytes())?;
        }
    }
    if !json {
        writeln!(out, "{} rules, {} warnings", rules.rules().count(), warnings.len())?;
    }
    Ok(if warnings.is_empty() { Success::Done } else { Success::Incomplete })
}

/// In the form of the compiler's own messages.
fn text(warning: &Warning) -> String {
    format!(
        "warning[{}]: {}\n  --> {}:{} ({})\n   = hint: {}\n\n",
        warning.code,
        escape(&warning.message),
        escape(&warning.file),
        warning.line,
        escape(&warning.id),
        warning.hint
    )
}
