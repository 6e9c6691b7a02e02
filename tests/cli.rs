//! Help, exit status, output files, pipes and colours.

use std::io::Read as _;
use std::process::Stdio;

use crate::support::Bench;

const TWO: &str = "{\"id\":\"a\",\"text\":\"晚上一起吃饭吗\"}\n{\"id\":\"b\",\"text\":\"【云桥金融】您的借款已逾期12天，请尽快还款\"}\n";

#[test]
fn every_command_explains_itself() {
    let bench = Bench::new();
    let help = bench.run(&["--help"]).expect(0);
    let commands: Vec<&str> = help
        .text()
        .lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| !line.is_empty())
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .collect();
    assert!(commands.len() >= 5 && commands.contains(&"classify"), "{commands:?}");
    for command in commands {
        let help = bench.run(&[command, "--help"]).expect(0);
        assert!(help.text().contains("Usage: smsift"), "{command}");
        if command != "rules" {
            assert!(help.text().contains("Example"), "{command} shows no example");
        }
    }
}

#[test]
fn usage_errors_end_with_two() {
    let bench = Bench::new();
    for args in [
        &[][..],
        &["classify", "--no-such-option"],
        &["classify", "--since", "yesterday"],
        &["classify", "--tz", "Mars/Olympus"],
        &["classify", "--from", "nonsense"],
        &["classify", "-j", "0"],
        &["classify", "--no-default-rules"],
        &["classify", "-o", "out.unknown"],
        &["eval", "--only", "held"],
        &["eval", "--fail-under", "beauty=1"],
        &["completions", "nosuchshell"],
    ] {
        let run = bench.run(args).expect(2);
        assert!(run.stdout.is_empty() && !run.stderr.is_empty(), "{args:?}");
    }
}

#[test]
fn missing_input_ends_with_one_and_the_others_are_read() {
    let bench = Bench::new();
    let run = bench.write("a.jsonl", TWO).run(&["classify", "nosuch.xml", "a.jsonl"]).expect(1);
    assert_eq!(run.json().len(), 2);
    assert!(run.stderr.contains("nosuch.xml"), "{}", run.stderr);
}

