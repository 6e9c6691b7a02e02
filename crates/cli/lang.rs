//! The language in which people are spoken to.

use clap::ValueEnum;
use smsift::{Category, Intensity, Tactic};

/// The language of tables, explanations and summaries. Data and error messages are not translated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Lang {
    /// Chinese
    Zh,
    /// English
    En,
}

impl Lang {
    /// The language of the locale: Chinese for `zh…`, else English.
    pub(crate) fn from_locale() -> Self {
        let set = |name| std::env::var(name).ok().filter(|value| !value.is_empty());
        let locale = set("LC_ALL").or_else(|| set("LC_MESSAGES")).or_else(|| set("LANG")).unwrap_or_default();
        if locale.starts_with("zh") { Self::Zh } else { Self::En }
    }

    /// The text in this language.
    pub(crate) fn pick<T>(self, zh: T, en: T) -> T {
        match self {
            Self::Zh => zh,
            Self::En => en,
        }
    }

    pub(crate) fn category(self, category: Category) -> &'static str {
        self.pick(category.title_zh(), category.title_en())
    }

    pub(crate) fn tactic(self, tactic: Tactic) -> &'static str {
        self.pick(tactic.title_zh(), tactic.title_en())
    }

    pub(crate) fn intensity(self, intensity: Intensity) -> &'static str {
        self.pick(intensity.title_zh(), intensity.title_en())
    }
}

impl From<Lang> for smsift::Lang {
    fn from(lang: Lang) -> Self {
        lang.pick(Self::Zh, Self::En)
    }
}
