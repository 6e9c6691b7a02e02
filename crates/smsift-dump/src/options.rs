//! What a caller may say about an input.

use std::fmt;
use std::str::FromStr;

use jiff::tz::TimeZone;

use crate::error::{DumpError, ErrorKind};

/// Declares the formats with their stable names and a title for people.
macro_rules! formats {
    ($($(#[$meta:meta])* $variant:ident = $name:literal, $title:literal;)+) => {
        /// The formats a dump can have.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Format {
            $($(#[$meta])* #[doc = $title] $variant,)+
        }

        impl Format {
            /// Every format, in the order of the documentation.
            pub const ALL: &'static [Format] = &[$(Format::$variant,)+];

            /// The name used by `--from`, such as `sms-backup-restore`.
            pub const fn name(self) -> &'static str {
                match self { $(Format::$variant => $name,)+ }
            }

            /// A title for people.
            pub const fn title(self) -> &'static str {
                match self { $(Format::$variant => $title,)+ }
            }
        }
    };
}

formats! {
    Jsonl = "jsonl", "JSON Lines, one message per line";
    Json = "json", "JSON with messages somewhere in it";
    SmsBackupRestore = "sms-backup-restore", "SMS Backup & Restore, Silence or Signal XML";
    SmsIe = "sms-ie", "SMS Import / Export (JSON, NDJSON or zip)";
    Quik = "quik", "QUIK / QKSMS JSON";
    Fossify = "fossify", "Fossify Messages or Simple SMS Messenger JSON";
    AndroidRows = "android-rows", "Android database rows as JSON (vivo and others)";
    MiCloud = "mi-cloud", "Mi Cloud JSON";
    Flyme = "flyme", "Flyme cloud JSON";
    SmsForwarder = "sms-forwarder", "SmsForwarder HTTP answer (JSON)";
    Telegram = "telegram", "Telegram export of forwarded messages (JSON)";
    Aliyun = "aliyun", "Aliyun list of sent messages (JSON)";
    NeoBackup = "neo-backup", "Neo Backup JSON";
    DataBackup = "data-backup", "DataBackup JSON";
    Table = "csv", "CSV or any other delimited table";
    Imazing = "imazing", "iMazing CSV";
    Platform = "platform", "Sending platform's detail export";
    SmsCsv = "sms-csv", "Wandoujia, Labi or Nokia Suite CSV without header";
    Spreadsheet = "xlsx", "Spreadsheet (xlsx, xlsb, xls or ods)";
    Lines = "lines", "Plain text, one message per line";
    Numbered = "numbered", "Plain text, numbered lines";
    Labelled = "labelled", "Label, TAB, text";
    Blocks = "blocks", "Plain text, one block of fields per message";
    Log = "log", "Log read with a regular expression";
    Cmpp = "cmpp", "CMPP gateway log";
    AdbQuery = "adb-query", "Output of adb shell content query";
    SuperBackup = "super-backup", "Super Backup (allsms)";
    GoSms = "go-sms", "GO SMS Pro XML";
    Vmsg = "vmsg", "vMessage archive (OPPO, MTK, Meizu, Nokia, Coolpad)";
    Mbox = "mbox", "SMS Backup+ mailbox";
    GoogleVoice = "google-voice", "Google Voice Takeout HTML";
    AndroidDb = "android-db", "Android mmssms.db";
    IosDb = "ios-db", "iPhone sms.db or Mac chat.db";
    ItunesBackup = "itunes-backup", "Unencrypted iTunes, Finder or 爱思 backup folder";
    HuaweiDb = "huawei-db", "Decrypted Huawei sms.db";
    SmsForwarderDb = "sms-forwarder-db", "SmsForwarder database";
    Sqlite = "sqlite", "A table of a SQLite database";
    MiuiBackup = "miui-backup", "MIUI / HyperOS local backup";
    AdbBackup = "adb-backup", "adb backup";
    Zip = "zip", "Zip archive of an export";
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Format {
    type Err = DumpError;

    fn from_str(name: &str) -> Result<Self, DumpError> {
        let alias = match name {
            "ndjson" => "jsonl",
            "tsv" | "table" => "csv",
            "txt" | "text" => "lines",
            "xls" | "ods" | "xlsb" => "xlsx",
            "vmg" => "vmsg",
            other => other,
        };
        Self::ALL.iter().copied().find(|f| f.name() == alias).ok_or_else(|| {
            let known: Vec<_> = Self::ALL.iter().map(|f| f.name()).collect();
            DumpError::new(ErrorKind::BadOption, format!("no format {name:?}; known: {}", known.join(" ")))
        })
    }
}

/// A column by name or by number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Column {
    /// Its name, compared without case, spaces, hyphens and underscores.
    Name(String),
    /// Its number, from 1.
    Number(usize),
}

/// Which columns (or JSON keys) hold what: `text=短信内容,time=3`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ColumnMap {
    pub(crate) entries: Vec<(crate::fields::Role, Column)>,
}

