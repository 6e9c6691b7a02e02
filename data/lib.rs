//! Lexicon, rules, policy and dictionaries of smsift, as plain files.

pub mod audit;

/// Version of the data: year, month, number.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Every rule file and table: its path below this package, and its text. Sorted by path.
pub static RULE_FILES: &[(&str, &str)] = &[
    ("dictionaries/split.tsv", include_str!("dictionaries/split.tsv")),
    ("dictionaries/traditional.tsv", include_str!("dictionaries/traditional.tsv")),
];
