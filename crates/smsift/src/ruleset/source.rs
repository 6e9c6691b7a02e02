//! Reading rule files: TOML in which every value knows its place and every key must be known.

use std::ops::Range;

use serde::{Deserialize, Serialize};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::diagnostic::{Diagnostic, nearest};

/// A rule file (TOML) or a dictionary table (a name that ends in `.tsv`): a name for messages, and its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Path or other name, shown in diagnostics.
    pub name: String,
    /// TOML text.
    pub text: String,
}

impl Source {
    /// A source from a name and a text.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self { name: name.into(), text: text.into() }
    }

    /// A dictionary table (`.tsv`) rather than rules.
    pub(crate) fn is_table(&self) -> bool {
        std::path::Path::new(&self.name).extension().is_some_and(|e| e.eq_ignore_ascii_case("tsv"))
    }

    /// A fault at byte `at` of this file.
    pub(crate) fn fault(&self, code: &'static str, at: usize, message: impl Into<String>) -> Diagnostic {
        let at = at.min(self.text.len());
        let start = self.text[..at].rfind('\n').map_or(0, |i| i + 1);
        let end = self.text[start..].find('\n').map_or(self.text.len(), |i| start + i);
        Diagnostic {
            code,
            file: self.name.clone(),
            line: self.text[..start].matches('\n').count() + 1,
            column: self.text[start..at].chars().count() + 1,
            message: message.into(),
            source_line: self.text[start..end].trim_end().to_owned(),
            hint: None,
        }
    }
}

/// A value with the byte at which it stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct At<T> {
    pub(crate) value: T,
    pub(crate) at: usize,
}

/// A table being read: hands out typed values and complains about what it was not asked for.
pub(crate) struct Reader<'s, 't> {
    pub(crate) source: &'s Source,
    table: &'t DeTable<'s>,
    pub(crate) at: usize,
    known: Vec<&'static str>,
}

type Faults = Vec<Diagnostic>;

/// Parses a file into its root table.
pub(crate) fn parse(source: &Source) -> Result<Spanned<DeTable<'_>>, Box<Diagnostic>> {
    DeTable::parse(&source.text).map_err(|error| {
        let at = error.span().map_or(0, |s: Range<usize>| s.start);
        Box::new(source.fault("toml-syntax", at, error.message().to_owned()))
    })
}

impl<'s, 't> Reader<'s, 't> {
    pub(crate) fn new(source: &'s Source, table: &'t DeTable<'s>, at: usize) -> Self {
        Self { source, table, at, known: Vec::new() }
    }

    fn get(&mut self, key: &'static str) -> Option<&'t Spanned<DeValue<'s>>> {
        self.known.push(key);
        self.table.iter().find(|(k, _)| k.get_ref().as_ref() == key).map(|(_, v)| v)
    }

    fn wrong(&self, value: &Spanned<DeValue<'_>>, key: &str, want: &str, faults: &mut Faults) {
        let have = value.get_ref().type_str();
        faults.push(self.source.fault(
            "wrong-type",
            value.span().start,
            format!("`{key}` must be {want}, not {have}"),
        ));
    }

    pub(crate) fn string(&mut self, key: &'static str, faults: &mut Faults) -> Option<At<String>> {
        let value = self.get(key)?;
        if let DeValue::String(text) = value.get_ref() {
            return Some(At { value: text.to_string(), at: value.span().start });
        }
        self.wrong(value, key, "a string", faults);
        None
    }

    /// Like [`Self::string`], but the key must be there and its value not empty.
    pub(crate) fn required(&mut self, key: &'static str, faults: &mut Faults) -> At<String> {
        match self.string(key, faults) {
            Some(text) if !text.value.trim().is_empty() => text,
            found => {
                let at = found.map_or(self.at, |f| f.at);
                let mut fault =
                    self.source.fault("missing-key", at, format!("`{key}` is missing or empty here"));
                fault.hint = Some(format!("add `{key} = \"…\"`"));
                faults.push(fault);
                At { value: String::new(), at }
            }
        }
    }

