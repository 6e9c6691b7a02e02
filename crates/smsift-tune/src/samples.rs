//! Whether every rule hits its `hit` samples and misses its `miss` samples.

use serde::Serialize;
use smsift::{Classifier, RuleInfo, Status};

/// What the samples of all rules say.
#[derive(Clone, Debug, Default, Serialize)]
pub struct SampleReport {
    /// Rules whose samples were tried. Rules that are only watched or retired never fire, so they are left out.
    pub rules: usize,
    /// Samples tried.
    pub samples: usize,
    /// Samples that turned out otherwise than the rule says.
    pub failures: Vec<SampleResult>,
    /// Known failures that fail no longer: they can become `hit` and `miss`.
    pub mended: Vec<SampleResult>,
}

/// One sample.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SampleResult {
    /// The rule.
    pub rule: String,
    /// The file it stands in.
    pub file: String,
    /// The key the sample stands under: `hit`, `miss`, `todo_hit` or `todo_miss`.
    pub key: &'static str,
    /// The rule fired.
    pub fired: bool,
    /// The sample.
    pub text: String,
}

/// Tries the samples of the rules whose id contains `filter`.
///
/// A rule that another rule overrides on a sample has not fired on it.
pub fn test_samples(classifier: &Classifier, filter: &str) -> SampleReport {
    let mut report = SampleReport::default();
    let tried = |rule: &RuleInfo<'_>| {
        matches!(rule.status, Status::Trial | Status::Stable) && rule.id.contains(filter)
    };
    for rule in classifier.rules().rules().filter(tried) {
        report.rules += 1;
        for (key, texts, should_fire) in [
            ("hit", rule.hit, true),
            ("miss", rule.miss, false),
            ("todo_hit", rule.todo_hit, true),
            ("todo_miss", rule.todo_miss, false),
        ] {
            for text in texts {
                report.samples += 1;
                let fired = classifier.explain(text).fired.iter().any(|fired| fired.id == rule.id);
                let (rule, file) = (rule.id.to_owned(), rule.file.to_owned());
                let result = SampleResult { rule, file, key, fired, text: text.clone() };
                match (key.starts_with("todo"), fired == should_fire) {
                    (false, false) => report.failures.push(result),
                    (true, true) => report.mended.push(result),
                    _ => {}
                }
            }
        }
    }
    report
}
