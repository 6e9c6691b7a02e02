//! `smsift rules test`.

use std::fmt::Write as _;
use std::io::{self, Write as _};

use smsift::{Classifier, RuleSet};
use smsift_tune::{SampleReport, SampleResult};

use crate::failure::{Failure, Success};
use crate::output::text::escape;

pub(super) fn run(rules: RuleSet, filter: &str, json: bool) -> Result<Success, Failure> {
    let report = smsift_tune::test_samples(&Classifier::new(rules), filter);
    let mut out = io::stdout().lock();
    if json {
        serde_json::to_writer_pretty(&mut out, &report).map_err(io::Error::from)?;
        out.write_all(b"\n")?;
    } else {
        out.write_all(text(&report).as_bytes())?;
    }
    Ok(if report.failures.is_empty() { Success::Done } else { Success::Incomplete })
}

/// Noise and gaps are different failures and get different words.
fn text(report: &SampleReport) -> String {
    let mut out = String::new();
    for (result, word) in
        report.failures.iter().map(|result| (result, if result.fired { "noisy" } else { "missing" }))
    {
        line(&mut out, word, result);
    }
    for result in &report.mended {
        line(&mut out, "mended", result);
    }
    let noisy = report.failures.iter().filter(|result| result.fired).count();
    let missing = report.failures.len() - noisy;
    let mended = report.mended.len();
    let (rules, samples) = (report.rules, report.samples);
    let _ =
        writeln!(out, "{rules} rules, {samples} samples: {noisy} noisy, {missing} missing, {mended} mended");
    out
}

fn line(out: &mut String, word: &str, result: &SampleResult) {
    let _ = writeln!(out, "{word:<8} {} ({}, {})", result.rule, result.key, escape(&result.file));
    let _ = writeln!(out, "         {}", escape(&result.text));
}
