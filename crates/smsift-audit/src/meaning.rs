//! What the findings say and the channels ask for: `data/audit/findings.toml` and `data/audit/channels.toml`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::contact_rules::{Citation, Strength};
use crate::finding::Code;
use crate::lang::Lang;

/// What a finding says was seen, and what it does not prove.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Meaning {
    seen_zh: String,
    seen_en: String,
    limits_zh: String,
    limits_en: String,
}

impl Meaning {
    pub(crate) fn seen(&self, lang: Lang) -> &str {
        lang.pick(&self.seen_zh, &self.seen_en)
    }

    pub(crate) fn limits(&self, lang: Lang) -> &str {
        lang.pick(&self.limits_zh, &self.limits_en)
    }
}

impl Code {
    /// The title in a language.
    pub(crate) fn title(self, lang: Lang) -> &'static str {
        lang.pick(self.title_zh(), self.title_en())
    }

    /// Its wording and limits.
    pub(crate) fn meaning(self) -> &'static Meaning {
        static MEANINGS: LazyLock<BTreeMap<String, Meaning>> = LazyLock::new(|| {
            toml::from_str(smsift_data::audit::FINDINGS).expect("the shipped wording parses: tests read it")
        });
        &MEANINGS[self.as_str()]
    }
}

/// A channel for complaints.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Channel {
    pub(crate) id: String,
    pub(crate) name_zh: String,
    pub(crate) name_en: String,
    pub(crate) for_zh: String,
    pub(crate) for_en: String,
    pub(crate) certainty: crate::Certainty,
    pub(crate) lenders: Vec<String>,
    pub(crate) codes: Vec<String>,
    pub(crate) asks_zh: Vec<String>,
    pub(crate) asks_en: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Channels {
    channel: Vec<Channel>,
}

/// All channels whose requirements are known.
pub(crate) fn channels() -> &'static [Channel] {
    static CHANNELS: LazyLock<Channels> = LazyLock::new(|| {
        toml::from_str(smsift_data::audit::CHANNELS).expect("the shipped channels parse: tests read them")
    });
    &CHANNELS.channel
}

/// The article for this finding, where a rule has several, and how far the citation goes.
pub(crate) fn article_text(citation: &Citation, lang: Lang) -> String {
    let article = citation.article.map_or_else(String::new, |a| match lang {
        Lang::Zh => format!("（第{a}条）"),
        Lang::En => format!(" (Art. {a})"),
    });
    let strength = match citation.strength {
        Strength::Flag => "",
        Strength::Hint => lang.pick("〔供核实〕", " [to be verified]"),
        Strength::Background => lang.pick("〔背景〕", " [background]"),
    };
    format!("{article}{strength}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_its_wording_and_every_channel_known_codes() {
        for code in Code::ALL {
            assert!(!code.meaning().seen(Lang::Zh).is_empty() && !code.meaning().limits(Lang::En).is_empty());
            for claim in ["违反", "非法", "违法的"] {
                assert!(!code.meaning().seen(Lang::Zh).contains(claim), "{code:?} claims too much");
            }
        }
        for channel in channels() {
            assert!(channel.codes.iter().all(|c| Code::from_name(c).is_some()), "{}", channel.id);
            assert_eq!(channel.asks_zh.len(), channel.asks_en.len(), "{}", channel.id);
        }
    }
}
