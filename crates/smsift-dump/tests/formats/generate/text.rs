//! Plain text, vMessage, mailbox, adb output, logs.

use smsift_dump::Format;

use super::{MESSAGES, Sample, Sms, local, utc};

fn each(row: impl Fn(usize, &Sms) -> String) -> String {
    MESSAGES.iter().enumerate().map(|(i, m)| row(i, m)).collect()
}

fn quoted_printable(text: &str) -> String {
    text.bytes()
        .enumerate()
        .map(|(i, b)| if i % 20 == 19 { format!("={b:02X}=\r\n") } else { format!("={b:02X}") })
        .collect()
}

fn base64(text: &str) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for chunk in text.as_bytes().chunks(3) {
        let bits = chunk.iter().fold(0u32, |bits, b| bits << 8 | u32::from(*b)) << (8 * (3 - chunk.len()));
        for i in 0..4 {
            let digit = char::from(DIGITS[(bits >> (18 - 6 * i)) as usize & 63]);
            out.push(if i <= chunk.len() { digit } else { '=' });
        }
    }
    out
}

pub(super) fn samples() -> Vec<Sample> {
    let flat = |m: &Sms| m.text.replace('\n', " ");
    let mut blocks = Sample::new(
        "blocks",
        "m.txt",
        Format::Blocks,
        each(|_, m| {
            let who = if m.kind == 1 { "发件人" } else { "收件人" };
            format!("{who}: {}\n时间: {}\n内容: {}\n\n", m.number, local(m.at, "%Y-%m-%d %H:%M:%S"), m.text)
        }),
    );
    blocks.has_direction = false;
    let vmsg = each(|_, m| {
        let folder = if m.kind == 1 { "INBOX" } else { "SENDBOX" };
        format!(
            "BEGIN:VMSG\r\nVERSION:1.1\r\nBEGIN:VCARD\r\nTEL:{}\r\nEND:VCARD\r\nBEGIN:VBODY\r\nX-BOX:{folder}\r\nX-TYPE:SMS\r\nDate:{}\r\nSubject;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:{}\r\nEND:VBODY\r\nEND:VMSG\r\n",
            m.number,
            local(m.at, "%Y/%m/%d %H:%M:%S"),
            quoted_printable(m.text)
        )
    });
    let raw = each(|_, m| {
        let folder = if m.kind == 1 { "INBOX" } else { "SENDBOX" };
        format!(
            "BEGIN:VMSG\nVERSION:1.1\nBEGIN:VCARD\nFROMTEL:{}\nEND:VCARD\nBEGIN:VBODY\nX-BOX:{folder}\nDate:{}\nSubject;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:{}\nEND:VBODY\nEND:VMSG\n",
            m.number,
            local(m.at, "%Y/%m/%d %H:%M:%S"),
            m.text
        )
    });
    let meizu = each(|_, m| {
        let kind = if m.kind == 1 { "DELIVER" } else { "SUBMIT" };
        format!(
            "BEGIN:VMSG\nX-MESSAGE-TYPE:{kind}\nBEGIN:VCARD\nTEL:{}\nEND:VCARD\nBEGIN:VBODY\nDate:{} GMT\nSubject;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:{}\nEND:VBODY\nEND:VMSG\n",
            m.number,
            utc(m.at, "%Y/%m/%d %H:%M:%S"),
            quoted_printable(m.text).replace("=\r\n", "")
        )
    });
    let adb = each(|i, m| {
        format!(
            "Row: {i} _id={i}, address={}, date={}, type={}, body={}, service_center=NULL, locked=0, seen=1\n",
            m.number,
            m.at * 1000,
            m.kind,
            m.text
        )
    });
    let mbox = each(|i, m| {
        format!(
            "From - Thu Oct  9 13:00:00 2025\nMessage-ID: <{i}@x>\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\nX-smssync-address: {}\nX-smssync-datatype: SMS\nX-smssync-type: {}\nX-smssync-date: {}\n\n{}\n\n",
            m.number,
            m.kind,
            m.at * 1000,
            base64(m.text)
        )
    });
    let cmpp = each(|i, m| {
        let hex: String = m.text.encode_utf16().map(|u| format!("{u:04X}")).collect();
        format!(
            "{}.123 [INFO] CMPP_SUBMIT seq={i} TP_udhi=0 Msg_Fmt=8 Dest_terminal_Id=13700001111 Msg_Content={hex}\n",
            local(m.at, "%Y-%m-%d %H:%M:%S")
        )
    });
    let mut cmpp = Sample::new("CMPP log", "gateway.log", Format::Cmpp, cmpp);
    cmpp.has_direction = false;
    cmpp.has_sender = false;
    vec![
        Sample::new("one per line", "m.txt", Format::Lines, each(|_, m| flat(m) + "\n")).text_only(),
        Sample::new(
            "numbered",
            "m.txt",
            Format::Numbered,
            each(|i, m| format!("{:03}  {}\n", i + 1, flat(m))),
        )
        .text_only(),
        Sample::new("labelled", "m.tsv", Format::Labelled, each(|i, m| format!("{}\t{}\n", i % 2, flat(m))))
            .text_only(),
        blocks,
        Sample::new("OPPO", "sms.vmsg", Format::Vmsg, vmsg),
        Sample::new("MTK", "sms.vmsg", Format::Vmsg, raw),
        Sample::new("Meizu", "sms.vmsg", Format::Vmsg, meizu),
        Sample::new("adb query", "sms.txt", Format::AdbQuery, adb),
        Sample::new("mailbox", "SMS.mbox", Format::Mbox, mbox),
        cmpp,
    ]
}
