//! XML and what looks like it.

use smsift_dump::Format;

use super::{MESSAGES, Sample, Sms, local};

fn each(row: impl Fn(&Sms) -> String) -> String {
    MESSAGES.iter().map(row).collect()
}

/// Escapes as Android's serialiser does: emoji as two halves.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' => out.push_str("&#10;"),
            c if c.len_utf16() == 2 => {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    out.push_str(&format!("&#{unit};"));
                }
            }
            c => out.push(c),
        }
    }
    out
}

/// SMS Backup & Restore.
pub(crate) fn sms_backup_restore() -> String {
    let rows = each(|m| {
        format!(
            "  <sms protocol=\"0\" address=\"{}\" date=\"{}\" type=\"{}\" subject=\"null\" body=\"{}\" read=\"1\" contact_name=\"(Unknown)\" />\n",
            m.number,
            m.at * 1000,
            m.kind,
            escape(m.text)
        )
    });
    let count = MESSAGES.len();
    format!(
        "<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\n<smses count=\"{count}\">\n{rows}</smses>\n"
    )
}

pub(super) fn samples() -> Vec<Sample> {
    let super_backup = each(|m| {
        format!(
            "\t<sms address=\"{}\" time=\"{}\" date=\"{}\" type=\"{}\" body=\"{}\" read=\"1\" service_center=\"\" name=\"\" />\n",
            m.number,
            local(m.at, "%Y年%m月%d日 %H:%M:%S"),
            m.at * 1000,
            m.kind,
            m.text
        )
    });
    let go_sms = each(|m| {
        format!(
            "<SMS><address>{}</address><contactName>x</contactName><date>{}</date><type>{}</type><body>{}</body></SMS>\n",
            m.number,
            m.at * 1000,
            m.kind,
            escape(m.text)
        )
    });
    let voice = each(|m| {
        let me = if m.kind == 1 {
            "<span class=\"fn\">X</span>"
        } else {
            "<abbr class=\"fn\" title=\"\">Me</abbr>"
        };
        format!(
            "<div class=\"message\"><abbr class=\"dt\" title=\"{}\">x</abbr>: <cite><a class=\"tel\" href=\"tel:{}\">{me}</a></cite>: <q>{}</q></div>\n",
            local(m.at, "%Y-%m-%dT%H:%M:%S%:z"),
            m.number,
            escape(m.text).replace("&#10;", "<br>")
        )
    });
    let mut voice = Sample::new(
        "Google Voice",
        "X - Text.html",
        Format::GoogleVoice,
        format!("<html><body><div class=\"hChatLog hfeed\">\n{voice}</div></body></html>"),
    );
    // The page names only the owner beside what the owner sent.
    voice.has_sender = false;
    vec![
        Sample::new(
            "SMS Backup & Restore",
            "sms-20251009.xml",
            Format::SmsBackupRestore,
            sms_backup_restore(),
        ),
        Sample::new(
            "one line",
            "SilencePlaintextBackup.xml",
            Format::SmsBackupRestore,
            sms_backup_restore().replace('\n', " "),
        ),
        Sample::new(
            "Super Backup",
            "sms_20251009.xml",
            Format::SuperBackup,
            format!(
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<allsms count=\"10\">\n{super_backup}</allsms>"
            ),
        ),
        Sample::new(
            "GO SMS Pro",
            "gosms.xml",
            Format::GoSms,
            format!("<GoSms><SMSCount>10</SMSCount>\n{go_sms}</GoSms>"),
        ),
    ]
    .into_iter()
    .chain([voice])
    .collect()
}
