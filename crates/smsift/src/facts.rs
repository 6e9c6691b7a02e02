//! Facts stated in a text. What words introduce them is data (`data/lexicon/facts.toml`); how numbers read is
//! [`crate::types`].

use std::sync::LazyLock;

use regex::Regex;

use crate::message::Message;
use crate::ruleset::ConceptId;
use crate::scan::{Scanned, Span};
use crate::table::Strings;
use crate::types::{Type, Typed, Value};
use crate::verdict::Facts;

/// Court case numbers: （2026）浙0106民初123号, with either kind of brackets.
static CASE_NUMBER: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"[（(\[〔]20\d\d[）)\]〕]\s?[\p{Han}\d]{2,14}?第?\s?[\d*]{1,8}号").ok());
/// A number that the sender calls a case number.
static NAMED_CASE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:案号|案件编号|案件号|卷宗号|立案编号)[：:为是]?\s?([A-Za-z0-9（）()\-\p{Han}]{5,24})")
        .ok()
});

/// Concepts that facts are read from, looked up once for a ruleset.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FactConcepts {
    product: Option<ConceptId>,
    due: Option<ConceptId>,
    overdue: Option<ConceptId>,
    opt_out: Option<ConceptId>,
}

impl FactConcepts {
    pub(crate) fn find(names: &Strings) -> Self {
        let find = |name: &str| names.iter().position(|n| n == name).map(|at| at as ConceptId);
        Self {
            product: find("fact.product"),
            due: find("fact.due"),
            overdue: find("fact.overdue"),
            opt_out: find("fact.opt_out"),
        }
    }
}

/// Characters between the word that introduces a value and the value.
const NEAR_DATE: u32 = 12;
const NEAR_DAYS: u32 = 6;

pub(crate) fn facts(scanned: &Scanned<'_, '_>, message: &Message<'_>, concepts: FactConcepts) -> Facts {
    let spans = |concept: Option<ConceptId>| concept.into_iter().flat_map(|c| scanned.spans(c));
    let original = |span: Span| message.text[scanned.bytes(span)].to_owned();
    let typed = |kind: Type| scanned.typed().iter().filter(move |t| t.kind == kind);
    let of = |t: &Typed| Span { start: t.range.start as u32, end: t.range.end as u32 };
    let signature = scanned.text.signatures().first().map(|range| {
        let inner = Span { start: range.start as u32 + 1, end: range.end as u32 - 1 };
        original(inner).trim().to_owned()
    });
    // The longest name wins where one holds another (京东白条, 白条).
    let product = spans(concepts.product).min_by_key(|s| (s.start, u32::MAX - s.end)).map(original);
    let amounts = typed(Type::Amount).filter_map(|t| match t.value {
        Value::Yuan(yuan) => Some(yuan),
        _ => None,
    });
    let due_date = typed(Type::Date)
        .find(|t| spans(concepts.due).any(|d| distance(d, of(t)) <= NEAR_DATE))
        .and_then(|t| match t.value {
            Value::Date(year, month, day) => date(year, month, day, message.date),
            _ => None,
        });
    let overdue_days = typed(Type::Duration).find_map(|t| match t.value {
        Value::Days(days) if days > 0 && spans(concepts.overdue).any(|o| distance(o, of(t)) <= NEAR_DAYS) => {
            Some(days)
        }
        _ => None,
    });
    Facts {
        signature,
        product,
        amounts: amounts.collect(),
        due_date,
        overdue_days,
        case_number: case_number(message.text),
        urls: typed(Type::Url).map(|t| original(of(t))).collect(),
        phones: typed(Type::Phone).map(|t| original(of(t))).collect(),
        opt_out: concepts.opt_out.is_some_and(|c| scanned.has(c)),
    }
}

/// Characters between two spans; 0 when they touch or overlap.
fn distance(a: Span, b: Span) -> u32 {
    b.start.saturating_sub(a.end).max(a.start.saturating_sub(b.end))
}

fn case_number(text: &str) -> Option<String> {
    if !text.contains('号') {
        return None;
    }
    if let Some(found) = CASE_NUMBER.as_ref().and_then(|r| r.find(text)) {
        return Some(found.as_str().to_owned());
    }
    let named = NAMED_CASE.as_ref()?.captures(text)?.get(1)?.as_str();
    let end = named.rfind(|c: char| c.is_ascii_digit())?;
    Some(named[..=end].to_owned())
}

/// ISO date; the message's own date gives what the text leaves out (the year nearest to it).
fn date(year: Option<i16>, month: Option<u8>, day: u8, near: Option<(i16, u8, u8)>) -> Option<String> {
    match (year, month, near) {
        (Some(y), Some(m), _) => Some(format!("{y:04}-{m:02}-{day:02}")),
        (None, Some(m), Some((ny, nm, _))) => {
            let y = match i16::from(m) - i16::from(nm) {
                7.. => ny - 1,
                -6..=6 => ny,
                _ => ny + 1,
            };
            Some(format!("{y:04}-{m:02}-{day:02}"))
        }
        (None, Some(m), None) => Some(format!("{m:02}-{day:02}")),
        (_, None, Some((y, m, _))) => Some(format!("{y:04}-{m:02}-{day:02}")),
        (_, None, None) => None,
    }
}
