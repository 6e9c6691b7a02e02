//! `smsift classify` and `smsift detect` over dumps.

use std::fmt::Write as _;

use proptest::prelude::*;
use serde_json::{Value, json};

use crate::support::Bench;

/// Messages that differ in length, kind and time.
fn dump(count: usize) -> String {
    let texts = [
        "【云桥金融】您的白条已逾期33天，将依法提起诉讼，联系电话0571-5550171",
        "【江岭银行】您尾号3306的信用卡本月账单2,846.17元，到期还款日3月20日",
        "【有栎超市】全场五折，满100减30，退订回T",
        "【驿站】您的包裹已到柏树里店，取件码8-2-3306",
        "晚上一起吃饭吗？\n老地方",
        "",
    ];
    let mut lines = String::new();
    for i in 0..count {
        let text = format!("{}{}", texts[i % texts.len()], "。".repeat(i % 13));
        let time = format!("2026-{:02}-{:02}T{:02}:00:00+08:00", 1 + i % 12, 1 + i % 28, i % 24);
        let direction = if i % 7 == 0 { "out" } else { "in" };
        let row = json!({"id": i.to_string(), "text": format!("{text} {i}"), "time": time, "direction": direction,
            "sender": format!("1069000{}", i % 100)});
        writeln!(lines, "{row}").unwrap();
    }
    lines
}

#[test]
fn threads_do_not_change_a_byte() {
    let bench = Bench::new();
    bench.write("d.jsonl", dump(3_000));
    for to in ["jsonl", "csv", "table"] {
        let run = |threads| bench.run(&["classify", "d.jsonl", "--to", to, "-j", threads]).expect(0).stdout;
        let one = run("1");
        for threads in ["2", "5", "16"] {
            assert!(run(threads) == one, "{to} with {threads} threads");
        }
    }
}

#[test]
fn output_is_in_input_order_over_files_and_folders() {
    let bench = Bench::new();
    bench.write("in/b/2.jsonl", "{\"text\":\"二\"}\n").write("in/a.jsonl", "{\"text\":\"一\"}\n");
    bench
        .write("in/notes.bin", [0u8, 1, 2, 3, 255, 254, 0, 9].repeat(64))
        .write("last.jsonl", "{\"text\":\"三\"}\n");
    let run = bench.run(&["classify", "in", "last.jsonl"]).expect(0);
    let texts: Vec<String> = run.json().iter().map(|row| row["text"].as_str().unwrap().to_owned()).collect();
    assert_eq!(texts, ["一", "二", "三"]);
    assert!(run.stderr.contains("files in folders that are no dumps: 1"), "{}", run.stderr);
}

#[test]
fn a_record_has_the_keys_of_the_contract() {
    let bench = Bench::new();
    let input = json!({"id": "x1", "text": "【云桥金融】您的白条已逾期33天", "time": "2026-03-05 22:41:00", "sender": "10690001234",
        "direction": "in", "mine": {"deep": [1, 2.5, null]}});
    let run = bench.run_with(&["classify"], input.to_string().as_bytes()).expect(0);
    let row = &run.json()[0];
    let keys: Vec<&str> = row.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(
        keys,
        [
            "id",
            "source",
            "record",
            "time",
            "tz_assumed",
            "sender",
            "direction",
            "text",
            "category",
            "confidence",
            "margin",
            "unsure",
            "scores",
            "intensity",
            "tactics",
            "events",
            "facts",
            "evidence",
            "disguised",
            "ruleset",
            "mine"
        ]
    );
    assert_eq!(row["mine"], json!({"deep": [1, 2.5, null]}));
    assert_eq!((&row["time"], &row["tz_assumed"]), (&json!("2026-03-05T22:41:00+08:00"), &json!(true)));
    assert!(run.stderr.contains("times without a zone, taken as --tz says: 1"), "{}", run.stderr);
}

#[test]
fn our_own_output_is_input_that_does_not_change() {
    let bench = Bench::new();
    bench.write("d.jsonl", dump(200)).run(&["classify", "d.jsonl", "-o", "once.jsonl"]).expect(0);
    bench.run(&["classify", "once.jsonl", "-o", "twice.jsonl"]).expect(0);
    let verdicts = |name: &str| -> Vec<Value> {
        let place = |key: &str| key == "source" || key == "record";
        let rows = bench
            .read(name)
            .lines()
            .map(|line| serde_json::from_str::<Value>(line).unwrap())
            .collect::<Vec<_>>();
        rows.into_iter()
            .map(|row| row.as_object().unwrap().clone().into_iter().filter(|(key, _)| !place(key)).collect())
            .collect()
    };
    assert_eq!(verdicts("once.jsonl"), verdicts("twice.jsonl"));
}