#[test]
fn unrecognised_input_ends_with_four_and_says_what_to_do() {
    let bench = Bench::new();
    let noise: Vec<u8> = (0..4096u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    let run = bench.write("noise.bin", noise).run(&["classify", "noise.bin"]).expect(4);
    assert!(run.stderr.contains("noise.bin") && run.stderr.contains("--from"), "{}", run.stderr);
}

#[test]
fn strict_ends_with_three_when_records_were_skipped() {
    let bench = Bench::new();
    bench.write("a.jsonl", format!("{TWO}{{broken\n"));
    bench.run(&["classify", "a.jsonl"]).expect(0);
    let run = bench.run(&["classify", "--strict", "a.jsonl"]).expect(3);
    assert_eq!(run.json().len(), 2);
    bench.write("good.jsonl", TWO).run(&["classify", "--strict", "good.jsonl"]).expect(0);
}

#[test]
fn bad_rules_end_with_one_and_name_the_place() {
    let bench = Bench::new();
    bench.write("mine.toml", "# mine\n\n[[list]]\nid = \"x\"\nword = [\"typo\"]\n");
    let run = bench.run_with(&["classify", "--rules", "mine.toml"], TWO.as_bytes()).expect(1);
    assert!(run.stderr.contains("unknown-key") && run.stderr.contains("mine.toml:5:1"), "{}", run.stderr);
    assert!(run.stdout.is_empty());
}

#[test]
fn a_file_is_replaced_only_when_all_is_done() {
    let bench = Bench::new();
    bench.write("a.jsonl", format!("{TWO}{{broken\n")).write("out.csv", "before");
    bench.run(&["classify", "--on-error", "stop", "a.jsonl", "-o", "out.csv"]).expect(1);
    assert_eq!(bench.read("out.csv"), "before");
    bench.run(&["classify", "nosuch", "-o", "out.csv"]).expect(1);
    assert_eq!(bench.read("out.csv"), "before");
    bench.run(&["classify", "a.jsonl", "-o", "out.csv"]).expect(0);
    assert!(bench.read("out.csv").starts_with("id,source,"));
    assert_eq!(bench.files(), ["a.jsonl", "out.csv"], "no temporary file is left");
}

#[test]
fn an_input_can_be_replaced_by_its_output() {
    let bench = Bench::new();
    bench.write("a.jsonl", TWO).run(&["classify", "a.jsonl", "-o", "a.jsonl"]).expect(0);
    assert_eq!(bench.read("a.jsonl").matches("\"category\"").count(), 2);
}

#[cfg(unix)]
#[test]
fn links_and_devices_stay_what_they_are() {
    let bench = Bench::new();
    bench.write("a.jsonl", TWO).write("real.jsonl", "");
    std::os::unix::fs::symlink("real.jsonl", bench.path("link.jsonl")).unwrap();
    bench.run(&["classify", "a.jsonl", "-o", "link.jsonl"]).expect(0);
    assert!(bench.path("link.jsonl").symlink_metadata().unwrap().is_symlink());
    assert_eq!(bench.read("real.jsonl").lines().count(), 2);
    bench.run(&["classify", "a.jsonl", "-o", "/dev/null"]).expect(0);
    assert!(!std::path::Path::new("/dev/null").metadata().unwrap().is_file());
}

#[cfg(unix)]
#[test]
fn a_new_file_has_the_rights_of_any_new_file() {
    use std::os::unix::fs::PermissionsExt as _;
    let bench = Bench::new();
    bench.write("a.jsonl", TWO).run(&["classify", "a.jsonl", "-o", "out.jsonl"]).expect(0);
    let rights = |name| bench.path(name).metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!(rights("out.jsonl"), rights("a.jsonl"));
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let bench = Bench::new();
    let line = "{\"text\":\"【云桥金融】您的借款已逾期12天，请尽快还款\"}\n";
    bench.write("many.jsonl", line.repeat(30_000));
    for args in [&["classify", "many.jsonl"][..], &["classify", "-j", "1", "--to", "table", "many.jsonl"]] {
        let mut child = bench.command(args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut start = [0; 200];
        child.stdout.take().unwrap().read_exact(&mut start).unwrap();
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{args:?}");
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{args:?}");
    }
}

#[test]
fn standard_output_carries_data_only_and_quiet_silences_the_rest() {
    let bench = Bench::new();
    let run = bench.run_with(&["classify"], TWO.as_bytes()).expect(0);
    assert_eq!(run.json().len(), 2);
    assert!(run.stderr.contains("2 messages"), "{}", run.stderr);
    let run = bench.run_with(&["classify", "--quiet"], TWO.as_bytes()).expect(0);
    assert_eq!(run.stderr, "");
}

#[test]
fn colour_only_when_wanted() {
    let bench = Bench::new();
    let table = |extra: &[&str]| {
        let args = [&["classify", "--to", "table"], extra].concat();
        bench.run_with(&args, TWO.as_bytes()).expect(0).text().contains('\u{1b}')
    };
    assert!(!table(&[]), "not in a pipe");
    assert!(table(&["--color", "always"]));
    assert!(!table(&["--color", "never"]));
}

#[test]
fn the_locale_chooses_the_language() {
    let bench = Bench::new();
    bench.write("a.jsonl", TWO);
    let table = |locale: &str, args: &[&str]| {
        let args = [&["classify", "--to", "table", "a.jsonl"], args].concat();
        let output = bench.command(&args).env("LC_ALL", locale).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    assert!(table("zh_CN.UTF-8", &[]).contains("合计"));
    assert!(table("C", &[]).contains("Summary"));
    assert!(table("C", &["--lang", "zh"]).contains("合计"));
}

#[test]
fn the_table_is_safe_to_look_at() {
    let bench = Bench::new();
    let hostile = serde_json::json!({
        "text": "您的\u{202e}借款\u{1b}]0;title\u{7}\u{1b}[2J已逾期\u{200b}12天\r\n请还款",
        "sender": "\u{1b}[31m1069\u{202e}",
    });
    let run = bench.run_with(&["classify", "--to", "table"], hostile.to_string().as_bytes()).expect(0);
    let strange = |c: &char| c.is_control() && *c != '\n' || matches!(c, '\u{200b}' | '\u{202e}');
    assert_eq!(run.text().chars().find(strange), None, "{:?}", run.text());
}

#[test]
fn completions_and_manual_come_from_the_same_definitions() {
    let bench = Bench::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = bench.run(&["completions", shell]).expect(0);
        assert!(script.text().contains("no-default-rules"), "{shell}");
    }
    let page = bench.run(&["man"]).expect(0);
    assert!(page.text().contains(".SH \"SMSIFT CLASSIFY\"") && page.text().contains("\\-\\-on\\-error"));
}
