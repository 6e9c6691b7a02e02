//! The evidence pack: complete, checkable, harmless, masked, comparable.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use calamine::{Data, Reader, Xlsx, open_workbook};
use serde_json::{Value, json};
use smsift::Classifier;
use smsift_audit::{Audit, Input, Lang, PackOptions, hash_file, write_pack};

use crate::support::{Labels, audit_row, rows};

fn invented(id: &str) -> Value {
    let all = rows(include_str!("invented.jsonl"));
    all.into_iter().find(|r| r["id"] == id).unwrap_or_else(|| panic!("no history {id}"))
}

fn audit(row: &Value) -> Audit {
    audit_row(row, Labels::Given, &Classifier::bundled())
}

fn options(lang: Lang, redact: bool) -> PackOptions {
    let mut options = PackOptions::default();
    options.lang = lang;
    options.redact = redact;
    options
}

/// Every output as text, the spreadsheet cell by cell.
fn contents(dir: &Path) -> BTreeMap<String, String> {
    let mut out = BTreeMap::new();
    for file in fs::read_dir(dir).unwrap() {
        let path = file.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let text = if name == "evidence.xlsx" { cells(&path) } else { fs::read_to_string(&path).unwrap() };
        out.insert(name, text);
    }
    out
}

fn cells(path: &Path) -> String {
    let mut book: Xlsx<_> = open_workbook(path).unwrap();
    let sheets = book.sheet_names();
    let ranges = sheets.iter().map(|s| book.worksheet_range(s).unwrap());
    let cells = ranges.flat_map(|r| {
        assert!(r.used_cells().all(|(_, _, c)| matches!(c, Data::String(_))), "every cell is a string");
        r.used_cells().map(|(_, _, c)| c.to_string()).collect::<Vec<_>>()
    });
    cells.collect::<Vec<_>>().join("\n")
}

#[test]
fn the_pack_is_complete_and_its_sums_are_right() {
    let dir = tempfile::tempdir().unwrap();
    let input = dir.path().join("export.jsonl");
    fs::write(&input, "{}").unwrap();
    let mut options = options(Lang::Zh, false);
    options.inputs.push(Input::of_file(&input, "export.jsonl").unwrap());
    let pack = dir.path().join("pack");
    let row = invented("answered");
    let summary = write_pack(&pack, audit(&row), &options).unwrap();
    let files = contents(&pack);
    for name in [
        "report.html",
        "findings.json",
        "evidence.csv",
        "evidence.xlsx",
        "manifest.json",
        "SHA256SUMS",
        "complaint-court.md",
    ] {
        assert!(files.contains_key(name) && summary.files.iter().any(|f| f == name), "{name}");
    }
    assert_eq!(files.len(), summary.files.len());
    for line in files["SHA256SUMS"].lines() {
        let (sum, name) = line.split_once("  ").unwrap();
        assert_eq!(hash_file(&pack.join(name)).unwrap().0, sum, "{name}");
    }
    let manifest: Value = serde_json::from_str(&files["manifest.json"]).unwrap();
    assert_eq!(manifest["inputs"][0]["sha256"], json!(hash_file(&input).unwrap().0));
    assert_eq!(manifest["counts"]["total"], json!(row["messages"].as_array().unwrap().len()));
    let outputs = manifest["outputs"].as_array().unwrap();
    assert_eq!(outputs.len() + 2, files.len(), "all but the manifest and the sums");
    let lines = files["evidence.csv"].lines().count();
    assert_eq!(lines, row["messages"].as_array().unwrap().len() + 1, "one line a message and the header");
}

#[test]
fn the_same_audit_gives_the_same_bytes() {
    let dir = tempfile::tempdir().unwrap();
    let row = invented("two-creditors");
    for name in ["a", "b"] {
        write_pack(&dir.path().join(name), audit(&row), &options(Lang::En, true)).unwrap();
    }
    let (mut a, mut b) = (contents(&dir.path().join("a")), contents(&dir.path().join("b")));
    for files in [&mut a, &mut b] {
        // The workbook carries its time of creation.
        for name in ["manifest.json", "SHA256SUMS"] {
            files.remove(name);
        }
    }
    assert_eq!(a, b);
}

fn hostile() -> Value {
    let hostile = "=HYPERLINK(\"http://e.cn\")</blockquote><script>alert(1)</script><svg onload=alert(1)>\u{202E}txt\u{1b}[31m ![x](http://e.cn/p.png)";
    let message = |i: usize, text: &str, label: &str, tactics: &[&str]| {
        json!({"id": format!("<b>m{i}"), "time": format!("2026-02-0{i}T09:00:00+08:00"), "sender": "@<i>154", "direction": "in",
               "text": text, "label": label, "tactics": tactics})
    };
    json!({"id": "hostile", "case": {"agreement": [{"creditor": "<u>甲银行", "agreed_on": "2026-01-01", "up_to_date": true}]},
        "messages": [
            message(1, &format!("【<u>甲银行】{hostile}"), "collection_pressure", &["shaming"]),
            message(2, &format!("{hostile}【<s>签名】"), "collection_pressure", &["third_party"]),
            message(3, hostile, "marketing", &[]),
        ], "findings": []})
}