    pub(crate) fn strings(&mut self, key: &'static str, faults: &mut Faults) -> Vec<At<String>> {
        let Some(value) = self.get(key) else { return Vec::new() };
        let DeValue::Array(items) = value.get_ref() else {
            self.wrong(value, key, "a list of strings", faults);
            return Vec::new();
        };
        let mut out = Vec::with_capacity(items.len());
        for item in items {
            match item.get_ref() {
                DeValue::String(text) if !text.trim().is_empty() => {
                    out.push(At { value: text.to_string(), at: item.span().start });
                }
                DeValue::String(_) => faults.push(self.source.fault(
                    "empty-string",
                    item.span().start,
                    format!("an empty string in `{key}` matches nothing"),
                )),
                _ => self.wrong(item, key, "a list of strings", faults),
            }
        }
        out
    }

    pub(crate) fn number(&mut self, key: &'static str, faults: &mut Faults) -> Option<At<f32>> {
        let value = self.get(key)?;
        let parsed = match value.get_ref() {
            DeValue::Integer(n) => n.as_str().parse().ok(),
            DeValue::Float(n) => n.as_str().parse().ok(),
            _ => None,
        };
        match parsed.filter(|n: &f32| n.is_finite()) {
            Some(number) => Some(At { value: number, at: value.span().start }),
            None => {
                self.wrong(value, key, "a number", faults);
                None
            }
        }
    }

    pub(crate) fn flag(&mut self, key: &'static str, faults: &mut Faults) -> Option<bool> {
        let value = self.get(key)?;
        if let DeValue::Boolean(flag) = value.get_ref() {
            return Some(*flag);
        }
        self.wrong(value, key, "true or false", faults);
        None
    }

    /// The tables below `[[key]]`.
    pub(crate) fn tables(&mut self, key: &'static str, faults: &mut Faults) -> Vec<Reader<'s, 't>> {
        let Some(value) = self.get(key) else { return Vec::new() };
        let DeValue::Array(items) = value.get_ref() else {
            self.wrong(value, key, &format!("written as [[{key}]]"), faults);
            return Vec::new();
        };
        let mut out = Vec::with_capacity(items.len());
        for item in items {
            match item.get_ref() {
                DeValue::Table(table) => out.push(Reader::new(self.source, table, item.span().start)),
                _ => self.wrong(item, key, "a table", faults),
            }
        }
        out
    }

    /// The table below `[key]`.
    pub(crate) fn table(&mut self, key: &'static str, faults: &mut Faults) -> Option<Reader<'s, 't>> {
        let value = self.get(key)?;
        if let DeValue::Table(table) = value.get_ref() {
            return Some(Reader::new(self.source, table, value.span().start));
        }
        self.wrong(value, key, "a table", faults);
        None
    }

    /// Every number of a table whose keys are free, in the order of the keys.
    pub(crate) fn numbers(self, faults: &mut Faults) -> Vec<(At<String>, f32)> {
        let mut out = Vec::new();
        for (key, value) in self.table {
            let parsed: Option<f32> = match value.get_ref() {
                DeValue::Integer(n) => n.as_str().parse().ok(),
                DeValue::Float(n) => n.as_str().parse().ok(),
                _ => None,
            };
            match parsed.filter(|n| n.is_finite()) {
                Some(n) => out.push((At { value: key.get_ref().to_string(), at: key.span().start }, n)),
                None => self.wrong(value, key.get_ref(), "a number", faults),
            }
        }
        out
    }

    /// Ends the reading: every key that was not asked for is a fault.
    pub(crate) fn finish(self, faults: &mut Faults) {
        for (key, _) in self.table {
            let name = key.get_ref().as_ref();
            if self.known.contains(&name) {
                continue;
            }
            let mut fault =
                self.source.fault("unknown-key", key.span().start, format!("unknown key `{name}`"));
            fault.hint = Some(match nearest(name, self.known.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("known keys: {}", self.known.join(", ")),
            });
            faults.push(fault);
        }
    }
}
