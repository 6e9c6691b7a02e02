//! One JSON object as a message.

use std::borrow::Cow;
use std::fmt;

use jiff::tz::TimeZone;
use serde::de::{DeserializeSeed, Deserializer, MapAccess, Visitor};
use serde_json::Value;

use super::surrogate;
use crate::error::{DumpError, ErrorKind};
use crate::fields::{Role, Scalar, Slots, Surroundings, is_platform_name, normal_name, role_of};
use crate::options::{Column, ColumnMap, Format, ReadOptions};
use crate::record::{Kind, NOTE_LONE_SURROGATE, Record};
use crate::source::{Encoding, decode_field};

/// How the objects of this input are to be understood.
#[derive(Clone, Debug)]
pub(crate) struct Shape {
    format: Format,
    map: Vec<(Role, String)>,
    tz: TimeZone,
    /// Keys that are not ours stay in the record.
    keep_extra: bool,
}

impl Shape {
    pub(crate) fn new(format: Format, opts: &ReadOptions) -> Result<Self, DumpError> {
        Ok(Self {
            format,
            map: names(&opts.map)?,
            tz: opts.tz.clone(),
            keep_extra: matches!(format, Format::Jsonl | Format::Json | Format::Aliyun),
        })
    }

    pub(crate) fn format(&self) -> Format {
        self.format
    }

    fn role(&self, key: &str) -> Option<(Role, u8)> {
        if !self.map.is_empty()
            && let Some((role, _)) = self.map.iter().find(|(_, name)| *name == normal_name(key))
        {
            return Some((*role, 0));
        }
        let (role, rank) = match (self.format, key) {
            (Format::MiCloud, "folder") => (Role::FromMe, 0),
            // Phones number their rows; only our own shape and free JSON have ids that mean something elsewhere.
            (_, "id") if !self.keep_extra => return None,
            (Format::SmsForwarder, "name") => (Role::Contact, 0),
            _ => role_of(key)?,
        };
        // A mapped role listens to its own key only.
        if self.map.iter().any(|(mapped, _)| *mapped == role) { None } else { Some((role, rank)) }
    }

    /// Reads one object. On success returns how many bytes it took.
    pub(crate) fn read(
        &self,
        bytes: &[u8],
        about: &Surroundings,
        rec: &mut Record,
    ) -> Result<usize, DumpError> {
        if let Ok(text) = std::str::from_utf8(bytes) {
            return self.read_text(text, about, rec);
        }
        let (text, note) = decode_field(bytes, Encoding::Utf8);
        self.read_text(&text, about, rec)?;
        rec.notes.extend(note);
        Ok(bytes.len())
    }

    fn read_text(&self, text: &str, about: &Surroundings, rec: &mut Record) -> Result<usize, DumpError> {
        if self.format == Format::DataBackup
            && let Some(config) = config(text)
        {
            return self.parse(&config, about, rec).map(|_| text.len()).map_err(|(e, _)| e);
        }
        match self.parse(text, about, rec) {
            Ok(used) => Ok(used),
            Err((e, true)) => {
                let Some(mended) = surrogate::mend(text) else { return Err(e) };
                rec.clear();
                self.parse(&mended, about, rec).map_err(|(e, _)| e)?;
                rec.note(NOTE_LONE_SURROGATE);
                Ok(text.len())
            }
            Err((e, false)) => Err(e),
        }
    }

    /// The flag beside the error tells a syntax error, which mending may help, from a wrong value.
    fn parse(&self, text: &str, about: &Surroundings, rec: &mut Record) -> Result<usize, (DumpError, bool)> {
        let mut stream = serde_json::Deserializer::from_str(text);
        let fill = Fill { shape: self, rec };
        let (slots, platform) = fill.deserialize(&mut stream).map_err(|e| (syntax(&e, text), true))?;
        let used = stream.into_iter::<serde::de::IgnoredAny>().byte_offset();
        let mut about = Cow::Borrowed(about);
        if platform {
            about.to_mut().kind = Kind::Platform;
        }
        slots.finish(rec, &about, &self.tz).map_err(|e| (e, false))?;
        Ok(used)
    }
}

