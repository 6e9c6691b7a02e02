//! The word lists of `data/audit/words.toml`, folded and compiled once.

use std::sync::LazyLock;

use regex::Regex;
use serde::{Deserialize, Deserializer};

use crate::error::{Error, ErrorKind, Position};
use crate::text::fold;

/// All lists.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Words {
    pub(crate) opt_out: OptOutWords,
    pub(crate) opt_out_offer: OptOutOffer,
    pub(crate) amount: AmountWords,
    pub(crate) missed_payment: MissedPayment,
    pub(crate) request: RequestWords,
    pub(crate) answer: AnswerWords,
    pub(crate) institution: InstitutionWords,
}

/// Outgoing messages that refuse.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct OptOutWords {
    pub(crate) exact: List,
    pub(crate) letters: List,
    pub(crate) refusals: List,
    pub(crate) confirmations: List,
}

/// Ways to refuse that an advert offers.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct OptOutOffer {
    pub(crate) words: List,
    pub(crate) patterns: Patterns,
    pub(crate) code_patterns: Patterns,
}

/// Words before an amount.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AmountWords {
    pub(crate) reduction: List,
    pub(crate) paid: List,
    pub(crate) limit: List,
    pub(crate) balance: List,
    pub(crate) not_paid: List,
    pub(crate) demands: List,
    pub(crate) leads: List,
}

/// Words that state a missed payment.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct MissedPayment {
    pub(crate) words: List,
    pub(crate) not_after: List,
    pub(crate) not_before: List,
}

/// Outgoing disputes, complaints and negotiation requests.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RequestWords {
    pub(crate) dispute: List,
    pub(crate) dispute_patterns: Patterns,
    pub(crate) dispute_not: List,
    pub(crate) complaint: List,
    pub(crate) negotiate: List,
    pub(crate) not_request_patterns: Patterns,
    pub(crate) ask_patterns: Patterns,
}

/// Incoming answers and what only looks like one.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AnswerWords {
    pub(crate) results: List,
    pub(crate) not_yet: List,
    pub(crate) receipts: List,
    pub(crate) refers: List,
}

/// Names of institutions.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct InstitutionWords {
    pub(crate) suffixes: List,
    pub(crate) generic: List,
    pub(crate) left_stops: List,
    pub(crate) brands: List,
    pub(crate) speaker_patterns: Patterns,
    pub(crate) speaker_generic: List,
}

/// Folded words.
pub(crate) type List = Folded;

/// A list whose words are folded when it is read.
#[derive(Debug)]
pub(crate) struct Folded(Vec<String>);

impl std::ops::Deref for Folded {
    type Target = Vec<String>;

    fn deref(&self) -> &Vec<String> {
        &self.0
    }
}

impl<'de> Deserialize<'de> for Folded {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let words = Vec::<String>::deserialize(input)?;
        Ok(Self(words.iter().map(|w| fold(w)).collect()))
    }
}

/// Compiled regular expressions.
#[derive(Debug)]
pub(crate) struct Patterns(Vec<Regex>);

impl Patterns {
    /// Whether any of them matches the folded text.
    pub(crate) fn is_match(&self, text: &str) -> bool {
        self.0.iter().any(|p| p.is_match(text))
    }

    /// Group 1 of every match of every pattern.
    pub(crate) fn groups<'t>(&self, text: &'t str) -> Vec<&'t str> {
        let all = self.0.iter().flat_map(|p| p.captures_iter(text));
        all.filter_map(|c| c.get(1)).map(|m| m.as_str()).collect()
    }
}

impl<'de> Deserialize<'de> for Patterns {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let sources = Vec::<String>::deserialize(input)?;
        let compiled: Result<Vec<_>, _> = sources.iter().map(|s| Regex::new(s)).collect();
        compiled.map(Self).map_err(serde::de::Error::custom)
    }
}

impl Words {
    fn parse(text: &str) -> Result<Self, Error> {
        toml::from_str(text).map_err(|e| {
            let at = Position::of(text, e.span().map_or(0, |s| s.start));
            Error::new(ErrorKind::Data, e.message()).at(at).in_file("audit/words.toml".as_ref())
        })
    }

    /// The lists that ship with smsift.
    pub(crate) fn bundled() -> &'static Self {
        static WORDS: LazyLock<Words> = LazyLock::new(|| {
            Words::parse(smsift_data::audit::WORDS).expect("the shipped word lists parse: tests read them")
        });
        &WORDS
    }
}

#[cfg(test)]
mod tests {
    use super::Words;
    use crate::text::fold;

    #[test]
    fn an_unknown_list_is_an_error_with_its_place() {
        let error = Words::parse(
            "[opt_out]\nexact = []\nletters = []\nrefusals = []\nconfirmations = []\nextra = []\n",
        )
        .unwrap_err();
        assert!(error.to_string().starts_with("audit/words.toml:"), "{error}");
    }

    #[test]
    fn codes_that_adverts_ask_for() {
        let offer = &Words::bundled().opt_out_offer;
        for (text, code) in [
            ("退订回QX", "qx"),
            ("拒收请回复TD", "td"),
            ("回复0000退订", "0000"),
            ("TD退订", "td"),
            ("不想收到请回复“N”退订", "n"),
        ] {
            assert!(offer.code_patterns.groups(&fold(text)).contains(&code), "{text}");
        }
        assert!(offer.code_patterns.groups("回复1了解详情").is_empty());
    }
}
