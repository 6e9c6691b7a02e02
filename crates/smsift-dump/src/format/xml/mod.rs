//! XML exports, and one that only looks like XML.

mod entity;
mod go_sms;
mod sms_backup_restore;
mod super_backup;
mod tags;

pub(crate) use entity::unescape;
pub(crate) use go_sms::GoSms;
pub(crate) use sms_backup_restore::SmsBackupRestore;
pub(crate) use super_backup::SuperBackup;
