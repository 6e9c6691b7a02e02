//! JSON producers.

use serde_json::{Value, json};
use smsift_dump::Format;

use super::{MESSAGES, Sample, Sms, local};

fn each(row: impl Fn(&Sms) -> Value) -> Vec<Value> {
    MESSAGES.iter().map(row).collect()
}

fn lines(rows: &[Value]) -> String {
    rows.iter().map(|r| format!("{r}\n")).collect()
}

fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap()
}

fn row(m: &Sms) -> Value {
    json!({"address": m.number, "body": m.text, "date": m.at * 1000, "type": m.kind})
}

/// All values as strings, as database rows are often dumped.
fn strings(m: &Sms) -> Value {
    json!({"_id": "7", "address": m.number, "body": m.text, "date": (m.at * 1000).to_string(), "type": m.kind.to_string(), "sub_id": "1"})
}

fn contract(m: &Sms) -> Value {
    json!({"id": format!("m{}", m.at), "time": local(m.at, "%Y-%m-%dT%H:%M:%S%:z"), "sender": m.number,
        "direction": if m.kind == 1 { "in" } else { "out" }, "text": m.text, "region": "west"})
}

pub(super) fn samples() -> Vec<Sample> {
    let escaped: String = lines(&each(contract)).chars().map(escape).collect();
    let fossify = each(
        |m| json!({"subscriptionId": 1, "address": m.number, "body": m.text, "date": m.at * 1000, "type": m.kind, "backupType": "sms"}),
    );
    let gson = json!([{"sms": each(|m| json!({"sub_id": 1, "address": m.number, "body": m.text, "date": m.at * 1000, "type": m.kind})), "mms": []}]);
    let quik = json!({"messageCount": MESSAGES.len(), "messages": each(row)});
    let cloud = each(
        |m| json!({"entry": {"folder": m.kind - 1, "id": "9", "localTime": m.at * 1000, "recipients": m.number, "snippet": m.text}, "operation": "insert"}),
    );
    let threads: Vec<Value> = MESSAGES
        .iter()
        .map(|m| {
            json!({"key": "k", "contact": m.number, "name": "", "messages": [
                {"uuId": "u", "id": 1, "senddate": m.at * 1000, "type": m.kind, "body": m.text.replace('\n', "\r\n")}]})
        })
        .collect();
    let http = each(
        |m| json!({"name": "", "number": m.number, "content": m.text, "date": m.at * 1000, "type": m.kind, "sim_id": 0}),
    );
    let telegram: Vec<Value> = MESSAGES.iter().filter(|m| m.kind == 1).map(forwarded).collect();
    let neo = each(
        |m| json!({"ADDRESS": m.number, "DATE": (m.at * 1000).to_string(), "TYPE": m.kind.to_string(), "BODY": m.text}),
    );
    let data = each(|m| json!({"id": 1, "config": row(m).to_string(), "selected": true}));
    vec![
        Sample::new("contract JSON Lines", "m.jsonl", Format::Jsonl, lines(&each(contract))),
        Sample::new("escaped JSON Lines", "m.jsonl", Format::Jsonl, escaped),
        Sample::new(
            "generic JSON",
            "m.json",
            Format::Json,
            pretty(&json!({"export": {"items": each(|m| {
                json!({"content": m.text, "phone": m.number, "time": local(m.at, "%Y-%m-%d %H:%M:%S"), "direction": m.kind})
            })}})),
        ),
        Sample::new(
            "concatenated JSON",
            "m.json",
            Format::Json,
            each(contract).iter().map(pretty).collect::<Vec<_>>().join("\n"),
        ),
        Sample::new("sms-ie lines", "messages.ndjson", Format::SmsIe, lines(&each(strings))),
        Sample::new("sms-ie v1", "messages.json", Format::SmsIe, pretty(&Value::Array(each(strings)))),
        Sample::new("QUIK", "backup-20251009.json", Format::Quik, pretty(&quik)),
        Sample::new("Fossify", "sms.json", Format::Fossify, Value::Array(fossify).to_string()),
        Sample::new("Simple SMS Messenger", "sms.json", Format::Fossify, gson.to_string()),
        Sample::new("vivo", "sms.json", Format::AndroidRows, Value::Array(each(row)).to_string()),
        Sample::new("Mi Cloud", "cloud.json", Format::MiCloud, pretty(&Value::Array(cloud))),
        Sample::new(
            "Flyme",
            "flyme.json",
            Format::Flyme,
            pretty(&json!({"folders": {"0": {"count": 1}}, "threads": threads})),
        ),
        Sample::new(
            "SmsForwarder HTTP",
            "query.json",
            Format::SmsForwarder,
            json!({"code": 200, "msg": "success", "data": http}).to_string(),
        ),
        Sample::new(
            "Telegram",
            "result.json",
            Format::Telegram,
            pretty(&json!({"name": "短信", "type": "private_channel", "messages": telegram})),
        )
        .received_only(),
        Sample::new(
            "Neo Backup",
            "smsmms.json",
            Format::NeoBackup,
            json!([{"1-SMS": neo, "2-MMS": []}]).to_string(),
        ),
        Sample::new("DataBackup", "sms.json", Format::DataBackup, Value::Array(data).to_string()),
    ]
}

fn forwarded(m: &Sms) -> Value {
    let time = local(m.at, "%Y-%m-%d %H:%M:%S");
    let text = format!("\n{}\nSIM1_江畔通信_13700000000\nSubId：1\n{time}\n备用机", m.text);
    json!({"id": 1, "type": "message", "date": local(m.at, "%Y-%m-%dT%H:%M:%S"), "date_unixtime": m.at.to_string(),
        "from": "转发", "text": ["", {"type": "phone", "text": m.number}, text], "text_entities": []})
}

/// Characters beyond ASCII as escapes, emoji as two halves.
fn escape(c: char) -> String {
    if c.is_ascii() {
        return c.to_string();
    }
    c.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}")).collect()
}
