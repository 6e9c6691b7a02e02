//! Whatever the messages are: no panic, nothing lost, nothing personal in a redacted audit, no markup from outside.

use std::sync::LazyLock;

use jiff::Timestamp;
use jiff::tz::offset;
use proptest::prelude::*;
use smsift::{Category, Classifier, Direction, Tactic};
use smsift_audit::{Audit, Case, Contact, PackOptions, write_pack};
use smsift_dump::{Record, Time};

const CASE: &str = "[[agreement]]\ncreditor = \"东浦银行\"\nagreed_on = 2026-01-12\nmonthly = 268.2\n";

static SIFT: LazyLock<Classifier> = LazyLock::new(Classifier::bundled);

fn text() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "【东浦银行】",
        "逾期",
        "还款",
        "1,200元",
        "三千元",
        "起诉",
        "退订回T",
        "TD",
        "异议",
        "经核实",
        "唐磊先生",
        "回电15400021107",
        "尾号4471",
        "<script>",
        "\u{202E}",
        "\u{0}",
        "=1+1",
        "【",
        "】",
        "［",
        "，",
        "\n",
        "1万2千",
        "9999999999999999999元",
        "已",
        "还",
    ]);
    prop_oneof![prop::collection::vec(pieces, 0..8).prop_map(|p| p.concat()), ".{0,40}"]
}

fn contact() -> impl Strategy<Value = Contact> {
    let sender = prop::option::of(prop::sample::select(vec![
        "15400021107",
        "+86 154 0002 1107",
        "106902880318",
        "王小明",
        "",
    ]));
    let direction = prop::sample::select(vec![Direction::In, Direction::Out, Direction::Unknown]);
    let labels =
        (prop::sample::select(Category::ALL), prop::collection::vec(prop::sample::select(Tactic::ALL), 0..3));
    let second = prop::option::of(-4_000_000_000_i64..8_000_000_000);
    (text(), sender, direction, labels, second).prop_map(
        |(text, sender, direction, (category, tactics), second)| {
            let mut verdict = SIFT.classify(text.as_str()).to_record();
            verdict.category = category;
            verdict.tactics = tactics;
            let at = second.and_then(|s| Timestamp::from_second(s).ok());
            let time = at.map(|at| Time { at, offset: offset(8), tz_assumed: false });
            let record =
                Record { text, sender: sender.map(str::to_owned), direction, time, ..Record::default() };
            Contact { record, verdict: (direction != Direction::Out).then_some(verdict) }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

    #[test]
    fn any_history_gives_a_whole_and_harmless_pack(contacts in prop::collection::vec(contact(), 0..14), redact: bool) {
        let count = contacts.len();
        let audit = Audit::new(Case::parse(CASE).unwrap(), contacts);
        for finding in &audit.findings {
            prop_assert!(!finding.messages.is_empty());
            prop_assert!(finding.messages.is_sorted() && finding.messages.iter().all(|&i| i < count));
            prop_assert!(finding.messages.iter().all(|&i| audit.history.entries[i].copy_of.is_none()), "copies are not listed");
        }
        let dir = tempfile::tempdir().unwrap();
        let pack = dir.path().join("pack");
        let mut options = PackOptions::default();
        options.redact = redact;
        write_pack(&pack, audit, &options).unwrap();
        let html = std::fs::read_to_string(pack.join("report.html")).unwrap();
        let steers = ["<script", "\u{202E}", "\u{0}"].iter().any(|s| html.contains(s));
        prop_assert!(!steers, "markup or control characters of a message");
        let rows = csv::ReaderBuilder::new().from_path(pack.join("evidence.csv")).unwrap().into_records().count();
        prop_assert_eq!(rows, count);
        if redact {
            for name in ["report.html", "evidence.csv", "findings.json"] {
                let text = std::fs::read_to_string(pack.join(name)).unwrap();
                for secret in ["15400021107", "154 0002 1107", "106902880318", "王小明"] {
                    let plain: String = text.split(|c: char| !c.is_ascii_hexdigit() && !c.is_alphanumeric() && c != ' ').filter(|w| w.len() < 40).collect::<Vec<_>>().join("|");
                    prop_assert!(!plain.contains(secret), "{} gives away {}", name, secret);
                }
            }
        }
    }

    #[test]
    fn order_of_the_input_does_not_matter(contacts in prop::collection::vec(contact(), 0..12), seed: u64) {
        let mut timed: Vec<Contact> = contacts.into_iter().filter(|c| c.record.time.is_some()).collect();
        timed.sort_by_key(|c| c.record.time.map(|t| t.at));
        timed.dedup_by_key(|c| c.record.time.map(|t| t.at));
        for (i, contact) in timed.iter_mut().enumerate() {
            contact.record.id = i.to_string();
        }
        let mut shuffled = timed.clone();
        if !shuffled.is_empty() {
            let n = (seed as usize) % shuffled.len();
            shuffled.rotate_left(n);
        }
        let case = || Case::parse(CASE).unwrap();
        prop_assert_eq!(Audit::new(case(), timed).findings, Audit::new(case(), shuffled).findings);
    }
}
