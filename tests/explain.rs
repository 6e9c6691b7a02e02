//! `smsift explain`.

use serde_json::Value;

use crate::support::Bench;

const RULES: &str = include_str!("data/small-rules.toml");
const PRESSURE: &str = "【云桥法务】您的借款已逾期33天，我司将依法提起诉讼，并安排外访";

fn bench() -> Bench {
    let bench = Bench::new();
    bench.write("rules.toml", RULES);
    bench
}

fn explain(bench: &Bench, args: &[&str], stdin: &[u8]) -> String {
    let rules = ["--no-default-rules", "--rules", "rules.toml"];
    bench.run_with(&[&["explain"], args, &rules].concat(), stdin).expect(0).text().to_owned()
}

fn json(bench: &Bench, text: &str) -> Value {
    serde_json::from_str(&explain(bench, &["--json", "-"], text.as_bytes())).unwrap()
}

#[test]
fn the_message_comes_from_the_command_line_or_a_pipe() {
    let bench = bench();
    let shown = explain(&bench, &[PRESSURE], b"");
    assert!(shown.contains("「逾期」33天，我司将依法「提起诉讼」，并安排「外访」"), "{shown}");
    assert_eq!(explain(&bench, &["-"], format!("{PRESSURE}\n").as_bytes()), shown);
    let record = format!("{{\"id\":\"7\",\"text\":\"{PRESSURE}\"}}\n");
    assert_eq!(explain(&bench, &["-"], record.as_bytes()), shown);
    assert_eq!(explain(&bench, &["-"], record.repeat(2).as_bytes()), format!("{shown}\n{shown}"));
}

#[test]
fn a_pipe_in_a_chinese_encoding_is_read() {
    // 您的借款已逾期，将提起诉讼
    let gb = b"\xc4\xfa\xb5\xc4\xbd\xe8\xbf\xee\xd2\xd1\xd3\xe2\xc6\xda\xa3\xac\xbd\xab\xcc\xe1\xc6\xf0\xcb\xdf\xcb\xcf\n";
    let shown = explain(&bench(), &["-"], gb);
    assert!(shown.contains("您的借款已「逾期」，将「提起诉讼」"), "{shown}");
}

#[test]
fn it_says_what_would_change_the_answer_and_what_nearly_counted() {
    let row = json(&bench(), "您的借款已逾期33天，我司将依法提起诉讼");
    assert_eq!(row["category"], "collection_pressure");
    let flip = &row["flips"][0];
    assert_eq!((&flip["category"], &flip["without"][0]), (&"other".into(), &"pressure.legal-action".into()));
    let near = &row["near_misses"][0];
    assert_eq!((&near["rule"], &near["missing"]), (&"pressure.home-visit".into(), &"visit.step".into()));
    let fired: Vec<&str> =
        row["fired"].as_array().unwrap().iter().map(|f| f["rule"].as_str().unwrap()).collect();
    assert_eq!(fired, ["pressure.legal-action"]);
}

#[test]
fn it_says_what_was_hidden() {
    let row = json(&bench(), "您的借款已逾.期，将提\u{200b}起訴訟");
    assert_eq!((&row["category"], &row["disguised"]), (&"collection_pressure".into(), &true.into()));
    assert_eq!(row["cleaned"], "您的借款已逾期，将提起诉讼");
    let changes: Vec<(&str, u64, &str)> = row["changes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|c| (c["step"].as_str().unwrap(), c["start"].as_u64().unwrap(), c["text"].as_str().unwrap()))
        .collect();
    for change in [("separators", 6, "."), ("invisible", 11, "\u{200b}"), ("script", 13, "訴")] {
        assert!(changes.contains(&change), "{change:?} is not in {changes:?}");
    }
}

#[test]
fn explain_and_classify_agree_word_for_word() {
    let bench = Bench::new();
    let texts = [
        PRESSURE,
        "晚上一起吃饭",
        "【江岭银行】您尾号3306的信用卡账单2,846.17元，到期还款日3月20日",
        "全场五折退订回T",
        "x",
    ];
    let input: String =
        texts.iter().map(|text| serde_json::json!({"id": "1", "text": text}).to_string() + "\n").collect();
    let sorted = bench.run_with(&["classify"], input.as_bytes()).expect(0).json();
    let explained = bench.run_with(&["explain", "--json", "-"], input.as_bytes()).expect(0).json();
    assert_eq!(sorted.len(), texts.len());
    for (sorted, explained) in sorted.iter().zip(&explained) {
        for (key, value) in sorted.as_object().unwrap() {
            assert_eq!(&explained[key], value, "{key}");
        }
    }
}

#[test]
fn the_language_is_chosen() {
    let bench = bench();
    let zh = explain(&bench, &["--lang", "zh", PRESSURE], b"");
    assert!(zh.contains("催收施压·严重") && zh.contains("以起诉、仲裁相威胁"), "{zh}");
    let en = explain(&bench, &["--lang", "en", PRESSURE], b"");
    assert!(en.contains("collection pressure·severe") && en.contains("threatens a suit"), "{en}");
}

#[test]
fn hostile_texts_are_shown_harmless() {
    let shown = explain(&bench(), &["-"], "逾\u{202e}期\u{1b}[2J，将起诉\u{7}".as_bytes());
    let strange = shown.chars().find(|c| c.is_control() && *c != '\n' || *c == '\u{202e}');
    assert_eq!(strange, None, "{shown:?}");
}