impl FromStr for ColumnMap {
    type Err = DumpError;

    fn from_str(map: &str) -> Result<Self, DumpError> {
        let mut entries = Vec::new();
        for part in map.split([',', '，']).filter(|p| !p.trim().is_empty()) {
            let bad = |why: &str| DumpError::new(ErrorKind::BadOption, format!("--map {part:?}: {why}"));
            let (role, column) = part.split_once('=').ok_or_else(|| bad("write name=column"))?;
            let role = crate::fields::Role::from_option(role.trim())
                .ok_or_else(|| bad("known names are text time sender recipient direction id contact"))?;
            let column = column.trim();
            let column = match column.parse::<usize>() {
                Ok(0) => return Err(bad("columns are counted from 1")),
                Ok(number) => Column::Number(number),
                Err(_) if column.is_empty() => return Err(bad("the column is missing")),
                Err(_) => Column::Name(column.to_owned()),
            };
            entries.push((role, column));
        }
        Ok(Self { entries })
    }
}

/// How to read an input. The default detects everything and takes times without a zone as Asia/Shanghai.
#[derive(Clone, Debug)]
pub struct ReadOptions {
    /// The format; `None` detects it.
    pub from: Option<Format>,
    /// Name of the text encoding such as `gb18030`; `None` detects it.
    pub encoding: Option<String>,
    /// Zone for times that carry none, and in which instants are shown.
    pub tz: TimeZone,
    /// Columns or keys named by the user; they win over the names the readers know.
    pub map: ColumnMap,
    /// Sheet of a spreadsheet; default is the first that is not empty.
    pub sheet: Option<String>,
    /// Table of a SQLite database whose schema is not known.
    pub table: Option<String>,
    /// Delimiter of a table; `None` detects it.
    pub delimiter: Option<u8>,
    /// The first row of a table is data.
    pub no_header: bool,
    /// Regular expression with the named groups text, time, sender, direction for free-form logs.
    pub regex: Option<String>,
    /// Regular expression with the same groups that takes a forwarded message apart.
    pub forward_template: Option<String>,
}

impl Default for ReadOptions {
    fn default() -> Self {
        Self {
            from: None,
            encoding: None,
            tz: TimeZone::get("Asia/Shanghai").unwrap_or(TimeZone::UTC),
            map: ColumnMap::default(),
            sheet: None,
            table: None,
            delimiter: None,
            no_header: false,
            regex: None,
            forward_template: None,
        }
    }
}

/// A delimiter as the command line writes it: one character, or `tab`.
///
/// # Errors
///
/// When it is not one ASCII character.
pub fn parse_delimiter(text: &str) -> Result<u8, DumpError> {
    match (text, text.as_bytes()) {
        ("\\t" | "tab" | "TAB", _) => Ok(b'\t'),
        (_, [byte]) if byte.is_ascii() => Ok(*byte),
        _ => Err(DumpError::new(
            ErrorKind::BadOption,
            format!("delimiter {text:?} is not one ASCII character"),
        )),
    }
}
