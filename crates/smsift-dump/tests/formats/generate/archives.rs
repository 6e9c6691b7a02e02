//! Zip, Android and MIUI backups, spreadsheets.

use std::io::{Cursor, Write};

use flate2::Compression;
use flate2::write::ZlibEncoder;
use serde_json::json;
use smsift_dump::Format;

use super::{MESSAGES, Sample, local, xml};

fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

pub(crate) fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// One tar entry, padded.
fn entry(name: &str, bytes: &[u8]) -> Vec<u8> {
    let mut header = [0u8; 512];
    header[..name.len()].copy_from_slice(name.as_bytes());
    header[100..107].copy_from_slice(b"0000644");
    header[124..135].copy_from_slice(format!("{:011o}", bytes.len()).as_bytes());
    header[156] = b'0';
    header[257..263].copy_from_slice(b"ustar\0");
    header[148..156].fill(b' ');
    let sum: u32 = header.iter().map(|b| u32::from(*b)).sum();
    header[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    let mut out = header.to_vec();
    out.extend_from_slice(bytes);
    out.resize(out.len().next_multiple_of(512), 0);
    out
}

fn varint(mut value: u64) -> Vec<u8> {
    let mut out = Vec::new();
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
    out
}

fn bytes_field(number: u64, bytes: &[u8]) -> Vec<u8> {
    [varint(number << 3 | 2), varint(bytes.len() as u64), bytes.to_vec()].concat()
}

fn number_field(number: u64, value: u64) -> Vec<u8> {
    [varint(number << 3), varint(value)].concat()
}

fn miui(with_root: bool) -> Vec<u8> {
    let rows: Vec<u8> = MESSAGES
        .iter()
        .flat_map(|m| {
            let sms = [
                bytes_field(1, b"guid"),
                number_field(3, u64::from(m.kind)),
                bytes_field(4, m.number.as_bytes()),
                bytes_field(6, m.text.as_bytes()),
                number_field(7, (m.at * 1000).cast_unsigned()),
                // A negative int32 takes ten bytes.
                number_field(10, u64::MAX),
            ];
            bytes_field(1, &sms.concat())
        })
        .collect();
    let store = if with_root { bytes_field(4, &rows) } else { rows };
    let mut out =
        "MIUI BACKUP\n2\ncom.android.mms 短信\n-1\n0\nANDROID BACKUP\n5\n0\nnone\n".as_bytes().to_vec();
    out.extend(entry("apps/com.android.mms/_manifest", b"1\n"));
    out.extend(entry("apps/com.android.mms/miui_bak/_tmp_bak", &store));
    out.extend([0; 1024]);
    out
}

fn adb() -> Vec<u8> {
    let rows: Vec<_> = MESSAGES
        .iter()
        .map(|m| json!({"self_phone": "1", "address": m.number, "body": m.text, "date": (m.at * 1000).to_string(), "type": m.kind.to_string()}))
        .collect();
    let mut tar = entry("apps/com.android.providers.telephony/_manifest", b"1\n");
    for (i, half) in rows.chunks(5).enumerate() {
        let name = format!("apps/com.android.providers.telephony/d_f/{i:06}_sms_backup");
        tar.extend(entry(&name, &deflated(json!(half).to_string().as_bytes())));
    }
    tar.extend([0; 1024]);
    [b"ANDROID BACKUP\n5\n1\nnone\n".to_vec(), deflated(&tar)].concat()
}

fn workbook() -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    let date = rust_xlsxwriter::Format::new().set_num_format("yyyy-mm-dd hh:mm:ss");
    for (column, title) in (0u16..).zip(["手机号", "发送时间", "类型", "短信内容"]) {
        sheet.write_string(0, column, title).unwrap();
    }
    for (row, m) in (1u32..).zip(MESSAGES) {
        // Numbers as spreadsheet programs store them.
        match m.number.parse::<f64>() {
            Ok(number) if !m.number.starts_with('+') => sheet.write_number(row, 0, number).unwrap(),
            _ => sheet.write_string(row, 0, m.number).unwrap(),
        };
        let days = (m.at + 8 * 3600) as f64 / 86_400.0 + 25_569.0;
        sheet.write_number_with_format(row, 1, days, &date).unwrap();
        sheet.write_string(row, 2, if m.kind == 1 { "接收" } else { "发送" }).unwrap();
        sheet.write_string(row, 3, m.text).unwrap();
    }
    book.save_to_buffer().unwrap()
}

fn ods() -> Vec<u8> {
    let cell = |text: &str| {
        format!(
            "<table:table-cell office:value-type=\"string\"><text:p>{}</text:p></table:table-cell>",
            xml::escape(text).replace("&#10;", "</text:p><text:p>")
        )
    };
    let row = |cells: &[String]| format!("<table:table-row>{}</table:table-row>", cells.concat());
    let mut rows = row(&["手机号", "发送时间", "类型", "短信内容"].map(cell));
    for m in MESSAGES.iter().filter(|m| !m.text.contains(|c: char| c.len_utf16() == 2)) {
        let time = local(m.at, "%Y-%m-%d %H:%M:%S");
        rows += &row(&[
            cell(m.number),
            cell(&time),
            cell(if m.kind == 1 { "接收" } else { "发送" }),
            cell(m.text),
        ]);
    }
    let content = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" office:version=\"1.2\"><office:body><office:spreadsheet><table:table table:name=\"S\">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"
    );
    let manifest = "<?xml version=\"1.0\"?><manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\"/>";
    zip(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", content.as_bytes()),
        ("META-INF/manifest.xml", manifest.as_bytes()),
    ])
}

pub(super) fn samples() -> Vec<Sample> {
    let xml = xml::sms_backup_restore();
    let zipped = zip(&[("readme.txt", "说明：这是备份".as_bytes()), ("sub/sms-1.xml", xml.as_bytes())]);
    let mut ods = Sample::new("ods", "m.ods", Format::Spreadsheet, ods()).container();
    ods.messages.retain(|m| !m.text.contains(|c: char| c.len_utf16() == 2));
    let mut miui_root = Sample::new("MIUI", "短信(com.android.mms).bak", Format::MiuiBackup, miui(true));
    // A damaged length in a binary format leaves no mark to go on from.
    miui_root.local = false;
    vec![
        Sample::new("zipped XML", "sms.zip", Format::SmsBackupRestore, zipped).container(),
        miui_root,
        Sample::new("MIUI without root", "sms.bak", Format::MiuiBackup, miui(false)).container(),
        Sample::new("adb backup", "backup.ab", Format::AdbBackup, adb()).container(),
        Sample::new("xlsx", "m.xlsx", Format::Spreadsheet, workbook()).container(),
        ods,
    ]
}