#[test]
fn hostile_messages_stay_text_everywhere() {
    for lang in [Lang::Zh, Lang::En] {
        let dir = tempfile::tempdir().unwrap();
        let pack = dir.path().join("pack");
        write_pack(&pack, audit(&hostile()), &options(lang, false)).unwrap();
        let files = contents(&pack);
        assert!(files["evidence.csv"].contains("\"'=HYPERLINK"), "a formula is neutralised");
        for (name, text) in &files {
            assert!(!text.contains('\u{202E}') && !text.contains('\u{1b}'), "{name}");
        }
        let html = &files["report.html"];
        for markup in
            ["<script", "<svg onload", "<u>", "<i>", "<b>m", "<s>签", "src=", "http-equiv=\"refresh"]
        {
            assert!(!html.contains(markup), "{markup}");
        }
        for link in html.match_indices("href=\"").map(|(i, _)| &html[i + 6..i + 8]) {
            assert!(link.starts_with('#') || link == "da", "only links within the page: {link}");
        }
        assert!(!html.contains("url("), "no request from a style");
        for (name, text) in files.iter().filter(|(n, _)| n.starts_with("complaint-")) {
            assert!(!text.contains("<script") && !text.contains("![x]("), "{name}");
        }
    }
}

fn personal() -> Value {
    let texts = [
        (
            "15400021107",
            "in",
            "唐磊先生，您尾号4471的欠款请回电0571-5550171或+86 154 0002 1107，订单XM881277，我是刘律师",
            "collection_pressure",
            json!(["impersonation"]),
        ),
        (
            "106902880318",
            "in",
            "【东浦银行】唐磊：身份证33010119900101121X，卡6222021234567894471逾期，合同9034，将起诉，请还1,200元",
            "collection_pressure",
            json!(["legal_action", "ultimatum"]),
        ),
        ("王小明", "in", "唐磊，周末见，我的新号是15412345678", "other", json!([])),
        (
            "15400021107",
            "out",
            "我不是唐磊，我是欧阳娜，对欠款有异议，（2026）青0992民初702号",
            "other",
            json!([]),
        ),
        ("106930001234", "in", "【花间集】会员13900001111专享，详询400-800-1234", "marketing", json!([])),
    ];
    let messages: Vec<Value> = texts
        .iter()
        .enumerate()
        .map(|(i, (sender, direction, text, label, tactics))| {
            json!({"id": format!("1540002110{i}"), "time": format!("2026-03-0{}T23:00:00+08:00", i + 1), "sender": sender,
                   "direction": direction, "text": text, "label": label, "tactics": tactics})
        })
        .collect();
    json!({"id": "personal", "case": {"names": ["欧阳娜"], "agreement": [{"creditor": "东浦银行", "agreed_on": "2026-01-01", "monthly": 100.0, "up_to_date": true}]},
           "messages": messages, "findings": []})
}

/// A SHA-256, or the hash of the rules.
fn is_hash(word: &str) -> bool {
    word.len() == 64 || word.len() == 16 && word.contains(|c: char| c.is_ascii_alphabetic())
}

#[test]
fn nothing_personal_slips_through_a_redacted_pack() {
    let secrets = [
        "唐磊",
        "王小明",
        "欧阳娜",
        "刘律师",
        "15400021107",
        "154 0002 1107",
        "15412345678",
        "13900001111",
        "106902880318",
        "106930001234",
        "5550171",
        "33010119900101121",
        "6222021234567894471",
        "4471",
        "881277",
        "9034",
        "702号",
        "13812345678",
        "唐磊的短信",
        "15400021100",
        "15400021104",
    ];
    let dir = tempfile::tempdir().unwrap();
    let input = dir.path().join("唐磊的短信 13812345678.xml");
    fs::write(&input, "x").unwrap();
    for lang in [Lang::Zh, Lang::En] {
        let pack = dir.path().join(format!("pack-{lang:?}"));
        let mut options = options(lang, true);
        options.inputs.push(Input::of_file(&input, "唐磊的短信 13812345678.xml").unwrap());
        options.case_file = Some(Input::of_file(&input, "唐磊.toml").unwrap());
        let mut full = audit(&personal());
        for entry in &mut full.history.entries {
            entry.contact.record.source = "唐磊的短信 13812345678.xml".into();
            entry.contact.record.extra.insert("contact".into(), json!("唐磊"));
        }
        let summary = write_pack(&pack, full, &options).unwrap();
        assert!(summary.files.iter().all(|f| !secrets.iter().any(|s| f.contains(s))));
        for (name, text) in contents(&pack) {
            // Hashes are hexadecimal and name nobody.
            let plain: String = text
                .split(|c: char| !c.is_ascii_hexdigit())
                .filter(|w| !is_hash(w))
                .collect::<Vec<_>>()
                .join(" ");
            // Sizes and hashes may hold any four digits; the manifest takes nothing from a message.
            let sums = name == "manifest.json" || name == "SHA256SUMS";
            for secret in secrets.iter().filter(|s| !sums || s.len() > 6) {
                assert!(
                    !text.contains(*secret) || (secret.is_ascii() && !plain.contains(*secret)),
                    "{name} gives away {secret}"
                );
            }
        }
        let files = contents(&pack);
        assert!(
            files["evidence.csv"].contains("东浦银行") && files["evidence.csv"].contains("1,200元"),
            "institutions and amounts stay"
        );
        assert!(files["manifest.json"].contains("input-001.xml"));
        let html = &files["report.html"];
        let record = files["evidence.csv"].lines().nth(1).unwrap();
        let number = record.split("\",\"").nth(9).unwrap();
        assert!(number.len() == 11 && number.starts_with("199"), "{number}");
        assert!(html.matches(number).count() >= 2, "one number has one substitute");
    }
}

