//! Writes large inputs for measurements:
//! `cargo run --release -p smsift-dump --example large -- jsonl|xml|mms|xlsx COUNT FILE`
//!
//! `mms` makes COUNT multimedia messages with a part of 300 MB of base64 each.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use smsift::Direction;
use smsift_dump::write::{XlsxWriter, jsonl};
use smsift_dump::{DumpError, Record};

const PART: usize = 300_000_000;

fn main() -> Result<(), DumpError> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [kind, count, path] = args.as_slice() else { return Ok(()) };
    let count: u64 = count.parse().unwrap_or(0);
    match kind.as_str() {
        "xlsx" => {
            let mut writer = XlsxWriter::new();
            for i in 0..count {
                writer.push(&record(i), None)?;
            }
            writer.save(Path::new(path)).map(|_| ())
        }
        kind => {
            let mut out = BufWriter::new(File::create(path)?);
            text(kind, count, &mut out)?;
            Ok(out.flush()?)
        }
    }
}

fn text(kind: &str, count: u64, out: &mut impl Write) -> std::io::Result<()> {
    if kind == "jsonl" {
        let mut line = Vec::new();
        for i in 0..count {
            line.clear();
            jsonl(&mut line, &record(i), None);
            out.write_all(&line)?;
        }
        return Ok(());
    }
    writeln!(out, "<?xml version='1.0' encoding='UTF-8'?>\n<smses count=\"{count}\">")?;
    for i in 0..count {
        let (number, date, body) = (10_690_000_000 + i % 997, 1_700_000_000_000 + i * 1000, body(i));
        if kind == "xml" {
            writeln!(
                out,
                "  <sms protocol=\"0\" address=\"{number}\" date=\"{date}\" type=\"1\" subject=\"null\" body=\"{body}\" toa=\"null\" sc_toa=\"null\" service_center=\"null\" read=\"1\" status=\"-1\" locked=\"0\" contact_name=\"(Unknown)\" />"
            )?;
        } else {
            write!(
                out,
                "  <mms date=\"{date}\" msg_box=\"1\" address=\"{number}\"><parts><part seq=\"0\" ct=\"image/jpeg\" data=\""
            )?;
            let block = "QUJD".repeat(25_000);
            for _ in 0..PART / block.len() {
                out.write_all(block.as_bytes())?;
            }
            writeln!(out, "\"/><part seq=\"0\" ct=\"text/plain\" text=\"{body}\"/></parts></mms>")?;
        }
    }
    writeln!(out, "</smses>")
}

fn body(i: u64) -> String {
    format!(
        "【示例消费金融】您的账单第{i}期已逾期{}天，应还{}.{:02}元，请于今日内还款，如已还款请忽略。",
        i % 90,
        i % 10_000,
        i % 100
    )
}

fn record(i: u64) -> Record {
    Record {
        id: format!("m{i}"),
        source: "large".to_owned(),
        record: i + 1,
        sender: Some((10_690_000_000 + i % 997).to_string()),
        direction: Direction::In,
        text: body(i),
        ..Record::default()
    }
}
