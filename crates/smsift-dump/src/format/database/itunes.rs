//! A backup folder as iTunes, Finder, 爱思助手 and idevicebackup2 write it.

use std::path::{Path, PathBuf};

use crate::detect::{ITUNES_ENCRYPTED, WHOLE_BACKUP_FOLDER};
use crate::error::{DumpError, ErrorKind};

/// SHA-1 of `HomeDomain-Library/SMS/sms.db`.
const SMS_DB: &str = "3d0d7e5fb2ce288813306e4d4636395e047a3d28";

/// Where the message database of a backup folder is.
///
/// # Errors
///
/// When the backup is encrypted or has no messages.
pub(crate) fn sms_db(folder: &Path) -> Result<PathBuf, DumpError> {
    let manifest = folder.join("Manifest.plist");
    if let Ok(plist) = plist::Value::from_file(&manifest) {
        let encrypted =
            plist.as_dictionary().and_then(|d| d.get("IsEncrypted")).and_then(plist::Value::as_boolean);
        if encrypted == Some(true) {
            return Err(
                DumpError::new(ErrorKind::Encrypted, "an encrypted iPhone backup").advice(ITUNES_ENCRYPTED)
            );
        }
    }
    let places = [folder.join(&SMS_DB[..2]).join(SMS_DB), folder.join(SMS_DB)];
    places.into_iter().find(|p| p.is_file()).ok_or_else(|| {
        DumpError::new(ErrorKind::Unsupported, "a phone backup without a message database")
            .advice(WHOLE_BACKUP_FOLDER)
    })
}
