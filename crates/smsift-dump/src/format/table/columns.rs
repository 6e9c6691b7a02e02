//! Which column of a table holds what.

use std::borrow::Cow;

use serde_json::Value;

use crate::error::{DumpError, ErrorKind};
use crate::fields::{Role, Scalar, Slots, Surroundings, direction, is_platform_name, normal_name, role_of};
use crate::options::{Column, ReadOptions};
use crate::record::{Kind, Record};
use crate::time;

/// The roles of a table's columns.
#[derive(Clone, Debug)]
pub(crate) struct Columns {
    names: Vec<String>,
    roles: Vec<Option<(Role, u8)>>,
    about: Surroundings,
    options: ReadOptions,
}

impl Columns {
    /// From the names in the header row; `sample` decides what the names leave open.
    pub(crate) fn named(
        header: &[String],
        sample: &[Vec<String>],
        opts: &ReadOptions,
    ) -> Result<Self, DumpError> {
        let names: Vec<String> =
            header.iter().map(|h| h.trim().trim_start_matches('\u{feff}').to_owned()).collect();
        let roles = names.iter().map(|n| role_of(n)).collect();
        let platform = names.iter().filter(|n| is_platform_name(n)).count() >= 2;
        let mut this = Self { names, roles, about: Surroundings::default(), options: opts.clone() };
        if platform {
            this.about.kind = Kind::Platform;
        }
        this.apply_map()?;
        this.infer(sample);
        Ok(this)
    }

    /// From the cells alone, for a table without header.
    pub(crate) fn unnamed(
        width: usize,
        sample: &[Vec<String>],
        opts: &ReadOptions,
    ) -> Result<Self, DumpError> {
        let mut this = Self {
            names: Vec::new(),
            roles: vec![None; width],
            about: Surroundings::default(),
            options: opts.clone(),
        };
        this.apply_map()?;
        this.infer(sample);
        Ok(this)
    }

    pub(crate) fn is_platform(&self) -> bool {
        self.about.kind == Kind::Platform
    }

    pub(crate) fn width(&self) -> usize {
        self.roles.len()
    }

    pub(crate) fn has(&self, role: Role) -> bool {
        self.roles.iter().flatten().any(|(r, _)| *r == role)
    }

    fn apply_map(&mut self) -> Result<(), DumpError> {
        for (role, column) in self.options.map.entries.clone() {
            let at = match &column {
                Column::Number(n) if *n <= self.roles.len() => n - 1,
                Column::Number(n) => return Err(self.no_column(&n.to_string())),
                Column::Name(name) => {
                    let wanted = normal_name(name);
                    let found = self.names.iter().position(|n| normal_name(n) == wanted);
                    found.ok_or_else(|| self.no_column(name))?
                }
            };
            for other in self.roles.iter_mut().filter(|r| r.is_some_and(|(r, _)| r == role)) {
                *other = None;
            }
            self.roles[at] = Some((role, 0));
        }
        Ok(())
    }

    /// Lists the real columns, the nearest names first.
    fn no_column(&self, wanted: &str) -> DumpError {
        if self.names.is_empty() {
            let count = self.roles.len();
            let detail = format!("--map: no column {wanted:?}; the table has {count} columns without names");
            return DumpError::new(ErrorKind::BadOption, detail);
        }
        let mut names: Vec<&str> = self.names.iter().map(String::as_str).collect();
        names.sort_by_key(|name| distance(&normal_name(name), &normal_name(wanted)));
        DumpError::new(
            ErrorKind::BadOption,
            format!("--map: no column {wanted:?}; there are: {}", names.join(" | ")),
        )
    }

    /// Gives roles to columns by what their cells look like.
    fn infer(&mut self, sample: &[Vec<String>]) {
        let named = !self.names.is_empty();
        let stats: Vec<Stats> = (0..self.roles.len()).map(|i| Stats::of(sample, i, &self.options)).collect();
        let mut best = |role: Role, score: fn(&Stats) -> f64, least: f64| {
            if self.has(role) {
                return;
            }
            let free = self.roles.iter().zip(&stats).enumerate().filter(|(_, (r, _))| r.is_none());
            let scored = free.map(|(i, (_, stats))| (i, score(stats)));
            let top = scored.max_by(|a, b| a.1.total_cmp(&b.1)).filter(|(_, score)| *score >= least);
            if let Some((i, _)) = top {
                self.roles[i] = Some((role, 3));
            }
        };
        if !named {
            best(Role::Direction, |s| s.direction, 0.8);
            best(Role::Time, |s| s.time, 0.8);
            best(Role::Sender, |s| s.phone, 0.8);
        }
        best(Role::Text, |s| s.length, 2.0);
        if !named {
            best(Role::Contact, |s| s.name, 0.05);
        }
    }

