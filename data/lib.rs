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
    (
        "rules/collection_pressure/credit_record.toml",
        include_str!("rules/collection_pressure/credit_record.toml"),
    ),
    (
        "rules/collection_pressure/criminal_threat.toml",
        include_str!("rules/collection_pressure/criminal_threat.toml"),
    ),
    ("rules/collection_pressure/default.toml", include_str!("rules/collection_pressure/default.toml")),
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
    (
        "rules/collection_pressure/third_party.toml",
        include_str!("rules/collection_pressure/third_party.toml"),
    ),
    ("rules/collection_pressure/ultimatum.toml", include_str!("rules/collection_pressure/ultimatum.toml")),
    ("rules/marketing/goods.toml", include_str!("rules/marketing/goods.toml")),
    ("rules/marketing/illicit.toml", include_str!("rules/marketing/illicit.toml")),
    ("rules/marketing/instalment.toml", include_str!("rules/marketing/instalment.toml")),
    ("rules/marketing/loan.toml", include_str!("rules/marketing/loan.toml")),
    ("rules/marketing/offer.toml", include_str!("rules/marketing/offer.toml")),
    ("rules/marketing/promotion.toml", include_str!("rules/marketing/promotion.toml")),
    ("rules/marketing/relief.toml", include_str!("rules/marketing/relief.toml")),
    ("rules/marketing/topics.toml", include_str!("rules/marketing/topics.toml")),
    ("rules/other/agreement.toml", include_str!("rules/other/agreement.toml")),
    ("rules/other/antifraud.toml", include_str!("rules/other/antifraud.toml")),
    ("rules/other/carrier.toml", include_str!("rules/other/carrier.toml")),
    ("rules/other/chat.toml", include_str!("rules/other/chat.toml")),
    ("rules/other/code.toml", include_str!("rules/other/code.toml")),
    ("rules/other/court.toml", include_str!("rules/other/court.toml")),
    ("rules/other/disbursed.toml", include_str!("rules/other/disbursed.toml")),
    ("rules/other/government.toml", include_str!("rules/other/government.toml")),
    ("rules/other/greeting.toml", include_str!("rules/other/greeting.toml")),
    ("rules/other/health.toml", include_str!("rules/other/health.toml")),
    ("rules/other/insurance_work.toml", include_str!("rules/other/insurance_work.toml")),
    ("rules/other/news.toml", include_str!("rules/other/news.toml")),
    ("rules/other/parcel.toml", include_str!("rules/other/parcel.toml")),
    ("rules/other/repaid.toml", include_str!("rules/other/repaid.toml")),
    ("rules/other/services.toml", include_str!("rules/other/services.toml")),
    ("rules/other/transaction.toml", include_str!("rules/other/transaction.toml")),
    ("rules/other/travel.toml", include_str!("rules/other/travel.toml")),
    ("rules/other/utility.toml", include_str!("rules/other/utility.toml")),
    ("rules/other/voices.toml", include_str!("rules/other/voices.toml")),
    ("rules/repayment_reminder/debit.toml", include_str!("rules/repayment_reminder/debit.toml")),
    ("rules/repayment_reminder/overdue.toml", include_str!("rules/repayment_reminder/overdue.toml")),
    ("rules/repayment_reminder/request.toml", include_str!("rules/repayment_reminder/request.toml")),
    ("rules/repayment_reminder/statement.toml", include_str!("rules/repayment_reminder/statement.toml")),
    ("signals/composite.toml", include_str!("signals/composite.toml")),
    ("signals/debt.toml", include_str!("signals/debt.toml")),
    ("signals/marketing.toml", include_str!("signals/marketing.toml")),
    ("signals/marketing_topics.toml", include_str!("signals/marketing_topics.toml")),
    ("signals/other.toml", include_str!("signals/other.toml")),
    ("signals/other_frames.toml", include_str!("signals/other_frames.toml")),
    ("signals/pressure.toml", include_str!("signals/pressure.toml")),
    ("signals/pressure_money.toml", include_str!("signals/pressure_money.toml")),
    ("signals/pressure_people.toml", include_str!("signals/pressure_people.toml")),
    ("signals/pressure_time.toml", include_str!("signals/pressure_time.toml")),
    ("signals/reminder.toml", include_str!("signals/reminder.toml")),
];
