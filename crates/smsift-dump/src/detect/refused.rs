//! What is recognised and cannot be read: said with the step that helps.

use super::Head;
use crate::error::{Advice, DumpError, ErrorKind};

/// What to do about content that nothing knows.
const UNKNOWN: Advice = Advice {
    zh: "请把短信导出为 SMS Backup & Restore 的 XML、CSV 或 JSON 后再试；若是表格或日志，可用 --from 指定格式，并用 --map 指明各列。",
    en: "Export the messages as SMS Backup & Restore XML, CSV or JSON; for tables and logs name the format with --from and the columns with --map.",
};

pub(crate) fn unknown() -> DumpError {
    DumpError::new(ErrorKind::NotRecognised, "no reader knows this content").advice(UNKNOWN)
}

/// One kind of content that is refused.
struct Refusal {
    matches: fn(&Head<'_>) -> bool,
    kind: ErrorKind,
    what: &'static str,
    advice: Advice,
}

const REFUSALS: &[Refusal] = &[
    Refusal {
        matches: |head| head.bytes.starts_with(b"SSEF\0\xFF"),
        kind: ErrorKind::Encrypted,
        what: "an encrypted SMS Import / Export backup (.ssef)",
        advice: Advice {
            zh: "请先用 SMS Import / Export 项目自带的 tools/ssef-decrypt.py 解密，再读取得到的 zip。",
            en: "Decrypt it with tools/ssef-decrypt.py of the SMS Import / Export project, then read the zip it writes.",
        },
    },
    Refusal {
        matches: |head| {
            let text = head.text().get(..4096).unwrap_or(head.text());
            text.contains("checkMsgV3")
                || text.contains("BackupFilesTypeInfo")
                || text.contains("e_perbackupkey")
        },
        kind: ErrorKind::Encrypted,
        what: "part of an encrypted Huawei HiSuite backup",
        advice: Advice {
            zh: "请用 kobackupdec 与备份密码解密后读取 sms.db；或在手机上用“SMS Backup & Restore”导出 XML。",
            en: "Decrypt it with kobackupdec and the backup's password and read the sms.db inside, or export XML on the phone with SMS Backup & Restore.",
        },
    },
    Refusal {
        matches: |head| {
            let text = head.text();
            let start = text.get(..2048).unwrap_or(text);
            start.contains("<calls") && !text.contains("<smses")
        },
        kind: ErrorKind::Unsupported,
        what: "a call log, not messages",
        advice: Advice {
            zh: "这是通话记录。请导出短信（文件名通常以 sms- 开头）。",
            en: "This is a call log. Export the messages (the file is usually called sms-….xml).",
        },
    },
    Refusal {
        matches: |head| {
            head.bytes.starts_with(b"bplist00")
                || head.text().starts_with("<?xml") && head.text().contains("<plist")
        },
        kind: ErrorKind::Unsupported,
        what: "a property list, part of an iPhone backup",
        advice: WHOLE_BACKUP_FOLDER,
    },
    Refusal {
        matches: |head| head.bytes.starts_with(b"%PDF"),
        kind: ErrorKind::Unsupported,
        what: "a PDF",
        advice: UNKNOWN,
    },
];

/// Advice for an Android backup with a password.
pub(crate) const ADB_PASSWORD: Advice = Advice {
    zh: "请用 android-backup-extractor（abe unpack）与密码解开，或重新执行 adb backup 且不设密码。",
    en: "Unpack it with android-backup-extractor (abe unpack) and the password, or run adb backup again without one.",
};

/// Advice for an encrypted iPhone backup.
pub(crate) const ITUNES_ENCRYPTED: Advice = Advice {
    zh: "请在访达、iTunes 或爱思助手中取消“加密本地备份”后重新备份，或用 imessage-exporter、MVT 解密。",
    en: "Make an unencrypted backup in Finder, iTunes or 爱思, or decrypt it with imessage-exporter or MVT.",
};

/// Advice for a file out of an iPhone backup that has no messages itself.
pub(crate) const WHOLE_BACKUP_FOLDER: Advice = Advice {
    zh: "请指定整个备份文件夹（其中有 Manifest.db 和 3d/3d0d7e5f…），或其中的 sms.db。",
    en: "Name the whole backup folder (with Manifest.db and 3d/3d0d7e5f…), or the sms.db in it.",
};

/// Advice for an Android or MIUI backup of something else.
pub(crate) const NO_MESSAGES_IN_BACKUP: Advice = Advice {
    zh: "该备份中没有短信。小米：设置—备份与重置—本地备份，勾选“短信”，读取“短信(com.android.mms).bak”；其他手机请用“SMS Backup & Restore”导出。",
    en: "It holds no messages. On MIUI make a local backup with messages ticked and read 短信(com.android.mms).bak; elsewhere export with SMS Backup & Restore.",
};

/// Advice for a zip with a password.
pub(crate) const ZIP_PASSWORD: Advice = Advice {
    zh: "请先用密码解压，再读取其中的文件。",
    en: "Unpack it with its password first, then read the files inside.",
};

/// Advice for Samsung's own archive.
pub(crate) const SAMSUNG: Advice = Advice {
    zh: "这是三星 Smart Switch 的 .smem 文件。请用 smartswitch-explorer 解开，或在手机上用“SMS Backup & Restore”导出 XML。",
    en: "This is Samsung Smart Switch's .smem. Open it with smartswitch-explorer, or export XML on the phone with SMS Backup & Restore.",
};

/// Advice for Huawei's encrypted archives.
pub(crate) const HUAWEI: Advice = REFUSALS[1].advice;

/// Refuses what is known to hold nothing readable.
pub(super) fn check(head: &Head<'_>) -> Result<(), DumpError> {
    match REFUSALS.iter().find(|r| (r.matches)(head)) {
        Some(found) => Err(DumpError::new(found.kind, found.what).advice(found.advice)),
        None => Ok(()),
    }
}

/// Refuses by the name where the content alone does not tell.
pub(crate) fn check_name(name: &str) -> Result<(), DumpError> {
    let extension = std::path::Path::new(name).extension().unwrap_or_default();
    if ["smem", "sme"].iter().any(|samsung| extension.eq_ignore_ascii_case(samsung)) {
        return Err(DumpError::new(ErrorKind::Encrypted, "a Samsung Smart Switch archive").advice(SAMSUNG));
    }
    if extension.eq_ignore_ascii_case("enc") {
        return Err(DumpError::new(ErrorKind::Encrypted, "an encrypted Huawei backup part").advice(HUAWEI));
    }
    Ok(())
}
