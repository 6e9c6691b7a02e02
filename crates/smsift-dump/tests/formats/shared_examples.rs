//! The example files of `../shared/formats`, when they are there: counts, texts, times, senders, directions.

use std::path::{Path, PathBuf};

use smsift::Direction;
use smsift_dump::{Folder, Format, Kind, ReadOptions, Record, open};

/// Expected per file: format, received, sent (with drafts and failed), unknown, drafts, failed, MMS.
#[rustfmt::skip]
const FILES: &[(&str, Format, [usize; 6])] = &[
    ("01_sms_backup_restore.xml", Format::SmsBackupRestore, [8, 4, 0, 1, 1, 1]),
    ("01b_sms_backup_restore_surrogate_entities.xml", Format::SmsBackupRestore, [9, 4, 0, 1, 1, 1]),
    ("01c_silence_plaintext_one_line.xml", Format::SmsBackupRestore, [7, 2, 0, 0, 0, 0]),
    ("02_sms_ie_messages-2024-11-07.zip", Format::SmsIe, [8, 4, 0, 1, 1, 1]),
    ("02_sms_ie_messages.ndjson", Format::SmsIe, [8, 4, 0, 1, 1, 1]),
    ("02b_sms_ie_v1.json", Format::SmsIe, [7, 4, 0, 1, 1, 0]),
    ("03_quik_backup-20241107130000.json", Format::Quik, [7, 4, 0, 1, 1, 0]),
    ("04_fossify_messages.json", Format::Fossify, [8, 4, 0, 1, 1, 1]),
    ("04b_simple_sms_messenger_gson.json", Format::Fossify, [5, 1, 0, 0, 0, 0]),
    ("05_mmssms.db", Format::AndroidDb, [8, 4, 0, 1, 1, 1]),
    ("06_adb_content_query.txt", Format::AdbQuery, [7, 4, 0, 1, 1, 0]),
    ("07_ios_sms.db", Format::IosDb, [7, 2, 0, 0, 0, 0]),
    ("07b_ios10_seconds_sms.db", Format::IosDb, [7, 2, 0, 0, 0, 0]),
    ("07c_itunes_backup/00008030-000A1B2C3D4E5F60", Format::ItunesBackup, [7, 2, 0, 0, 0, 0]),
    ("07c_itunes_backup/00008030-000A1B2C3D4E5F60/3d/3d0d7e5fb2ce288813306e4d4636395e047a3d28", Format::IosDb, [7, 2, 0, 0, 0, 0]),
    ("08_imazing_messages.csv", Format::Imazing, [7, 2, 0, 0, 0, 0]),
    ("10_nokia_utf16le.vmg", Format::Vmsg, [1, 0, 0, 0, 0, 0]),
    ("10b_nokia_suite.csv", Format::SmsCsv, [1, 1, 0, 0, 0, 0]),
    ("10c_coolpad_sms.vmg", Format::Vmsg, [1, 1, 0, 0, 0, 0]),
    ("11_oppo_sms.vmsg", Format::Vmsg, [7, 4, 0, 1, 1, 0]),
    ("11b_mtk_datatransfer_sms.vmsg", Format::Vmsg, [7, 2, 0, 0, 0, 0]),
    ("11c_meizu_sms.vmsg", Format::Vmsg, [7, 2, 0, 0, 0, 0]),
    ("12_vivo_sms.json", Format::AndroidRows, [7, 4, 0, 1, 1, 0]),
    ("13_huawei_sms.db", Format::HuaweiDb, [7, 4, 0, 1, 1, 0]),
    ("14_miui_短信(com.android.mms).bak", Format::MiuiBackup, [7, 4, 0, 1, 1, 0]),
    ("15_adb_backup.ab", Format::AdbBackup, [7, 4, 0, 1, 1, 0]),
    ("16_wandoujia_sms.csv", Format::SmsCsv, [7, 2, 0, 0, 0, 0]),
    ("16b_labi_sms.csv", Format::SmsCsv, [7, 2, 0, 0, 0, 0]),
    ("16c_wandoujia_quoted_sms.csv", Format::SmsCsv, [7, 2, 0, 0, 0, 0]),
    ("17_super_backup_allsms.xml", Format::SuperBackup, [7, 4, 0, 1, 1, 0]),
    ("18_sms_forwarder.db", Format::SmsForwarderDb, [7, 0, 0, 0, 0, 0]),
    ("18b_smsforwarder_http_query.json", Format::SmsForwarder, [7, 2, 0, 0, 0, 0]),
    ("18c_telegram_forward_result.json", Format::Telegram, [7, 0, 0, 0, 0, 0]),
    ("19_platform_detail_gbk.csv", Format::Platform, [4, 0, 0, 0, 0, 0]),
    ("19b_platform_detail_utf8bom.csv", Format::Platform, [4, 0, 0, 0, 0, 0]),
    ("19c_aliyun_QuerySendDetails.json", Format::Aliyun, [2, 0, 0, 0, 0, 0]),
    ("19d_cmpp_submit_illustrative.log", Format::Cmpp, [1, 0, 0, 0, 0, 0]),
    ("20_table_gb18030.csv", Format::Table, [7, 4, 0, 1, 1, 0]),
    ("20b_table_utf16le_tab.txt", Format::Table, [7, 4, 0, 1, 1, 0]),
    ("20c_table_utf8_bom_semicolon.csv", Format::Table, [7, 4, 0, 1, 1, 0]),
    ("20d_table_utf8_no_header.csv", Format::Table, [7, 4, 0, 1, 1, 0]),
    ("20e_table_mixed_utf8_then_gbk.csv", Format::Table, [4, 0, 0, 0, 0, 0]),
    ("21_one_per_line_gbk.txt", Format::Lines, [0, 0, 8, 0, 0, 0]),
    ("21b_label_tab_text.tsv", Format::Labelled, [0, 0, 6, 0, 0, 0]),
    ("21c_blocks.txt", Format::Blocks, [7, 0, 0, 0, 0, 0]),
    ("21d_numbered_lines.txt", Format::Numbered, [0, 0, 4, 0, 0, 0]),
    ("22_table.xlsx", Format::Spreadsheet, [7, 4, 0, 0, 0, 0]),
    ("23_sms_backup_plus.mbox", Format::Mbox, [5, 1, 0, 0, 0, 0]),
    ("24_neo_backup_smsmms.json", Format::NeoBackup, [7, 4, 0, 1, 1, 0]),
    ("25_databackup_messages_sms.json", Format::DataBackup, [7, 4, 0, 1, 1, 0]),
    ("26_mi_cloud_sms.json", Format::MiCloud, [7, 2, 0, 0, 0, 0]),
    ("27_google_voice_takeout.html", Format::GoogleVoice, [1, 1, 0, 0, 0, 0]),
    ("28_lone_surrogate.json", Format::AndroidRows, [1, 0, 0, 0, 0, 0]),
    ("29_flyme_cloud.json", Format::Flyme, [7, 2, 0, 0, 0, 0]),
    ("29b_flyme_cloud.csv", Format::Table, [7, 2, 0, 0, 0, 0]),
    ("30_open_android_backup_SMS_Messages.csv", Format::Table, [0, 0, 11, 0, 0, 0]),
];

