//! Lexicon, rules, policy and dictionaries of smsift, as plain files.

pub mod audit;

/// Version of the data: year, month, number.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Every rule file and table: its path below this package, and its text. Sorted by path.
pub static RULE_FILES: &[(&str, &str)] = &[
    ("dictionaries/split.tsv", include_str!("dictionaries/split.tsv")),
    ("dictionaries/traditional.tsv", include_str!("dictionaries/traditional.tsv")),
    ("lexicon/debt.toml", include_str!("lexicon/debt.toml")),
    ("lexicon/facts.toml", include_str!("lexicon/facts.toml")),
    ("lexicon/grammar.toml", include_str!("lexicon/grammar.toml")),
    ("lexicon/people.toml", include_str!("lexicon/people.toml")),
    ("policy.toml", include_str!("policy.toml")),
    (
        "rules/collection_pressure/agency_transfer.toml",
        include_str!("rules/collection_pressure/agency_transfer.toml"),
    ),
    (
        "rules/collection_pressure/asset_enforcement.toml",
        include_str!("rules/collection_pressure/asset_enforcement.toml"),
    ),
    ("rules/collection_pressure/compound.toml", include_str!("rules/collection_pressure/compound.toml")),
    (
        "rules/collection_pressure/credit_record.toml",
        include_str!("rules/collection_pressure/credit_record.toml"),
    ),
    (
        "rules/collection_pressure/criminal_threat.toml",
        include_str!("rules/collection_pressure/criminal_threat.toml"),
    ),
    ("rules/collection_pressure/default.toml", include_str!("rules/collection_pressure/default.toml")),
    ("rules/collection_pressure/english.toml", include_str!("rules/collection_pressure/english.toml")),
    ("rules/collection_pressure/home_visit.toml", include_str!("rules/collection_pressure/home_visit.toml")),
    (
        "rules/collection_pressure/impersonation.toml",
        include_str!("rules/collection_pressure/impersonation.toml"),
    ),
    (
        "rules/collection_pressure/legal_action.toml",
        include_str!("rules/collection_pressure/legal_action.toml"),
    ),
    (
        "rules/collection_pressure/penalty_escalation.toml",
        include_str!("rules/collection_pressure/penalty_escalation.toml"),
    ),
    (
        "rules/collection_pressure/restriction.toml",
        include_str!("rules/collection_pressure/restriction.toml"),
    ),
    (
        "rules/collection_pressure/settlement_offer.toml",
        include_str!("rules/collection_pressure/settlement_offer.toml"),
    ),
    ("rules/collection_pressure/shaming.toml", include_str!("rules/collection_pressure/shaming.toml")),
    ("rules/collection_pressure/strong.toml", include_str!("rules/collection_pressure/strong.toml")),
    (
        "rules/collection_pressure/third_party.toml",
        include_str!("rules/collection_pressure/third_party.toml"),
    ),
    ("rules/collection_pressure/ultimatum.toml", include_str!("rules/collection_pressure/ultimatum.toml")),
    ("rules/marketing/loans.toml", include_str!("rules/marketing/loans.toml")),
    ("rules/marketing/selling.toml", include_str!("rules/marketing/selling.toml")),
    ("rules/marketing/together.toml", include_str!("rules/marketing/together.toml")),
    ("rules/marketing/topics.toml", include_str!("rules/marketing/topics.toml")),
    ("rules/other/about_collection.toml", include_str!("rules/other/about_collection.toml")),
    ("rules/other/errands.toml", include_str!("rules/other/errands.toml")),
    ("rules/other/mixed.toml", include_str!("rules/other/mixed.toml")),
    ("rules/other/money.toml", include_str!("rules/other/money.toml")),
    ("rules/other/public.toml", include_str!("rules/other/public.toml")),
    ("rules/other/voices.toml", include_str!("rules/other/voices.toml")),
    ("rules/repayment_reminder/debit.toml", include_str!("rules/repayment_reminder/debit.toml")),
    ("rules/repayment_reminder/overdue.toml", include_str!("rules/repayment_reminder/overdue.toml")),
    ("rules/repayment_reminder/request.toml", include_str!("rules/repayment_reminder/request.toml")),
    ("rules/repayment_reminder/statement.toml", include_str!("rules/repayment_reminder/statement.toml")),
    ("signals/composite.toml", include_str!("signals/composite.toml")),
    ("signals/debt.toml", include_str!("signals/debt.toml")),
    ("signals/marketing.toml", include_str!("signals/marketing.toml")),
    ("signals/marketing_loans.toml", include_str!("signals/marketing_loans.toml")),
    ("signals/marketing_topics.toml", include_str!("signals/marketing_topics.toml")),
    ("signals/other_errands.toml", include_str!("signals/other_errands.toml")),
    ("signals/other_money.toml", include_str!("signals/other_money.toml")),
    ("signals/other_public.toml", include_str!("signals/other_public.toml")),
    ("signals/other_voices.toml", include_str!("signals/other_voices.toml")),
    ("signals/pressure.toml", include_str!("signals/pressure.toml")),
    ("signals/pressure_english.toml", include_str!("signals/pressure_english.toml")),
    ("signals/pressure_guards.toml", include_str!("signals/pressure_guards.toml")),
    ("signals/pressure_money.toml", include_str!("signals/pressure_money.toml")),
    ("signals/pressure_people.toml", include_str!("signals/pressure_people.toml")),
    ("signals/pressure_time.toml", include_str!("signals/pressure_time.toml")),
    ("signals/reminder.toml", include_str!("signals/reminder.toml")),
    ("signals/summary.toml", include_str!("signals/summary.toml")),
];
