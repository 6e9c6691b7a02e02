//! Rules of the user's own, and the commands of a rule author.

use crate::support::Bench;

/// A rule on a word that no other rule knows.
const OVERLAY: &str = r#"
[[list]]
id = "test.words"
words = ["咕噜咕噜汤"]

[[signal]]
id = "test.soup"
any_of = ["{test.words}"]

[[rule]]
id = "marketing.soup"
title = "推销汤"
title_en = "sells soup"
category = "marketing"
group = "soup"
weight = 9.0
status = "trial"
since = "2026-11-22"
all_of = ["test.soup"]
known_false_positives = ["朋友请喝汤"]
hit = ["咕噜咕噜汤今日在桌上"]
miss = ["今日在桌上"]
"#;

const SOUP: &str = "{\"id\":\"1\",\"text\":\"咕噜咕噜汤今日在桌上\"}\n{\"id\":\"2\",\"text\":\"晚上吃饭\"}\n";

#[test]
fn an_overlay_adds_a_reason() {
    let bench = Bench::new();
    bench.write("mine.toml", OVERLAY);
    let plain = bench.run_with(&["classify"], SOUP.as_bytes()).expect(0).json();
    let rows = bench.run_with(&["classify", "--rules", "mine.toml"], SOUP.as_bytes()).expect(0).json();
    assert_eq!(
        (rows[0]["category"].as_str(), rows[1]["category"].as_str()),
        (Some("marketing"), Some("other"))
    );
    assert_eq!(plain[0]["category"], "other");
    let evidence = &rows[0]["evidence"][0];
    assert_eq!((&evidence["rule"], &evidence["text"]), (&"marketing.soup".into(), &"咕噜咕噜汤".into()));
    assert_ne!(rows[0]["ruleset"], plain[0]["ruleset"], "other rules, another hash");
}

#[test]
fn overlays_may_lie_in_folders() {
    let bench = Bench::new();
    bench.write("rules/deep/mine.toml", OVERLAY).write("rules/readme.md", "no rules");
    let rows = bench.run_with(&["classify", "--rules", "rules"], SOUP.as_bytes()).expect(0).json();
    assert_eq!(rows[0]["category"], "marketing");
    bench.write("empty/readme.md", "");
    let run = bench.run_with(&["classify", "--rules", "empty"], b"").expect(1);
    assert!(run.stderr.contains("empty: no .toml"), "{}", run.stderr);
}