#[test]
fn a_later_pack_says_what_is_new() {
    let dir = tempfile::tempdir().unwrap();
    let whole = invented("answered");
    let mut early = whole.clone();
    early["messages"].as_array_mut().unwrap().truncate(4);
    let pack = dir.path().join("pack");
    write_pack(&pack, audit(&early), &options(Lang::Zh, false)).unwrap();
    let mut options = options(Lang::Zh, false);
    options.previous = Some(pack.clone());
    let changes = write_pack(&pack, audit(&whole), &options).unwrap().changes.unwrap();
    assert_eq!((changes.earlier_messages, changes.missing_messages), (4, 0));
    assert_eq!(changes.new_messages, (4..11).collect::<Vec<_>>());
    assert_eq!(changes.new_answers, [(1, 4)]);
    let codes: Vec<_> = changes.findings.iter().map(|f| (f.code.as_str(), f.is_new)).collect();
    assert_eq!(codes, [("request_unanswered", true)]);
    let files = contents(&pack);
    let json: Value = serde_json::from_str(&files["findings.json"]).unwrap();
    assert_eq!(json["changes"]["new_answers"][0], json!({"request": "m02", "answer": "m05"}));
    assert!(files["report.html"].contains("与上次核查相比"));
}

#[test]
fn other_folders_are_left_alone_and_other_files_stay() {
    let dir = tempfile::tempdir().unwrap();
    let foreign = dir.path().join("photos");
    fs::create_dir(&foreign).unwrap();
    fs::write(foreign.join("report.html"), "mine").unwrap();
    let row = invented("two-creditors");
    let error = write_pack(&foreign, audit(&row), &options(Lang::Zh, false)).unwrap_err();
    assert!(error.to_string().contains("holds no evidence pack"), "{error}");
    assert_eq!(fs::read_to_string(foreign.join("report.html")).unwrap(), "mine");
    let pack = dir.path().join("pack");
    write_pack(&pack, audit(&row), &options(Lang::Zh, false)).unwrap();
    assert!(pack.join("complaint-police.md").exists());
    fs::write(pack.join("notes.txt"), "mine").unwrap();
    write_pack(&pack, audit(&invented("innocent-replies")), &options(Lang::Zh, false)).unwrap();
    assert!(pack.join("notes.txt").exists() && !pack.join("complaint-police.md").exists());
    let left: Vec<_> = fs::read_dir(dir.path()).unwrap().map(|f| f.unwrap().file_name()).collect();
    assert_eq!(left.len(), 2, "no temporary folder stays: {left:?}");
}

#[test]
fn a_draft_states_facts_with_their_numbers() {
    let dir = tempfile::tempdir().unwrap();
    let pack = dir.path().join("pack");
    write_pack(&pack, audit(&invented("amounts")), &options(Lang::En, false)).unwrap();
    insta::assert_snapshot!(fs::read_to_string(pack.join("complaint-12378.md")).unwrap());
}

#[test]
#[ignore = "writes packs to look at into the folder that SMSIFT_PACKS names"]
fn packs_to_look_at() {
    let Ok(target) = std::env::var("SMSIFT_PACKS") else { return };
    let text = crate::support::shared_file("corpus/scenarios.jsonl").unwrap_or_default();
    let all =
        rows(&text).into_iter().chain(rows(include_str!("invented.jsonl"))).chain([hostile(), personal()]);
    for row in all {
        for (lang, name) in [(Lang::Zh, "zh"), (Lang::En, "en")] {
            let dir = Path::new(&target).join(format!("{}-{name}", row["id"].as_str().unwrap()));
            write_pack(&dir, audit(&row), &options(lang, false)).unwrap();
        }
    }
}
