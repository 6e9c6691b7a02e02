//! Delimited tables in several encodings.

use encoding_rs::GB18030;
use smsift_dump::Format;

use super::{MESSAGES, Sample, Sms, local};

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

fn word(m: &Sms) -> &'static str {
    if m.kind == 1 { "接收" } else { "发送" }
}

fn table(header: &str, delimiter: &str, end: &str, row: impl Fn(&Sms) -> Vec<String>) -> String {
    let mut out = if header.is_empty() { String::new() } else { format!("{header}{end}") };
    for m in MESSAGES {
        out.push_str(&row(m).join(delimiter));
        out.push_str(end);
    }
    out
}

fn cells(m: &Sms) -> Vec<String> {
    vec![m.number.to_owned(), word(m).to_owned(), local(m.at, "%Y/%m/%d %H:%M:%S"), quoted(m.text)]
}

pub(super) fn samples() -> Vec<Sample> {
    let comma = table("号码,类型,时间,内容", ",", "\n", cells);
    let tab = table("号码\t类型\t时间\t内容", "\t", "\r\n", cells);
    let utf16: Vec<u8> =
        [0xff, 0xfe].into_iter().chain(tab.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let semicolon = format!("\u{feff}{}", table("号码;类型;时间;内容", ";", "\r\n", cells));
    let platform = table(
        "手机号码,短信签名,短信内容,发送时间,回执时间,发送状态",
        ",",
        "\n",
        |m| {
            let time = local(m.at, "%Y-%m-%d %H:%M:%S");
            vec![
                "13700001111".to_owned(),
                "示例".to_owned(),
                quoted(m.text),
                time.clone(),
                time,
                "成功".to_owned(),
            ]
        },
    );
    let imazing = format!(
        "\u{feff}{}",
        table("Chat Session,Message Date,Service,Type,Sender ID,Sender Name,Text", ",", "\n", |m| {
            let sender = if m.kind == 1 { m.number } else { "" };
            let way = if m.kind == 1 { "Incoming" } else { "Outgoing" };
            let time = local(m.at, "%Y-%m-%d %H:%M:%S");
            vec![
                m.number.into(),
                time,
                "SMS".into(),
                way.into(),
                sender.into(),
                String::new(),
                quoted(m.text),
            ]
        })
    );
    let wandoujia = table("", ",", "\n", |m| {
        let way = if m.kind == 1 { "deliver" } else { "submit" };
        let who = if m.kind == 1 {
            [format!("\"\t{}\"", m.number), String::new()]
        } else {
            [String::new(), format!("\t{}", m.number)]
        };
        let [first, second] = who;
        let time = local(m.at, "%Y.%m.%e %k:%M");
        vec![
            "sms".into(),
            way.into(),
            first,
            second,
            String::new(),
            time,
            "9".into(),
            m.text.replace('\n', " "),
        ]
    });
    let mut platform = Sample::new("platform", "detail.csv", Format::Platform, platform);
    platform.has_direction = false;
    platform.has_sender = false;
    let mut wandoujia = Sample::new("Wandoujia", "sms.csv", Format::SmsCsv, wandoujia);
    wandoujia.keeps_newlines = false;
    vec![
        Sample::new("CSV", "m.csv", Format::Table, comma.clone()),
        Sample::new("CSV in GB18030", "m.csv", Format::Table, GB18030.encode(&comma).0.into_owned()),
        // Offsets are those of the decoded text.
        Sample::new("TSV in UTF-16", "m.txt", Format::Table, utf16).container(),
        Sample::new("semicolons and BOM", "m.csv", Format::Table, semicolon),
        Sample::new("no header", "m.csv", Format::Table, table("", ",", "\n", cells)),
        Sample::new("iMazing", "Messages - X.csv", Format::Imazing, imazing),
        platform,
        wandoujia,
    ]
}
