//! Text formats whose records span lines in their own way.

mod adb_query;
mod base64;
mod cmpp;
mod forward;
mod google_voice;
mod log;
mod mbox;
mod sms_csv;

pub(crate) use adb_query::{AdbQuery, is_row_start};
pub(crate) use cmpp::Cmpp;
pub(crate) use forward::Template;
pub(crate) use google_voice::GoogleVoice;
pub(crate) use log::Log;
pub(crate) use mbox::Mbox;
pub(crate) use sms_csv::{SmsCsv, opens_record as opens_sms_csv};