fn folder() -> Option<PathBuf> {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/formats/examples");
    shared.is_dir().then_some(shared)
}

fn read(path: &Path) -> (Format, Vec<Record>) {
    let mut reader = open(path, &ReadOptions::default()).unwrap_or_else(|e| panic!("{e}"));
    let (mut records, mut record) = (Vec::new(), Record::default());
    while reader.read_message(&mut record).unwrap_or_else(|e| panic!("{e}")) {
        records.push(record.clone());
    }
    (reader.format(), records)
}

#[test]
fn every_file_has_the_counts_its_index_states() {
    let Some(folder) = folder() else { return };
    for (name, format, counts) in FILES {
        let (found, records) = read(&folder.join(name));
        let count = |test: &dyn Fn(&Record) -> bool| records.iter().filter(|r| test(r)).count();
        let got = [
            count(&|r| r.direction == Direction::In),
            count(&|r| r.direction == Direction::Out),
            count(&|r| r.direction == Direction::Unknown),
            count(&|r| r.folder == Folder::Draft),
            count(&|r| r.folder == Folder::Failed),
            count(&|r| r.kind == Kind::Mms),
        ];
        assert_eq!((found, got), (*format, *counts), "{name}");
    }
}

#[test]
fn the_list_of_files_is_complete() {
    let Some(folder) = folder() else { return };
    let inputs = smsift_dump::inputs::expand(std::slice::from_ref(&folder)).unwrap();
    for path in inputs {
        let name = path.strip_prefix(&folder).unwrap().to_string_lossy().replace('\\', "/");
        assert!(FILES.iter().any(|(file, ..)| *file == name), "{name} is not in the list");
    }
}

