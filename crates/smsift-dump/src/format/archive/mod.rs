//! Archives: zip, Android and MIUI backups, spreadsheets.

mod android_backup;
mod miui;
mod protobuf;
mod shared_strings;
mod spreadsheet;
mod tar;
mod zip;

pub(crate) use android_backup::AdbBackup;
pub(crate) use miui::MiuiBackup;
pub(crate) use spreadsheet::Spreadsheet;
pub(crate) use zip::{Contents, Members, contents as zip_contents};
