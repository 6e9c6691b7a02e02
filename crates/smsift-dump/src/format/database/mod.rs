//! SQLite databases of phones and tools, opened read-only and read in pages.

mod android;
mod file;
mod ios;
mod itunes;
mod pager;
mod table;
mod typedstream;

pub(crate) use file::Database;
pub(crate) use itunes::sms_db as itunes_sms_db;

use crate::detect::Detection;
use crate::error::{DumpError, ErrorKind};
use crate::options::{Format, ReadOptions};
use crate::reader::Parse;

/// Which database is this, by its tables.
pub(crate) fn identify(db: &Database, opts: &ReadOptions) -> Result<Detection, DumpError> {
    let found = |format, reason: &str| Ok(Detection::new(format, 0.95, reason));
    if opts.table.is_some() {
        return found(Format::Sqlite, "a database, table named by --table");
    }
    let has = |table: &str| db.has_table(table);
    if has("message") && (has("handle") || has("chat")) {
        return found(Format::IosDb, "tables message, handle and chat");
    }
    if has("sms_tb") {
        return found(Format::HuaweiDb, "table sms_tb");
    }
    if db.has_columns("sms", &["address", "body"]) {
        return found(Format::AndroidDb, "table sms with address and body");
    }
    if db.has_columns("mmssms", &["address", "body"]) {
        return found(Format::AndroidDb, "table mmssms with address and body");
    }
    if db.has_columns("Msg", &["content", "sim_info"]) {
        return found(Format::SmsForwarderDb, "table Msg with content and sim_info");
    }
    if has("Files") && db.has_columns("Files", &["fileID", "relativePath"]) {
        let advice = crate::detect::WHOLE_BACKUP_FOLDER;
        return Err(DumpError::new(ErrorKind::Unsupported, "the index of an iPhone backup").advice(advice));
    }
    if let Some(table) = db.table_with_texts() {
        return Ok(Detection::new(Format::Sqlite, 0.6, format!("table {table} has columns of messages")));
    }
    let tables = db.tables().join(", ");
    Err(DumpError::new(ErrorKind::NotRecognised, format!("no known table; name one with --table: {tables}")))
}

/// The parser for a database.
pub(crate) fn parser(db: Database, format: Format, opts: &ReadOptions) -> Result<Box<dyn Parse>, DumpError> {
    Ok(match format {
        Format::IosDb => Box::new(ios::IosMessages::new(db, opts)?),
        Format::AndroidDb if db.has_table("sms") => Box::new(android::AndroidMessages::new(db, opts)?),
        Format::AndroidDb => Box::new(table::TableRows::new(db, "mmssms", opts)?),
        Format::HuaweiDb => Box::new(table::TableRows::new(db, "sms_tb", opts)?),
        Format::SmsForwarderDb => Box::new(table::TableRows::forwarder(db, opts)?),
        _ => {
            let name = opts.table.clone().or_else(|| db.table_with_texts());
            let missing = || DumpError::new(ErrorKind::BadOption, "name the table with --table");
            Box::new(table::TableRows::new(db, &name.ok_or_else(missing)?, opts)?)
        }
    })
}
