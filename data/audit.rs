//! What the audit needs besides the classifier: word lists, the meaning of the findings, contact rules, channels.

/// Word lists (`audit/words.toml`).
pub const WORDS: &str = include_str!("audit/words.toml");

/// How names of people are found (`audit/names.toml`).
pub const NAMES: &str = include_str!("audit/names.toml");

/// Title, wording and limits of each finding code (`audit/findings.toml`).
pub const FINDINGS: &str = include_str!("audit/findings.toml");

/// Where a complaint can go and what each channel asks for (`audit/channels.toml`).
pub const CHANNELS: &str = include_str!("audit/channels.toml");

/// The contact rules: file name and text, in the order of the folder.
pub const CONTACT_RULES: &[(&str, &str)] = &[
    ("finance.toml", include_str!("contact-rules/finance.toml")),
    ("law.toml", include_str!("contact-rules/law.toml")),
    ("sms.toml", include_str!("contact-rules/sms.toml")),
];
