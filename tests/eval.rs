//! `smsift eval` and `smsift rules`.

use serde_json::Value;

use crate::support::Bench;

/// Rows on which only one answer is possible, whatever the rules: empty chat is nothing else.
fn rows(count: usize, label: &str) -> String {
    let row = |i| format!("{{\"id\":\"{label}{i}\",\"text\":\"嗯 {i}\",\"label\":\"{label}\"}}");
    (0..count).map(row).collect::<Vec<_>>().join("\n") + "\n"
}

fn report(bench: &Bench, args: &[&str], input: &str) -> Value {
    let run = bench.run_with(&[&["eval", "--json"], args].concat(), input.as_bytes()).expect(0);
    serde_json::from_slice(&run.stdout).unwrap()
}

#[test]
fn scores_are_counted_by_the_label_and_also_ok() {
    let bench = Bench::new();
    let input = format!(
        "{}{}{{\"id\":\"z\",\"text\":\"嗯\",\"label\":\"marketing\",\"also_ok\":[\"other\"]}}\n",
        rows(12, "other"),
        rows(3, "marketing")
    );
    let report = report(&bench, &[], &input);
    let column = &report["columns"][0];
    assert_eq!(column["rows"], 16);
    assert_eq!(column["right"]["hits"], 13, "the row with also_ok is right");
    let other = &column["categories"][3];
    assert_eq!(
        (&other["category"], &other["found"], &other["wrong"]),
        (&"other".into(), &13.into(), &3.into())
    );
    assert_eq!(other["precision"]["value"], 0.8125);
    assert_eq!(other["recall"]["value"], 1.0);
    let marketing = &column["categories"][1];
    assert_eq!(marketing["missed"], 3);
    assert_eq!(marketing["recall"]["value"], Value::Null, "three rows measure nothing");
    assert_eq!(column["confusion"][1], serde_json::json!([0, 0, 0, 3]));
    assert_eq!(report["misses"].as_array().unwrap().len(), 3);
}

#[test]
fn the_split_is_fixed_and_hides_held_rows() {
    let bench = Bench::new();
    let input = rows(200, "marketing");
    let all = report(&bench, &["--split", "0.25:3", "--misses", "1000"], &input);
    let counts: Vec<u64> =
        all["columns"].as_array().unwrap().iter().map(|c| c["rows"].as_u64().unwrap()).collect();
    assert_eq!(counts.iter().sum::<u64>(), 200);
    assert!((30..=70).contains(&counts[1]), "{counts:?}");
    let ids = |report: &Value| -> Vec<String> {
        report["misses"]
            .as_array()
            .unwrap()
            .iter()
            .map(|miss| miss["id"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(ids(&all).len() as u64, counts[0], "misses of the rest only");
    let held = report(&bench, &["--split", "0.25:3", "--only", "held", "--misses", "1000"], &input);
    assert_eq!(held["columns"][0]["side"], "held");
    assert_eq!(ids(&held).len() as u64, counts[1]);
    assert!(ids(&held).iter().all(|id| !ids(&all).contains(id)));
}

#[test]
fn limits_decide_the_exit_status() {
    let bench = Bench::new();
    let input = format!("{}{}", rows(15, "other"), rows(5, "marketing"));
    let run = |limit: &str| bench.run_with(&["eval", "--fail-under", limit], input.as_bytes());
    run("accuracy=0.75").expect(0);
    run("false_pressure=0").expect(0);
    let missed = run("accuracy=0.76").expect(1);
    assert!(missed.text().contains("MISSED  accuracy [all] 0.750"), "{}", missed.text());
    run("pressure_precision=0.1").expect(1);
}

#[test]
fn what_is_too_little_is_not_measured() {
    let bench = Bench::new();
    let run = bench.run_with(&["eval"], rows(4, "marketing").as_bytes()).expect(0);
    assert!(run.text().contains("未测") && !run.text().contains("0.000"), "{}", run.text());
}

#[test]
fn a_bad_row_stops_with_its_place() {
    let bench = Bench::new();
    bench.write("rows.jsonl", format!("{}{{\"text\":\"x\",\"label\":\"spam\"}}\n", rows(2, "other")));
    let run = bench.run(&["eval", "rows.jsonl"]).expect(1);
    assert!(run.stderr.contains("rows.jsonl:3:") && run.stderr.contains("spam"), "{}", run.stderr);
    assert!(run.stdout.is_empty());
}

#[test]
fn misses_are_escaped() {
    let bench = Bench::new();
    let row = serde_json::json!({"id": "\u{1b}[1m", "text": "嗯\u{202e}\u{1b}[2J\n", "label": "marketing"});
    let run = bench.run_with(&["eval"], row.to_string().as_bytes()).expect(0);
    assert!(
        run.text().contains("嗯\\u{202e}\\u{1b}[2J\\n") && !run.text().contains('\u{1b}'),
        "{}",
        run.text()
    );
}

#[test]
fn facts_are_scored_where_rows_give_them() {
    let bench = Bench::new();
    let rows = [
        r#"{"text":"请还850.00元","label":"other","also_ok":["repayment_reminder","marketing"],"facts":{"amount":850,"urls":["https://a.cn"]},"event":null}"#,
        r#"{"text":"请还12.50元或900元","label":"other","also_ok":["repayment_reminder","marketing"],"facts":{"amounts":[12.5]}}"#,
        r#"{"text":"请还7.00元","label":"other","also_ok":["repayment_reminder","marketing"]}"#,
    ]
    .join("\n");
    let report = report(&bench, &["--min", "1", "--fact-misses", "9"], &rows);
    let facts = report["columns"][0]["facts"].as_array().unwrap();
    let score = |name: &str| facts.iter().find(|fact| fact["fact"] == name).unwrap();
    let counts = |fact: &Value| ["rows", "found", "wrong", "missed"].map(|key| fact[key].as_u64().unwrap());
    assert_eq!(counts(score("amounts")), [2, 2, 1, 0], "900 is made up, the third row gives no facts");
    assert_eq!(counts(score("urls")), [1, 0, 0, 1]);
    assert_eq!(counts(score("events")), [1, 0, 0, 0]);
    let misses: Vec<&Value> =
        report["misses"].as_array().unwrap().iter().filter(|m| m["kind"] == "facts").collect();
    assert_eq!(misses.len(), 2);
    assert_eq!(misses[0]["missed"][0], "urls=https://a.cn");
    assert_eq!(misses[1]["wrong"][0], "amounts=900.00");
}
