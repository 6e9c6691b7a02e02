//! SQLite databases.

use rusqlite::{Connection, params};
use smsift_dump::Format;

use super::{MESSAGES, Sample, Sms};

fn database(schema: &str, fill: impl Fn(&Connection, i64, &Sms)) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sms.db");
    let connection = Connection::open(&path).unwrap();
    connection.execute_batch(schema).unwrap();
    for (i, m) in (1..).zip(MESSAGES) {
        fill(&connection, i, m);
    }
    connection.close().unwrap();
    std::fs::read(path).unwrap()
}

fn insert(connection: &Connection, sql: &str, values: impl rusqlite::Params) {
    connection.execute(sql, values).unwrap();
}

/// An attributed string as Apple archives it.
pub(crate) fn attributed(text: &str) -> Vec<u8> {
    let mut out = b"\x04\x0bstreamtyped\x81\xe8\x03\x84\x01@\x84\x84\x84\x12NSAttributedString\0\x84\x84\x08NSObject\0\x85\x92\x84\x84\x84\x08NSString\x01\x94\x84\x01+".to_vec();
    match u8::try_from(text.len()) {
        Ok(length) if length < 0x80 => out.push(length),
        _ => {
            out.push(0x81);
            out.extend_from_slice(&u16::try_from(text.len()).unwrap().to_le_bytes());
        }
    }
    out.extend_from_slice(text.as_bytes());
    out.extend_from_slice(b"\x86\x84\x02iI\x01");
    out
}

pub(super) fn samples() -> Vec<Sample> {
    let android = database(
        "CREATE TABLE sms (_id INTEGER PRIMARY KEY, thread_id INTEGER, address TEXT, date INTEGER, type INTEGER, body TEXT, maker_column TEXT)",
        |c, i, m| {
            insert(
                c,
                "INSERT INTO sms VALUES (?1, 1, ?2, ?3, ?4, ?5, 'x')",
                params![i, m.number, m.at * 1000, m.kind, m.text],
            );
        },
    );
    let apple = database(
        "CREATE TABLE message (ROWID INTEGER PRIMARY KEY, text TEXT, attributedBody BLOB, handle_id INTEGER, date INTEGER, is_from_me INTEGER, service TEXT, associated_message_type INTEGER DEFAULT 0, item_type INTEGER DEFAULT 0);
         CREATE TABLE handle (ROWID INTEGER PRIMARY KEY, id TEXT);
         CREATE TABLE chat (ROWID INTEGER PRIMARY KEY, chat_identifier TEXT);
         CREATE TABLE chat_message_join (chat_id INTEGER, message_id INTEGER);",
        |c, i, m| {
            let date = (m.at - 978_307_200) * 1_000_000_000;
            let (text, blob) = if i % 2 == 0 { (Some(m.text), None) } else { (None, Some(attributed(m.text))) };
            insert(c, "INSERT INTO handle VALUES (?1, ?2)", params![i, m.number]);
            insert(
                c,
                "INSERT INTO message (ROWID, text, attributedBody, handle_id, date, is_from_me, service) VALUES (?1, ?2, ?3, ?1, ?4, ?5, 'SMS')",
                params![i, text, blob, date, m.kind == 2],
            );
        },
    );
    let huawei = database(
        "CREATE TABLE sms_tb (group_id INTEGER, date INTEGER, address TEXT, type INTEGER, body TEXT)",
        |c, _, m| {
            insert(
                c,
                "INSERT INTO sms_tb VALUES (1, ?1, ?2, ?3, ?4)",
                params![m.at * 1000, m.number, m.kind, m.text],
            );
        },
    );
    let forwarder = database(
        "CREATE TABLE Msg (id INTEGER PRIMARY KEY, type TEXT, `from` TEXT, content TEXT, sim_info TEXT, time INTEGER)",
        |c, i, m| {
            let kind = if m.kind == 1 { "sms" } else { "call" };
            insert(
                c,
                "INSERT INTO Msg VALUES (?1, ?2, ?3, ?4, '', ?5)",
                params![i, kind, m.number, m.text, m.at * 1000],
            );
        },
    );
    let other = database(
        "CREATE TABLE notes (x TEXT); CREATE TABLE inbox (号码 TEXT, 时间 TEXT, 内容 TEXT, 方向 TEXT)",
        |c, _, m| {
            let time = super::local(m.at, "%Y-%m-%d %H:%M:%S");
            let way = if m.kind == 1 { "接收" } else { "发送" };
            insert(c, "INSERT INTO inbox VALUES (?1, ?2, ?3, ?4)", params![m.number, time, m.text, way]);
        },
    );
    vec![
        Sample::new("mmssms.db", "mmssms.db", Format::AndroidDb, android).container(),
        Sample::new("sms.db", "3d0d7e5fb2ce", Format::IosDb, apple).container(),
        Sample::new("Huawei", "sms.db", Format::HuaweiDb, huawei).container(),
        Sample::new("SmsForwarder database", "sms_forwarder.db", Format::SmsForwarderDb, forwarder)
            .container()
            .received_only(),
        Sample::new("another database", "x.sqlite", Format::Sqlite, other).container(),
    ]
}
