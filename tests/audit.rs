//! `smsift audit` as people run it.

use serde_json::{Value, json};

use crate::support::Bench;

const CASE: &str =
    "[[agreement]]\ncreditor = \"云桥金融\"\nagreed_on = 2026-03-01\nmonthly = 850\nup_to_date = true\n";

/// A short history: a plan is agreed, kept, and pressed for all the same, at night and by a mobile number.
fn dump() -> String {
    let rows = [
        (
            "m1",
            "2026-03-01T10:00:00+08:00",
            "10690001234",
            "in",
            "【云桥金融】您的个性化分期方案已生效，分24期，每月5日还850.00元。",
        ),
        (
            "m2",
            "2026-04-03T09:00:00+08:00",
            "10690001234",
            "in",
            "【云桥金融】分期方案提醒：您第1期应还850.00元，还款日4月5日。",
        ),
        (
            "m3",
            "2026-04-20T23:10:00+08:00",
            "15400021107",
            "in",
            "【云桥金融】您已逾期60天，今晚24点前不还清20,400元将起诉并上门，后果自负。",
        ),
        (
            "m4",
            "2026-04-21T09:00:00+08:00",
            "15400021107",
            "out",
            "我已和云桥金融达成分期并按月还款，对欠款金额有异议。",
        ),
        (
            "m4b",
            "2026-04-22T09:00:00+08:00",
            "10690007777",
            "in",
            "【安顺清收】受云桥金融委托催收，您的借款已逾期60天，请立即还款，否则将依法提起诉讼。",
        ),
        (
            "m5",
            "2026-05-20T09:00:00+08:00",
            "10690005555",
            "in",
            "【驿站】您的包裹已到柏树里店，取件码8-2-3306",
        ),
    ];
    let row = |(id, time, sender, direction, text): &(&str, &str, &str, &str, &str)| {
        json!({"id": id, "time": time, "sender": sender, "direction": direction, "text": text}).to_string()
            + "\n"
    };
    rows.iter().map(row).collect()
}

fn bench() -> Bench {
    let bench = Bench::new();
    bench.write("case.toml", CASE).write("sms.jsonl", dump());
    bench
}

fn findings(bench: &Bench, dir: &str) -> Value {
    serde_json::from_str(&bench.read(&format!("{dir}/findings.json"))).unwrap()
}

#[test]
fn one_command_from_export_to_pack() {
    let bench = bench();
    let run = bench.run(&["audit", "sms.jsonl", "--case", "case.toml", "-o", "pack"]).expect(0);
    assert!(run.stdout.is_empty(), "standard output carries data only");
    assert!(run.stderr.contains("6 messages"), "{}", run.stderr);
    let root = findings(&bench, "pack");
    assert_eq!(root["messages"]["total"], 6);
    let of = |code: &str| {
        root["findings"].as_array().unwrap().iter().find(|f| f["code"] == code).map(|f| f["messages"].clone())
    };
    assert_eq!(of("pressure_after_agreement"), Some(json!(["m3", "m4b"])), "the agency names the creditor");
    for code in ["amount_contradicts_agreement", "night_contact", "threat", "personal_number"] {
        assert_eq!(of(code), Some(json!(["m3"])), "{code}");
    }
    assert_eq!(of("request_unanswered"), Some(json!(["m4"])));
    let manifest: Value = serde_json::from_str(&bench.read("pack/manifest.json")).unwrap();
    assert_eq!(manifest["inputs"][0]["name"], "sms.jsonl");
    assert_eq!(manifest["inputs"][0]["bytes"], dump().len());
    assert!(bench.read("pack/report.html").contains("<html lang=\"en\">"));
    assert_eq!(bench.files(), ["case.toml", "pack", "sms.jsonl"], "nothing is left beside the pack");
}

#[test]
fn threads_do_not_change_the_findings() {
    let bench = bench();
    for threads in ["1", "4"] {
        let dir = format!("pack{threads}");
        bench.run(&["audit", "sms.jsonl", "--case", "case.toml", "-o", &dir, "-j", threads]).expect(0);
    }
    for file in ["findings.json", "report.html", "evidence.csv"] {
        assert_eq!(bench.read(&format!("pack1/{file}")), bench.read(&format!("pack4/{file}")), "{file}");
    }
}

