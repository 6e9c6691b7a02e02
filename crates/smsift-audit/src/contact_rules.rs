//! The contact rules, and which of them may be cited for a message: by its date and the type of lender.

use std::sync::LazyLock;

use jiff::civil::Date;
use serde::Deserialize;

use crate::case::{Agreement, LenderType};
use crate::error::{Error, ErrorKind, Position};
use crate::finding::{Code, Finding};
use crate::history::History;

/// How binding a rule is, from the most binding on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Weight {
    /// 法律.
    Law,
    /// 行政法规.
    Regulation,
    /// 部门规章、规范性文件.
    RegulatorRule,
    /// 推荐性国家标准.
    RecommendedStandard,
    /// 行业自律文件.
    SelfDiscipline,
    /// 地方规范性文件.
    Regional,
}

impl Weight {
    /// The name in `findings.json`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Law => "law",
            Self::Regulation => "regulation",
            Self::RegulatorRule => "regulator_rule",
            Self::RecommendedStandard => "recommended_standard",
            Self::SelfDiscipline => "self_discipline",
            Self::Regional => "regional",
        }
    }
}

/// How far the wording of a rule was checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Certainty {
    /// The article itself was read.
    Text,
    /// Only press, a summary or a reprint was read.
    Secondary,
}

impl Certainty {
    /// The name in `findings.json`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Secondary => "secondary",
        }
    }
}

/// How a rule supports a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Strength {
    /// The finding may be listed under this rule.
    Flag,
    /// Something to verify.
    Hint,
    /// Context only.
    Background,
}

impl Strength {
    /// The name in `findings.json`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Flag => "flag",
            Self::Hint => "hint",
            Self::Background => "background",
        }
    }
}

/// One contact rule; the keys are explained in `data/contact-rules/README.md`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
#[allow(missing_docs, reason = "the README beside the data explains each key")]
pub struct ContactRule {
    pub id: String,
    pub instrument_zh: String,
    pub instrument_en: String,
    #[serde(default)]
    pub number: Option<String>,
    #[serde(default)]
    pub from: Option<Date>,
    #[serde(default)]
    pub to: Option<Date>,
    pub articles: Vec<String>,
    pub weight: Weight,
    pub certainty: Certainty,
    pub lenders: Vec<String>,
    #[serde(default)]
    pub region: Option<String>,
    pub rule_zh: String,
    pub rule_en: String,
    pub say_zh: String,
    pub say_en: String,
    pub limits_zh: String,
    pub limits_en: String,
    pub sources: Vec<String>,
    pub check: Vec<Check>,
}

/// Which finding a rule supports.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Check {
    /// Name of the finding code.
    pub code: String,
    /// How it supports it.
    pub strength: Strength,
    /// The article for this code, where one of several applies.
    #[serde(default)]
    pub article: Option<String>,
}

/// A rule that may be cited, for these messages of a finding.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Citation {
    /// The rule.
    pub rule: &'static ContactRule,
    /// How it supports the finding.
    pub strength: Strength,
    /// The article for this finding, where one of several applies.
    pub article: Option<&'static str>,
    /// Messages in whose time it was in force.
    pub messages: Vec<usize>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    rule: Vec<ContactRule>,
}

/// All contact rules, the most binding first, then by id.
pub fn contact_rules() -> &'static [ContactRule] {
    static RULES: LazyLock<Vec<ContactRule>> = LazyLock::new(|| {
        let files = smsift_data::audit::CONTACT_RULES.iter();
        let parsed: Result<Vec<_>, _> = files.map(|(name, text)| parse(name, text)).collect();
        let mut rules: Vec<_> =
            parsed.expect("the shipped contact rules parse: tests read them").into_iter().flatten().collect();
        rules.sort_by(|a, b| (a.weight, &a.id).cmp(&(b.weight, &b.id)));
        rules
    });
    &RULES
}

fn parse(name: &str, text: &str) -> Result<Vec<ContactRule>, Error> {
    toml::from_str::<File>(text).map(|f| f.rule).map_err(|e| {
        let at = Position::of(text, e.span().map_or(0, |s| s.start));
        Error::new(ErrorKind::Data, e.message()).at(at).in_file(name.as_ref())
    })
}

impl ContactRule {
    fn in_force(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }

    /// Without a confirmed date a rule is background only.
    fn strength(&self, check: &Check) -> Strength {
        if self.from.is_none() { Strength::Background } else { check.strength }
    }