/// Formats made from the same messages must say the same about them, whatever their syntax.
#[test]
fn all_formats_agree_on_text_time_sender_and_direction() {
    let Some(folder) = folder() else { return };
    let (_, base) = read(&folder.join("01_sms_backup_restore.xml"));
    let same = |a: &str, b: &str| {
        // Single-line formats write a space where the message has a newline.
        let flat = |t: &str| t.replace('\n', " ");
        flat(a) == flat(b)
    };
    let mut compared = 0;
    for (name, format, _) in FILES {
        let (_, records) = read(&folder.join(name));
        for record in &records {
            let Some(twin) = base.iter().find(|b| same(&b.text, &record.text)) else { continue };
            compared += 1;
            let number = |r: &Record| r.sender.as_deref().map(smsift_dump::normal_address);
            let has_sender =
                record.sender.is_some() && record.kind != Kind::Platform && *format != Format::GoogleVoice;
            if has_sender && record.sender.as_deref() != Some("王小明") {
                assert_eq!(number(record), number(twin), "{name}: sender of record {}", record.record);
            }
            if let (Some(a), Some(b)) = (record.time, twin.time) {
                let minutes = (a.at.as_second() / 60, b.at.as_second() / 60);
                assert_eq!(minutes.0, minutes.1, "{name}: time of record {}", record.record);
            }
            if record.direction != Direction::Unknown && record.kind != Kind::Platform {
                assert_eq!(record.direction, twin.direction, "{name}: direction of record {}", record.record);
            }
        }
    }
    assert!(compared > 380, "only {compared} records had a twin");
}

#[test]
fn spot_checks() {
    let Some(folder) = folder() else { return };
    let (_, sbr) = read(&folder.join("01b_sms_backup_restore_surrogate_entities.xml"));
    assert_eq!(sbr[4].text, "晚上一起吃火锅吗😋🍲\n老地方7点见");
    assert_eq!(sbr[4].sender.as_deref(), Some("+8613800001111"));
    assert_eq!(sbr[4].time.unwrap().to_rfc3339(), "2024-11-06T18:41:09+08:00");
    let mms = sbr.iter().find(|r| r.kind == Kind::Mms).unwrap();
    assert_eq!(mms.text, "周末爬山的合影😀");
    assert_eq!(mms.sender.as_deref(), Some("+8613800001111"));
    let (_, db) = read(&folder.join("05_mmssms.db"));
    let draft = db.iter().find(|r| r.folder == Folder::Draft).unwrap();
    assert_eq!(draft.sender.as_deref(), Some("+8613800001111"), "from the thread");
    let (_, meizu) = read(&folder.join("11c_meizu_sms.vmsg"));
    assert_eq!(meizu[0].time.unwrap().to_rfc3339(), "2024-11-05T01:12:33+00:00");
    let (_, csv) = read(&folder.join("20_table_gb18030.csv"));
    assert_eq!(csv[7].text, "𠮷野家见,㐂字怎么写?");
    assert!(csv[7].time.unwrap().tz_assumed);
    let (_, xlsx) = read(&folder.join("22_table.xlsx"));
    assert_eq!(xlsx[0].sender.as_deref(), Some("10086"));
    assert_eq!(xlsx[0].time.unwrap().to_rfc3339(), "2024-11-05T09:12:33+08:00");
    let (_, cmpp) = read(&folder.join("19d_cmpp_submit_illustrative.log"));
    assert_eq!(cmpp[0].text, "【示例优品】年终盛典,全场5折起!戳 https://s.example/a1B2 拒收请回复R");
    let (_, voice) = read(&folder.join("27_google_voice_takeout.html"));
    assert_eq!(voice[0].text, "see you at 7\nbring \"it\" & more");
    let (_, telegram) = read(&folder.join("18c_telegram_forward_result.json"));
    assert_eq!(telegram[0].sender.as_deref(), Some("10086"));
    assert!(telegram[0].text.ends_with("查询请回复“CXLL”。"));
    let (_, nokia) = read(&folder.join("10_nokia_utf16le.vmg"));
    assert_eq!(nokia[0].text, "今晚加班\n不用等我");
    assert_eq!(nokia[0].time.unwrap().to_rfc3339(), "2009-11-05T01:12:33+00:00");
    let (_, lone) = read(&folder.join("28_lone_surrogate.json"));
    assert_eq!(lone[0].text, "被截断\u{fffd}");
}