#[test]
fn the_shipped_folder_is_read_from_disk() {
    let bench = Bench::new();
    let data = concat!(env!("CARGO_MANIFEST_DIR"), "/data");
    let from_disk = ["--no-default-rules", "--rules", data];
    let ids = |args: &[&str]| {
        let rows = bench.run(&[&["rules", "list", "--json"], args].concat()).expect(0).json();
        rows.iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let (shipped, read) = (ids(&[]), ids(&from_disk));
    assert!(shipped.len() > 100);
    assert_eq!(shipped, read);
    let text = "【示例法务】您的白条已逾期33天，将依法提起诉讼";
    let why = |args: &[&str]| bench.run(&[&["explain", text], args].concat()).expect(0).text().to_owned();
    // The last line names the version, which rules from a folder do not have.
    let reasons = |why: String| why.trim_end().rsplit_once('\n').map(|(reasons, _)| reasons.to_owned());
    assert_eq!(reasons(why(&[])), reasons(why(&from_disk)));
    assert!(why(&from_disk).contains("提起诉讼"));
}

#[test]
fn rules_are_listed_and_shown() {
    let bench = Bench::new();
    bench.write("mine.toml", OVERLAY);
    let list = bench.run(&["rules", "list", "--json", "--rules", "mine.toml"]).expect(0).json();
    assert!(list.iter().any(|rule| rule["id"] == "marketing.soup" && rule["status"] == "trial"));
    let show = bench.run(&["rules", "show", "marketing.soup", "--rules", "mine.toml"]).expect(0);
    for part in ["sells soup", "test.soup", "咕噜咕噜汤今日在桌上", "朋友请喝汤"] {
        assert!(show.text().contains(part), "{part} is missing in\n{}", show.text());
    }
    let run = bench.run(&["rules", "show", "marketing.soop", "--rules", "mine.toml"]).expect(1);
    assert!(run.stderr.contains("no rule `marketing.soop`"), "{}", run.stderr);
}

#[test]
fn diff_shows_what_an_overlay_changes() {
    let bench = Bench::new();
    let copies: String = (0..5).map(|i| SOUP.replace("今日", &format!("{i}日"))).collect();
    bench.write("mine.toml", OVERLAY).write("d.jsonl", copies);
    let run = bench.run(&["rules", "diff", "--json", "--rules", "mine.toml", "d.jsonl"]).expect(0);
    let diff: serde_json::Value = serde_json::from_slice(&run.stdout).unwrap();
    assert_eq!((&diff["messages"], &diff["changed"]), (&10.into(), &5.into()));
    let step = &diff["moves"][0];
    assert_eq!((&step["from"], &step["to"]), (&"other".into(), &"marketing".into()));
    assert_eq!((&step["messages"], &step["shapes"]), (&5.into(), &1.into()));
    assert_eq!(
        (&diff["rules"][0]["name"], &diff["rules"][0]["gained"]),
        (&"marketing.soup".into(), &true.into())
    );
    assert_eq!(diff["examples"].as_array().unwrap().len(), 1, "one example per shape");
    let same = bench.run(&["rules", "diff", "d.jsonl"]).expect(0);
    assert!(same.text().contains("0/10 messages changed"), "{}", same.text());
}

#[test]
fn samples_are_tried_and_failures_named() {
    let bench = Bench::new();
    bench.write("mine.toml", OVERLAY);
    let run = bench.run(&["rules", "test", "soup", "--rules", "mine.toml"]).expect(0);
    assert!(run.text().contains("1 rules, 2 samples: 0 noisy, 0 missing"), "{}", run.text());
    let wrong = OVERLAY
        .replace("hit = [\"咕噜咕噜汤今日在桌上\"]", "hit = [\"别的汤\"]")
        .replace("miss = [\"今日在桌上\"]", "miss = [\"请喝咕噜咕噜汤\"]\ntodo_hit = [\"又是咕噜咕噜汤\"]");
    bench.write("mine.toml", wrong);
    let run = bench.run(&["rules", "test", "soup", "--rules", "mine.toml"]).expect(1);
    for line in
        ["missing  marketing.soup (hit", "noisy    marketing.soup (miss", "mended   marketing.soup (todo_hit"]
    {
        assert!(run.text().contains(line), "{line} is missing in\n{}", run.text());
    }
}

#[test]
fn stats_count_hits_shapes_and_right_labels() {
    let bench = Bench::new();
    let row = |i: usize, label: &str| {
        format!("{{\"text\":\"咕噜咕噜汤{i}日在桌上\",\"label\":\"{label}\",\"sender\":\"1069{}\"}}\n", i % 3)
    };
    let rows: String = (0..12).map(|i| row(i, if i < 9 { "marketing" } else { "other" })).collect();
    bench.write("mine.toml", OVERLAY).write("rows.jsonl", rows);
    let run = bench.run(&["rules", "stats", "--json", "--rules", "mine.toml", "rows.jsonl"]).expect(0);
    let stats: serde_json::Value = serde_json::from_slice(&run.stdout).unwrap();
    let soup =
        stats["rules"].as_array().unwrap().iter().find(|rule| rule["rule"] == "marketing.soup").unwrap();
    assert_eq!((&soup["hits"], &soup["shapes"], &soup["senders"]), (&12.into(), &1.into(), &3.into()));
    assert_eq!((&soup["precision"]["value"], &soup["evidence"]), (&0.75.into(), &"measured".into()));
    let run = bench
        .run(&["rules", "stats", "--json", "--rules", "mine.toml", "--min", "13", "rows.jsonl"])
        .expect(0);
    assert!(run.text().contains("\"thin\""));
}

#[test]
fn lint_warns_of_what_compiles_and_is_strange() {
    let bench = Bench::new();
    let strange = OVERLAY
        .replace("id = \"marketing.soup\"", "id = \"Soup\"")
        .replace("known_false_positives = [\"朋友请喝汤\"]", "known_false_positives = [\"无\"]")
        .replace("words = [\"咕噜咕噜汤\"]", "words = [\"咕噜咕噜汤\", \"咕噜咕噜汤\"]")
        + "\n[[list]]\nid = \"test.idle\"\nwords = [\"吐噜吐噜\"]\n";
    bench.write("mine.toml", strange);
    let run = bench.run(&["rules", "lint", "--json", "--rules", "mine.toml"]).expect(1);
    let mut codes: Vec<String> = run
        .json()
        .iter()
        .filter(|warning| warning["file"] == "mine.toml")
        .map(|warning| format!("{} {}", warning["code"].as_str().unwrap(), warning["line"]))
        .collect();
    codes.sort();
    assert_eq!(codes, ["id-form 11", "no-known-false-positive 11", "unused-list 25", "word-twice 3"]);
    bench.write("mine.toml", OVERLAY);
    let clean = bench.run(&["rules", "lint", "--json", "--rules", "mine.toml"]);
    assert!(clean.json().iter().all(|warning| warning["file"] != "mine.toml"), "{}", clean.text());
}

#[test]
fn suggest_finds_the_phrase_that_separates() {
    let bench = Bench::new();
    let openings = ["您的款项", "今日起", "案件即将", "你的账户"];
    let row = |text: String, label: &str| format!("{{\"text\":\"{text}\",\"label\":\"{label}\"}}\n");
    let pile: String = openings.iter().map(|o| row(format!("{o}噜噜处置"), "collection_pressure")).collect();
    let others: String =
        ["包裹已签收", "会议改期了", "处置完毕"].iter().map(|t| row((*t).into(), "other")).collect();
    bench.write("rows.jsonl", pile + &others);
    let run =
        bench.run(&["rules", "suggest", "--for", "collection_pressure", "--json", "rows.jsonl"]).expect(0);
    let first = &run.json()[0];
    assert_eq!(
        (&first["phrase"], &first["inside"], &first["outside"]),
        (&"噜噜处置".into(), &4.into(), &0.into())
    );
    bench.run(&["rules", "suggest", "--for", "nonsense", "rows.jsonl"]).expect(2);
}

#[test]
fn words_are_weighed_and_the_table_counts() {
    let bench = Bench::new();
    let row = |text: &str, label: &str| format!("{{\"text\":\"{text}\",\"label\":\"{label}\"}}\n");
    let mut rows = String::new();
    for _ in 0..6 {
        rows += &row("咕噜，快来买", "marketing");
        rows += &row("到期请还款", "repayment_reminder");
        rows += &row("再拖就起诉", "collection_pressure");
        rows += &row("晚上一起吃饭", "other");
    }
    let table =
        bench.run_with(&["rules", "lean", "--least", "2", "--penalty", "0.1"], rows.as_bytes()).expect(0);
    assert!(table.text().starts_with("^\t"), "{}", table.text());
    bench.write("leanings.tsv", table.text());
    bench.write("policy.toml", "[policy.threshold]\nmarketing = 0.0\n");
    let own = [
        "explain",
        "咕噜",
        "--json",
        "--no-default-rules",
        "--rules",
        "leanings.tsv",
        "--rules",
        "policy.toml",
    ];
    let why = bench.run(&own).expect(0);
    let said = &why.json()[0];
    assert_eq!(
        (&said["category"], &said["evidence"][0]["rule"]),
        (&"marketing".into(), &"leaning-words".into())
    );
    // One category alone has nothing to be weighed against.
    let alone = bench.run_with(&["rules", "lean"], row("晚上一起吃饭", "other").as_bytes());
    assert!(alone.expect(1).stderr.contains("repayment_reminder"));
}
