//! A database file, opened so that nothing in it or beside it changes.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};
use tempfile::TempDir;

use crate::error::{DumpError, ErrorKind};
use crate::fields::{Role, role_of};

/// An open database with what keeps it alive.
pub(crate) struct Database {
    pub(super) connection: Connection,
    tables: Vec<String>,
    /// The folder of a copy or of a spooled stream; removed when the database is closed.
    folder: Option<TempDir>,
}

pub(super) fn fault(error: &rusqlite::Error) -> DumpError {
    DumpError::new(ErrorKind::BadDatabase, error.to_string()).fatal()
}

/// The file beside the database with this ending.
fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(ending);
    path.with_file_name(name)
}

impl Database {
    /// Opens a database. With a `-wal` beside it both are copied first: the newest messages may be only there.
    pub(crate) fn open(path: &Path) -> Result<Self, DumpError> {
        let wal = beside(path, "-wal");
        let has_wal = wal.metadata().is_ok_and(|m| m.len() > 0);
        let (connection, copy) = if has_wal {
            let folder = tempfile::tempdir().map_err(DumpError::io)?;
            let db = folder.path().join("copy.db");
            fs::copy(path, &db).map_err(DumpError::io)?;
            fs::copy(&wal, folder.path().join("copy.db-wal")).map_err(DumpError::io)?;
            let connection = Connection::open_with_flags(&db, OpenFlags::SQLITE_OPEN_READ_WRITE);
            (connection, Some(folder))
        } else {
            let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
            (Connection::open_with_flags(immutable_uri(path), flags), None)
        };
        let connection = connection.map_err(|e| fault(&e))?;
        let tables = table_names(&connection).map_err(|e| fault(&e))?;
        Ok(Self { connection, tables, folder: copy })
    }

    /// Keeps a temporary folder alive as long as the database.
    pub(crate) fn keep(mut self, folder: TempDir) -> Self {
        self.folder.get_or_insert(folder);
        self
    }

    pub(crate) fn tables(&self) -> &[String] {
        &self.tables
    }

    pub(crate) fn has_table(&self, name: &str) -> bool {
        self.tables.iter().any(|t| t == name)
    }

    pub(crate) fn has_columns(&self, table: &str, columns: &[&str]) -> bool {
        self.has_table(table)
            && self.columns(table).is_ok_and(|have| columns.iter().all(|c| have.iter().any(|h| h == c)))
    }

    /// The names of a table's columns.
    pub(crate) fn columns(&self, table: &str) -> Result<Vec<String>, DumpError> {
        let read = || {
            let mut statement = self.connection.prepare(&format!("PRAGMA table_info({})", quote(table)))?;
            let names = statement.query_map([], |row| row.get::<_, String>(1))?;
            names.collect::<Result<Vec<_>, _>>()
        };
        read().map_err(|e| fault(&e))
    }

    /// The first table whose columns include a text and a sender or a time.
    pub(crate) fn table_with_texts(&self) -> Option<String> {
        let fits = |table: &String| {
            let roles: Vec<Role> = self
                .columns(table)
                .unwrap_or_default()
                .iter()
                .filter_map(|c| role_of(c))
                .map(|(r, _)| r)
                .collect();
            roles.contains(&Role::Text) && (roles.contains(&Role::Sender) || roles.contains(&Role::Time))
        };
        self.tables.iter().find(|t| fits(t)).cloned()
    }
}

/// An identifier in SQL.
pub(super) fn quote(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn table_names(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    let mut statement =
        connection.prepare("SELECT name FROM sqlite_master WHERE type IN ('table','view') ORDER BY name")?;
    let names = statement.query_map([], |row| row.get(0))?;
    names.collect()
}

/// A URI that promises SQLite that nobody writes, so that it needs no lock and leaves no file.
fn immutable_uri(path: &Path) -> String {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut uri = String::from("file:");
    let text = absolute.to_string_lossy().replace('\\', "/");
    if !text.starts_with('/') {
        uri.push('/');
    }
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'_' | b'-' | b':' => {
                uri.push(char::from(byte));
            }
            _ => {
                let _ = write!(uri, "%{byte:02X}");
            }
        }
    }
    uri.push_str("?immutable=1&mode=ro");
    uri
}