#[test]
fn init_proposes_what_the_messages_report_and_overwrites_nothing() {
    let bench = Bench::new();
    bench.write("sms.jsonl", dump());
    bench.run(&["audit", "--init", "sms.jsonl"]).expect(0);
    let case = bench.read("case.toml");
    assert!(case.contains("# creditor   = \"云桥金融\""), "{case}");
    assert!(case.contains("# aliases    = [\"安顺清收\"]"), "{case}");
    assert!(case.contains("# agreed_on  = 2026-03-01") && case.contains("# monthly    = 850.00"), "{case}");
    let again = bench.run(&["audit", "--init", "sms.jsonl"]).expect(1);
    assert!(again.stderr.contains("case.toml"), "{}", again.stderr);
    bench.run(&["audit", "--init", "--case", "empty.toml"]).expect(0);
    assert!(bench.read("empty.toml").contains("[[agreement]]"));
}

#[test]
fn wrong_use_is_told_apart_from_a_bad_case() {
    let bench = bench();
    assert!(bench.run(&["audit", "sms.jsonl", "-o", "pack"]).expect(2).stderr.contains("--case"));
    bench.run(&["audit", "sms.jsonl", "--case", "case.toml"]).expect(2);
    bench.write("bad.toml", "[[agreement]]\ncreditor = \"甲\"\nagreed = 2026-01-01\n");
    let run = bench.run(&["audit", "sms.jsonl", "--case", "bad.toml", "-o", "pack"]).expect(1);
    assert!(run.stderr.contains("bad.toml:3:1"), "{}", run.stderr);
    bench.run(&["audit", "sms.jsonl", "--case", "absent.toml", "-o", "pack"]).expect(1);
    bench.run(&["audit", "absent.jsonl", "--case", "case.toml", "-o", "pack"]).expect(1);
    assert!(!bench.path("pack").exists());
}

#[test]
fn since_cuts_the_input_first() {
    let bench = bench();
    bench
        .run(&["audit", "sms.jsonl", "--case", "case.toml", "-o", "pack", "--since", "2026-05-01"])
        .expect(0);
    let root = findings(&bench, "pack");
    assert_eq!(
        (root["messages"]["total"].as_u64(), root["findings"].as_array().unwrap().len()),
        (Some(1), 0)
    );
}

#[test]
fn a_redacted_pack_that_follows_an_earlier_one() {
    let bench = bench();
    let args = ["audit", "sms.jsonl", "--case", "case.toml", "--redact", "-o"];
    let first: Vec<String> = dump().lines().take(3).map(|line| format!("{line}\n")).collect();
    bench.write("early.jsonl", first.concat());
    bench.run(&["audit", "early.jsonl", "--case", "case.toml", "--redact", "-o", "one"]).expect(0);
    let run = bench.run(&[&args[..], &["two", "--previous", "one"]].concat()).expect(0);
    assert!(run.stderr.contains("3 messages are new since the earlier pack of 3"), "{}", run.stderr);
    for file in ["report.html", "findings.json", "evidence.csv", "manifest.json", "complaint-police.md"] {
        let text = bench.read(&format!("two/{file}"));
        assert!(!text.contains("15400021107") && !text.contains("sms.jsonl"), "{file}");
    }
    assert_eq!(findings(&bench, "two")["changes"]["new_messages"], json!(["m4", "m4b", "m5"]));
}

#[test]
fn a_message_that_was_sent_by_day_and_received_at_night_is_uncertain() {
    let bench = bench();
    // 2026-04-20 23:10 received, 18:00 sent; the second one was sent at 23:09.
    let sms = |address: &str, date: u64, sent: u64| {
        format!(
            "<sms protocol=\"0\" address=\"{address}\" date=\"{date}\" date_sent=\"{sent}\" type=\"1\" body=\"【云桥金融】您已逾期60天，今晚24点前不还清将起诉并上门，后果自负。\" />\n"
        )
    };
    let late = sms("10690001111", 1_776_697_800_000, 1_776_679_200_000);
    let prompt = sms("10690002222", 1_776_697_800_000, 1_776_697_740_000);
    bench.write(
        "sms.xml",
        format!("<?xml version='1.0' encoding='UTF-8'?>\n<smses count=\"2\">\n{late}{prompt}</smses>\n"),
    );
    bench.run(&["audit", "sms.xml", "--case", "case.toml", "-o", "pack"]).expect(0);
    let root = findings(&bench, "pack");
    let night: Vec<(bool, usize)> = root["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|f| f["code"] == "night_contact")
        .map(|f| (f["uncertain"] == true, f["numbers"][0].as_u64().unwrap() as usize))
        .collect();
    assert_eq!(night, [(true, 1), (false, 2)]);
}