#[test]
fn bad_records_are_reported_with_their_place_and_lose_no_neighbour() {
    let bench = Bench::new();
    let mut input = String::new();
    for i in 0..40 {
        if i % 2 == 0 {
            writeln!(input, "{{\"id\":\"{i}\",\"text\":\"第{i}条\"}}").unwrap();
        } else {
            writeln!(input, "{{\"id\":\"{i}\",\"text\":").unwrap();
        }
    }
    bench.write("d.jsonl", &input);
    let run = bench.run(&["classify", "d.jsonl", "--errors", "bad.jsonl"]).expect(0);
    assert_eq!(run.json().len(), 20);
    let errors: Vec<Value> =
        bench.read("bad.jsonl").lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(errors.len(), 20);
    let mut at = 0;
    for (i, line) in input.lines().enumerate() {
        if i % 2 == 1 {
            let error = &errors[i / 2];
            assert_eq!((&error["file"], &error["record"]), (&json!("d.jsonl"), &json!(i + 1)));
            let byte = error["byte"].as_u64().unwrap() as usize;
            assert!((at..=at + line.len()).contains(&byte), "record {} at {at}, reported {byte}", i + 1);
        }
        at += line.len() + 1;
    }
    assert_eq!(run.stderr.matches("d.jsonl:record").count(), 10, "{}", run.stderr);
    assert!(
        run.stderr.contains("10 more bad records not shown")
            && run.stderr.contains("bad records skipped: 20")
    );
}

#[test]
fn stopping_at_the_first_bad_record() {
    let bench = Bench::new();
    let input = "{\"text\":\"一\"}\n{bad\n{\"text\":\"二\"}\n";
    for threads in ["1", "3"] {
        let run =
            bench.run_with(&["classify", "--on-error", "stop", "-j", threads], input.as_bytes()).expect(1);
        assert_eq!(run.json().len(), 1, "what came before is put out");
        assert!(run.stderr.contains("record 2"), "{}", run.stderr);
    }
}

#[test]
fn tables_in_chinese_encodings_with_named_columns() {
    let bench = Bench::new();
    let table = "短信内容,发送时间,号码,类型\n【云桥金融】您的白条已逾期33天,2026-03-05 22:41:00,10690001234,接收\n好的，明天还,2026-03-05 22:50:00,10690001234,发送\n";
    // "GB18030" of the table above, made by the reader's own inverse, would prove nothing: these bytes are written out.
    let gb: Vec<u8> = [
        &b"\xb6\xcc\xd0\xc5\xc4\xda\xc8\xdd,\xb7\xa2\xcb\xcd\xca\xb1\xbc\xe4,\xba\xc5\xc2\xeb\n"[..],
        &b"\xc4\xfa\xb5\xc4\xbd\xe8\xbf\xee\xd2\xd1\xd3\xe2\xc6\xda,2026-03-05 22:41:00,10690001234\n"[..],
        &b"\xc7\xeb\xbe\xa1\xbf\xec\xbb\xb9\xbf\xee,2026-03-05 22:42:00,10690001234\n"[..],
    ]
    .concat();
    bench.write("utf8.csv", table).write("gb.csv", gb);
    let map = "text=短信内容,time=发送时间,sender=号码";
    let rows = bench.run(&["classify", "gb.csv", "--map", map]).expect(0).json();
    let texts: Vec<&str> = rows.iter().map(|row| row["text"].as_str().unwrap()).collect();
    assert_eq!(texts, ["您的借款已逾期", "请尽快还款"]);
    let rows =
        bench.run(&["classify", "utf8.csv", "--map", &format!("{map},direction=类型")]).expect(0).json();
    assert_eq!((&rows[0]["direction"], &rows[1]["direction"]), (&json!("in"), &json!("out")));
    assert_eq!(rows[1]["text"], "好的，明天还");
}

#[test]
fn one_message_per_line() {
    let bench = Bench::new();
    let run = bench.run_with(&["classify"], "晚上一起吃饭吗\n您的借款已逾期，请还款\n".as_bytes()).expect(0);
    assert_eq!(run.json().len(), 2);
}