fn names(map: &ColumnMap) -> Result<Vec<(Role, String)>, DumpError> {
    map.entries
        .iter()
        .map(|(role, column)| match column {
            Column::Name(name) => Ok((*role, normal_name(name))),
            Column::Number(n) => Err(DumpError::new(
                ErrorKind::BadOption,
                format!("--map: JSON keys have names, not number {n}"),
            )),
        })
        .collect()
}

/// DataBackup keeps the row as a string of JSON.
fn config(text: &str) -> Option<String> {
    let value: Value = serde_json::from_str(text).ok()?;
    value.get("config")?.as_str().map(str::to_owned)
}

/// The parser's words without the text it stumbled over.
fn syntax(error: &serde_json::Error, text: &str) -> DumpError {
    let line = text.lines().take(error.line().saturating_sub(1)).map(|l| l.len() as u64 + 1).sum::<u64>();
    let what = match error.classify() {
        serde_json::error::Category::Eof => "the object breaks off",
        _ if error.to_string().contains("surrogate") => "half of a character",
        serde_json::error::Category::Data => "not a JSON object",
        _ => "not valid JSON",
    };
    let column = error.column().saturating_sub(1) as u64;
    DumpError::new(ErrorKind::BadJson, format!("{what} (after {} bytes)", line + column))
}

/// Collects the fields of an object.
struct Fill<'r> {
    shape: &'r Shape,
    rec: &'r mut Record,
}

impl<'de> DeserializeSeed<'de> for Fill<'_> {
    type Value = (Slots<'de>, bool);

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Fill<'_> {
    type Value = (Slots<'de>, bool);

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut slots = Slots::default();
        let mut platform_names = 0;
        while let Some(key) = map.next_key_seed(Str)? {
            let Some(value) = map.next_value_seed(Any)? else {
                if self.shape.keep_extra && self.shape.role(&key).is_none() {
                    self.rec.extra.insert(key.into_owned(), Value::Null);
                }
                continue;
            };
            let lost = match self.shape.role(&key) {
                Some((Role::Known, _)) | None => {
                    platform_names += usize::from(is_platform_name(&key));
                    Some(value)
                }
                Some((role, rank)) => slots.put(role, rank, value),
            };
            if let Some(value) = lost
                && self.shape.keep_extra
            {
                self.rec.extra.insert(key.into_owned(), value.into_value());
            }
        }
        Ok((slots, platform_names >= 2))
    }
}

/// A string, borrowed when it has no escapes.
struct Str;

impl<'de> DeserializeSeed<'de> for Str {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Str {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(text))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(text.to_owned()))
    }
}

/// Any value; `None` for null.
struct Any;

impl<'de> DeserializeSeed<'de> for Any {
    type Value = Option<Scalar<'de>>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Any {
    type Value = Option<Scalar<'de>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Self::Value, E> {
        Ok(Some(Scalar::Bool(value)))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Self::Value, E> {
        Ok(Some(Scalar::Integer(value)))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Self::Value, E> {
        Ok(Some(i64::try_from(value).map_or(Scalar::Tree(Value::from(value)), Scalar::Integer)))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Self::Value, E> {
        Ok(Some(Scalar::Number(value)))
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Some(Scalar::Text(Cow::Borrowed(text))))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Some(Scalar::Text(Cow::Owned(text.to_owned()))))
    }

    fn visit_seq<A: serde::de::SeqAccess<'de>>(self, seq: A) -> Result<Self::Value, A::Error> {
        let value = serde::Deserialize::deserialize(serde::de::value::SeqAccessDeserializer::new(seq));
        value.map(|value| Some(Scalar::Tree(value)))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        let value = serde::Deserialize::deserialize(serde::de::value::MapAccessDeserializer::new(map));
        value.map(|value| Some(Scalar::Tree(value)))
    }
}
