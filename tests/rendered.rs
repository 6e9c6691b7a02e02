//! What is printed, letter by letter, with rules that never change.

use insta::{assert_snapshot, with_settings};

use crate::support::Bench;

const RULES: &str = include_str!("data/small-rules.toml");
const INBOX: &str = include_str!("data/small-inbox.jsonl");

/// Standard output of the program over the small inbox with the small rules.
fn run(args: &[&str]) -> String {
    let bench = Bench::new();
    bench.write("rules.toml", RULES).write("inbox.jsonl", INBOX);
    let rules = ["--no-default-rules", "--rules", "rules.toml"];
    bench.run(&[args, &rules].concat()).expect(0).text().to_owned()
}

/// The hash of the rules changes with the engine's tables, which these texts are not about.
fn compare(name: &str, text: &str) {
    with_settings!({ filters => vec![(r"\b0\+[0-9a-f]{16}\b", "[ruleset]")], omit_expression => true }, {
        assert_snapshot!(name, text);
    });
}

#[test]
fn table() {
    compare("table-zh", &run(&["classify", "inbox.jsonl", "--to", "table", "--lang", "zh"]));
    compare("table-en", &run(&["classify", "inbox.jsonl", "--to", "table", "--lang", "en"]));
}

#[test]
fn table_in_colour() {
    let text = run(&["classify", "inbox.jsonl", "--to", "table", "--lang", "zh", "--color", "always"]);
    compare("table-colour", &text.replace('\u{1b}', "ESC"));
}

#[test]
fn records() {
    compare("jsonl", &run(&["classify", "inbox.jsonl", "--to", "jsonl"]));
    compare("csv", &run(&["classify", "inbox.jsonl", "--to", "csv", "--redact"]));
}

#[test]
fn report_of_eval() {
    let labels = ["repayment_reminder", "collection_pressure", "other", "other", "other"];
    let row = |(line, label): (&str, &str)| {
        let more = match label {
            "repayment_reminder" => r#","facts":{"amounts":[2846.17]}"#,
            "collection_pressure" => r#","tactics":["legal_action","ultimatum"]"#,
            _ => "",
        };
        format!("{},\"label\":\"{label}\"{more}}}", line.strip_suffix('}').unwrap())
    };
    let rows: Vec<String> = INBOX.lines().zip(labels).map(row).collect();
    let bench = Bench::new();
    bench.write("rules.toml", RULES).write("rows.jsonl", rows.join("\n"));
    let args = [
        "eval",
        "rows.jsonl",
        "--min",
        "1",
        "--tactic-misses",
        "5",
        "--no-default-rules",
        "--rules",
        "rules.toml",
    ];
    compare("eval-en", bench.run(&args).expect(0).text());
}

#[test]
fn explanation() {
    let text = "【云桥法务】您的借款已逾.期33天，我司将依法提起訴訟，电话0571-55501712";
    compare("explain-zh", &run(&["explain", text, "--lang", "zh"]));
    compare("explain-en", &run(&["explain", text, "--lang", "en"]));
    let json = run(&["explain", text, "--json"]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    compare("explain-json", &serde_json::to_string_pretty(&json).unwrap());
}

#[test]
fn faults_of_rules() {
    let bench = Bench::new();
    let broken = RULES
        .replace("words = [\"逾期\", \"拖欠\"]", "word = [\"逾期\"]")
        .replace("\"visit.step\"]", "\"visit.stop\"]")
        .replace("tactic = \"legal_action\"", "tactic = \"legal_acton\"");
    bench.write("rules.toml", broken);
    let run = bench.run(&["rules", "list", "--no-default-rules", "--rules", "rules.toml"]).expect(1);
    compare("rule-faults", &run.stderr);
}
