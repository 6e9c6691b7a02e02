//! Which rules are cited: by the date of the message and the type of lender.

use serde_json::{Value, json};
use smsift::Classifier;
use smsift_audit::{Audit, Strength};

use crate::support::{Labels, audit_row};

/// The rules cited for a message at night from this creditor, without background.
fn cited(creditor: &str, kind: Option<&str>, region: &str, day: &str) -> Vec<String> {
    let mut agreement =
        json!({"creditor": creditor, "agreed_on": "2024-01-01", "up_to_date": true, "region": region});
    if let Some(kind) = kind {
        agreement["type"] = json!(kind);
    }
    let row: Value = json!({"id": "x", "case": {"agreement": [agreement]}, "findings": [], "messages": [
        {"id": "m", "time": format!("{day}T23:30:00+08:00"), "sender": "1069", "direction": "in", "label": "collection_pressure",
         "tactics": ["home_visit"], "text": format!("【{creditor}】将上门走访。")}]});
    let audit: Audit = audit_row(&row, Labels::Given, &Classifier::bundled());
    let night =
        audit.findings.iter().find(|f| f.code.as_str() == "night_contact").expect("a message at night");
    let flagged = night.citations.iter().filter(|c| c.strength != Strength::Background);
    flagged.map(|c| c.rule.id.clone()).collect()
}

#[test]
fn the_rule_of_the_day_and_the_lender() {
    for (kind, day, rules) in [
        (Some("online_platform"), "2024-05-14", &[][..]),
        (Some("online_platform"), "2024-05-15", &["F7"]),
        (Some("online_platform"), "2025-02-27", &["F7"]),
        (Some("online_platform"), "2025-02-28", &["F6"]),
        (Some("online_platform"), "2026-01-30", &["F6"]),
        (Some("bank_card"), "2025-02-27", &["F7"]),
        (Some("bank_card"), "2025-12-31", &[]),
        (Some("bank_card"), "2026-01-30", &["F5"]),
        (Some("consumer_finance"), "2026-01-29", &["F6"]),
        (Some("consumer_finance"), "2026-01-30", &["F6", "F5"]),
        (Some("micro_loan"), "2026-03-01", &["F6"]),
        (Some("other"), "2026-03-01", &[]),
        (None, "2026-03-01", &[]),
    ] {
        assert_eq!(cited("云桥", kind, "", day), rules, "{kind:?} {day}");
    }
}

#[test]
fn the_name_may_say_the_type() {
    assert_eq!(cited("云桥消费金融", None, "", "2026-03-01"), ["F6", "F5"]);
    assert_eq!(cited("云桥小贷", None, "", "2026-03-01"), ["F6"]);
    assert_eq!(cited("云桥银行", None, "", "2026-03-01"), ["F5"], "card or loan is not known");
    assert!(
        cited("云桥银行", Some("other"), "", "2026-03-01").is_empty(),
        "what is stated goes before the name"
    );
}

#[test]
fn regional_rules_stay_in_their_region() {
    assert_eq!(cited("云桥", None, "宁夏", "2026-03-01"), ["F9"]);
    assert_eq!(cited("云桥", None, "宁夏", "2025-04-23"), [""; 0]);
    assert_eq!(cited("云桥", None, "浙江", "2026-03-01"), [""; 0]);
}
