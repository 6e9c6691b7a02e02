//! The explanation as JSON: the public record with what is behind it.

use serde::Serialize;
use smsift::{Category, EvidenceRecord, Explanation, Lack, Step, Tactic};
use smsift_dump::{Record, write};

use crate::lang::Lang;

/// The keys that an explanation adds to the record.
#[derive(Serialize)]
struct More<'e> {
    why: String,
    fired: Vec<Fired<'e>>,
    near_misses: Vec<Near<'e>>,
    flips: Vec<Turn<'e>>,
    cleaned: Option<&'e str>,
    changes: Vec<Changed<'e>>,
}

#[derive(Serialize)]
struct Fired<'e> {
    rule: &'e str,
    title: &'e str,
    category: Category,
    tactic: Option<Tactic>,
    weight: f32,
    evidence: Vec<EvidenceRecord>,
}

#[derive(Serialize)]
struct Near<'e> {
    rule: &'e str,
    title: &'e str,
    category: Category,
    #[serde(skip_serializing_if = "Option::is_none")]
    missing: Option<&'e str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    vetoed_by: Option<&'e str>,
}

#[derive(Serialize)]
struct Turn<'e> {
    category: Category,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    without: &'e [String],
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    with: &'e [String],
}

/// Offsets are characters of the original text.
#[derive(Serialize)]
struct Changed<'e> {
    step: &'static str,
    start: usize,
    end: usize,
    text: &'e str,
}

/// One line of JSON.
pub(super) fn line(
    record: &Record,
    explanation: &Explanation<'_>,
    lang: Lang,
) -> serde_json::Result<Vec<u8>> {
    let mut line = Vec::new();
    write::jsonl(&mut line, record, Some(&explanation.verdict.to_record()));
    // The record's object goes on: its closing brace and newline give way to ours.
    line.truncate(line.trim_ascii_end().len() - 1);
    let more = serde_json::to_vec(&More::new(record, explanation, lang))?;
    line.push(b',');
    line.extend_from_slice(&more[1..]);
    line.push(b'\n');
    Ok(line)
}

impl<'e> More<'e> {
    fn new(record: &'e Record, explanation: &'e Explanation<'_>, lang: Lang) -> Self {
        let fired = explanation.fired.iter().map(|rule| Fired {
            rule: &rule.id,
            title: lang.pick(&rule.title, &rule.title_en),
            category: rule.category,
            tactic: rule.tactic,
            weight: rule.weight,
            evidence: rule.evidence.iter().map(EvidenceRecord::from).collect(),
        });
        let near_misses = explanation.near_misses.iter().map(|miss| {
            let (missing, vetoed_by) = match &miss.lacks {
                Lack::Missing(condition) => (Some(condition.as_str()), None),
                Lack::Vetoed(condition) => (None, Some(condition.as_str())),
                _ => (None, None),
            };
            let title = lang.pick(&miss.title, &miss.title_en);
            Near { rule: &miss.id, title, category: miss.category, missing, vetoed_by }
        });
        let flips = explanation.flips.iter().map(|flip| {
            let (without, with): (&[String], &[String]) =
                if flip.without { (&flip.rules, &[]) } else { (&[], &flip.rules) };
            Turn { category: flip.becomes, without, with }
        });
        let changes = explanation.changes.iter().map(|change| {
            let text = record.text.get(change.bytes.clone()).unwrap_or_default();
            let start = record.text.get(..change.bytes.start).map_or(0, |before| before.chars().count());
            Changed { step: name(change.step), start, end: start + text.chars().count(), text }
        });
        Self {
            why: explanation.why(lang.into()),
            fired: fired.collect(),
            near_misses: near_misses.collect(),
            flips: flips.collect(),
            cleaned: explanation.cleaned.as_deref(),
            changes: changes.collect(),
        }
    }
}

fn name(step: Step) -> &'static str {
    match step {
        Step::Width => "width",
        Step::Invisible => "invisible",
        Step::Script => "script",
        Step::Split => "split",
        Step::Gloss => "gloss",
        Step::Separators => "separators",
        Step::Numbers => "numbers",
        Step::Repeats => "repeats",
        _ => "other",
    }
}