    fn binds(&self, agreements: &[&Agreement]) -> bool {
        let any = self.lenders.iter().any(|l| l == "any");
        let lender = any
            || agreements.iter().any(|a| lender_name(a).is_some_and(|n| self.lenders.iter().any(|l| l == n)));
        let region = self.region.as_ref().is_none_or(|here| {
            agreements.iter().any(|a| a.region.as_ref().is_some_and(|r| r.contains(here.as_str())))
        });
        lender && region
    }
}

/// The type of lender as the rules name it: stated, or said by the creditor's name. A bank's name does not say whether
/// it is about a card or a loan.
pub(crate) fn lender_name(agreement: &Agreement) -> Option<&'static str> {
    match agreement.lender {
        Some(LenderType::BankCard) => Some("bank_card"),
        Some(LenderType::BankLoan) => Some("bank_loan"),
        Some(LenderType::ConsumerFinance) => Some("consumer_finance"),
        Some(LenderType::MicroLoan) => Some("micro_loan"),
        Some(LenderType::OnlinePlatform) => Some("online_platform"),
        Some(LenderType::Other) => None,
        None => {
            let said = [
                ("消费金融", "consumer_finance"),
                ("小额贷款", "micro_loan"),
                ("小贷", "micro_loan"),
                ("银行", "bank"),
            ];
            said.into_iter().find(|(word, _)| agreement.creditor.contains(word)).map(|(_, name)| name)
        }
    }
}

/// Fills in what may be cited for each finding.
pub(crate) fn cite(history: &History, findings: &mut [Finding]) {
    for finding in findings {
        finding.citations = citations(history, finding);
    }
}

fn citations(history: &History, finding: &Finding) -> Vec<Citation> {
    let agreements: Vec<&Agreement> = history
        .case
        .agreements
        .iter()
        .filter(|a| Some(a.creditor.as_str()) == finding.party.creditor())
        .collect();
    let mut out: Vec<Citation> = Vec::new();
    for rule in contact_rules().iter().filter(|r| r.binds(&agreements)) {
        for check in rule.check.iter().filter(|c| Code::from_name(&c.code) == Some(finding.code)) {
            let in_force = |i: &usize| history.entries[*i].day().is_some_and(|day| rule.in_force(day));
            let messages: Vec<usize> = finding.messages.iter().copied().filter(in_force).collect();
            if !messages.is_empty() {
                out.push(Citation {
                    rule,
                    strength: rule.strength(check),
                    article: check.article.as_deref(),
                    messages,
                });
            }
        }
    }
    out.sort_by_key(|c| c.strength);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_sorted_and_names_known_codes_and_lenders() {
        let lenders =
            ["any", "bank", "bank_card", "bank_loan", "consumer_finance", "micro_loan", "online_platform"];
        for (name, text) in smsift_data::audit::CONTACT_RULES {
            let rules = parse(name, text).unwrap_or_else(|e| panic!("{e}"));
            assert!(rules.is_sorted_by(|a, b| a.id < b.id), "{name}: ids out of order");
            for rule in rules {
                assert!(rule.check.iter().all(|c| Code::from_name(&c.code).is_some()), "{}", rule.id);
                assert!(rule.lenders.iter().all(|l| lenders.contains(&l.as_str())), "{}", rule.id);
                assert!(rule.check.is_sorted_by(|a, b| a.code <= b.code), "{}", rule.id);
                for word in ["违法行为成立", "违反了", "非法的"] {
                    assert!(!rule.say_zh.contains(word), "{} claims too much", rule.id);
                }
            }
        }
    }

    #[test]
    fn versions_change_on_the_day() {
        let force = |id: &str, day: &str| {
            contact_rules().iter().find(|r| r.id == id).unwrap().in_force(day.parse().unwrap())
        };
        assert!(force("L4old", "2025-12-31") && !force("L4old", "2026-01-01"));
        assert!(!force("L4", "2025-12-31") && force("L4", "2026-01-01"));
        assert!(force("S2", "2026-04-30") && !force("S2", "2026-05-01"));
        assert!(!force("S1", "2026-04-30") && force("S1", "2026-05-01"));
        assert!(force("F7", "2025-02-27") && !force("F7", "2025-02-28") && force("F6", "2025-02-28"));
        assert!(!force("F5", "2026-01-29") && force("F5", "2026-01-30"));
    }
}