#[test]
fn selecting_by_time_direction_and_copies() {
    let bench = Bench::new();
    let row = |id: &str, time: &str, direction: &str| {
        json!({"id": id, "text": "您好", "time": time, "direction": direction, "sender": "10690"}).to_string()
            + "\n"
    };
    let input = [
        row("a", "2026-02-28T23:59:59+08:00", "in"),
        row("b", "2026-03-01T00:00:00+08:00", "in"),
        row("c", "2026-03-01T00:00:45+08:00", "in"),
        row("d", "2026-03-01T00:01:30+08:00", "in"),
        row("e", "2026-03-02T00:00:00+08:00", "out"),
        "{\"id\":\"f\",\"text\":\"您好\"}\n".to_owned(),
    ]
    .concat();
    bench.write("d.jsonl", input);
    let ids = |args: &[&str]| -> String {
        let run = bench.run(&[&["classify", "d.jsonl"], args].concat()).expect(0);
        run.json().iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(ids(&["--since", "2026-03-01"]), "bcde");
    assert_eq!(ids(&["--since", "2026-03-01", "--until", "2026-03-02"]), "bcd");
    assert_eq!(ids(&["--until", "2026-02-28T16:00:00Z"]), "a");
    assert_eq!(ids(&["--direction", "out"]), "e");
    assert_eq!(ids(&["--direction", "in"]), "abcdf");
    assert_eq!(ids(&["--dedup"]), "adef", "b and c are copies of a, d came 91 seconds after it");
}

#[test]
fn redacted_output_keeps_offsets_and_loses_numbers() {
    let bench = Bench::new();
    let text =
        "【云桥金融】王先生，您的白条已逾期33天，将依法提起诉讼，请联系13912345678，卡号6222021234567890123";
    let input = json!({"text": text, "sender": "13912345678", "contact_name": "王小明"});
    let plain = bench.run_with(&["classify"], input.to_string().as_bytes()).expect(0).json();
    for to in ["jsonl", "csv", "table"] {
        let run =
            bench.run_with(&["classify", "--redact", "--to", to], input.to_string().as_bytes()).expect(0);
        for secret in ["13912345678", "6222021234567890123", "王小明"] {
            assert!(!run.text().contains(secret), "{to} shows {secret}");
        }
    }
    let masked = bench.run_with(&["classify", "--redact"], input.to_string().as_bytes()).expect(0).json();
    assert_eq!(masked[0]["category"], plain[0]["category"]);
    assert_offsets(&masked[0]);
}

/// `text[start..end] == evidence.text`, in characters.
fn assert_offsets(row: &Value) {
    let text: Vec<char> = row["text"].as_str().unwrap().chars().collect();
    for evidence in row["evidence"].as_array().unwrap() {
        let at = |key: &str| evidence[key].as_u64().unwrap() as usize;
        let words: String = text[at("start")..at("end")].iter().collect();
        assert_eq!(words, evidence["text"].as_str().unwrap());
    }
}

#[test]
fn csv_for_spreadsheet_programs_runs_nothing() {
    let bench = Bench::new();
    let input = json!({"text": "=HYPERLINK(\"http://a\",\"b\")", "sender": "+8613912345678"});
    let run = bench.run_with(&["classify", "--to", "csv", "--excel"], input.to_string().as_bytes()).expect(0);
    assert!(
        run.text().starts_with('\u{feff}')
            && run.text().contains("\"'=HYPERLINK(\"\"http://a\"\",\"\"b\"\")\"")
    );
    assert!(run.text().contains("\"'+8613912345678\""));
}

#[test]
fn workbooks_are_written_to_files_and_pipes_alike() {
    let bench = Bench::new();
    bench.write("d.jsonl", dump(50)).run(&["classify", "d.jsonl", "-o", "out.xlsx"]).expect(0);
    let piped = bench.run(&["classify", "d.jsonl", "--to", "xlsx"]).expect(0).stdout;
    assert!(piped.starts_with(b"PK") && piped.len() > 2_000);
    assert!(std::fs::read(bench.path("out.xlsx")).unwrap().starts_with(b"PK"));
}

#[test]
fn detect_says_what_and_why() {
    let bench = Bench::new();
    bench.write("d.jsonl", dump(60));
    let found = &bench.run(&["detect", "--json", "d.jsonl"]).expect(0).json()[0];
    assert_eq!((&found["format"], &found["messages"]), (&json!("jsonl"), &json!(60)));
    assert_eq!((&found["incoming"], &found["outgoing"]), (&json!(51), &json!(9)));
    assert_eq!(found["first"].as_array().unwrap().len(), 3);
    assert_eq!(found["service_messages_missing"], json!(false));
    let private = dump(60).replace("1069000", "1381234000");
    bench.write("p.jsonl", private);
    let run = bench.run(&["detect", "p.jsonl"]).expect(0);
    assert!(run.text().contains("almost no sender starts with 10, 95 or 106"), "{}", run.text());
    assert!(!run.text().contains("13812340000"), "shown messages are masked");
    let code = bench.run_with(&["detect"], "您的验证码820391，请勿泄露".as_bytes()).expect(0);
    assert!(code.text().contains("验证码******"), "{}", code.text());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// Whatever stands in the messages, every record comes out once, in order, with true offsets.
    #[test]
    fn any_text_comes_out_as_it_went_in(texts in proptest::collection::vec("\\PC{0,40}|[逾期起诉还款白条，。]{0,20}|(?s).{0,40}", 1..30)) {
        let bench = Bench::new();
        let input: String = texts.iter().map(|text| json!({"text": format!("t{text}t")}).to_string() + "\n").collect();
        let rows = bench.run_with(&["classify", "--from", "jsonl"], input.as_bytes()).expect(0).json();
        prop_assert_eq!(rows.len(), texts.len());
        for row in &rows {
            assert_offsets(row);
        }
    }
}