    /// Whether anything but the text was found, which tells a table from prose with commas.
    pub(crate) fn looks_like_messages(&self) -> bool {
        self.has(Role::Text)
            && (self.has(Role::Time)
                || self.has(Role::Sender)
                || self.has(Role::Direction)
                || !self.names.is_empty())
    }

    /// Makes a record of a row.
    pub(crate) fn read(
        &self,
        fields: &mut Vec<String>,
        delimiter: u8,
        rec: &mut Record,
    ) -> Result<(), DumpError> {
        self.join_surplus(fields, delimiter)?;
        let mut slots = Slots::default();
        for (i, field) in fields.iter().enumerate() {
            let value = Scalar::Text(Cow::Borrowed(field.as_str()));
            let lost = match self.roles.get(i).copied().flatten() {
                Some((Role::Known, _)) | None => Some(value),
                Some((role, rank)) => slots.put(role, rank, value),
            };
            if lost.is_some()
                && !field.is_empty()
                && let Some(name) = self.names.get(i).filter(|n| !n.is_empty())
            {
                rec.extra.insert(name.clone(), Value::String(field.clone()));
            }
        }
        slots.finish(rec, &self.about, &self.options.tz)
    }

    /// A bare delimiter in the last column's text makes more fields than columns: they belong together.
    fn join_surplus(&self, fields: &mut Vec<String>, delimiter: u8) -> Result<(), DumpError> {
        let width = self.roles.len();
        if fields.len() <= width {
            return Ok(());
        }
        let surplus_is_empty = fields[width..].iter().all(String::is_empty);
        let text_is_last = matches!(self.roles.last(), Some(Some((Role::Text, _))));
        if text_is_last && !surplus_is_empty {
            let joined = fields[width - 1..].join(&char::from(delimiter).to_string());
            fields[width - 1] = joined;
        } else if !surplus_is_empty {
            let detail = format!("{} fields where the table has {width} columns", fields.len());
            return Err(DumpError::new(ErrorKind::BadRow, detail));
        }
        fields.truncate(width);
        Ok(())
    }
}

/// What the cells of a column look like, as shares of the cells that hold something.
struct Stats {
    time: f64,
    phone: f64,
    direction: f64,
    name: f64,
    /// Mean number of characters.
    length: f64,
}

impl Stats {
    fn of(sample: &[Vec<String>], column: usize, opts: &ReadOptions) -> Self {
        let cells: Vec<&str> = sample
            .iter()
            .filter_map(|row| row.get(column))
            .map(|c| c.trim())
            .filter(|c| !c.is_empty())
            .collect();
        let count = cells.len().max(1) as f64;
        let share = |test: &dyn Fn(&str) -> bool| cells.iter().filter(|c| test(c)).count() as f64 / count;
        Self {
            time: share(&|c| is_time(c, opts)),
            phone: share(&is_phone),
            direction: share(&|c| c.parse::<i64>().is_err() && direction(c).is_some()),
            name: share(&|c| c.chars().count() <= 12 && !is_phone(c)),
            length: cells.iter().map(|c| c.chars().count() as f64).sum::<f64>() / count,
        }
    }
}

/// A cell that is a date with a time, or a Unix time.
pub(super) fn is_time(cell: &str, opts: &ReadOptions) -> bool {
    cell.len() >= 8 && cell.len() <= 40 && !is_phone(cell) && time::parse(cell, &opts.tz).is_some()
}

/// A cell that is a telephone number or service number. A Unix time in milliseconds is not one.
pub(super) fn is_phone(cell: &str) -> bool {
    let digits = cell.trim_start_matches('+').replace(['-', ' '], "");
    let count = digits.len();
    (3..=24).contains(&count)
        && digits.bytes().all(|b| b.is_ascii_digit())
        && !(count == 13 && digits.starts_with('1') && !digits.starts_with("106"))
        && !cell.contains(':')
        && cell.matches('-').count() <= 1
}

/// Edit distance in characters.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.chars().enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, cb) in b.iter().enumerate() {
            let replace = corner + usize::from(ca != *cb);
            corner = row[j + 1];
            row[j + 1] = replace.min(row[j] + 1).min(corner + 1);
        }
    }
    row[b.len()]
}
