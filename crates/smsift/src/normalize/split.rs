//! A character written as its components side by side: 扌甲 for 押, 亻昔 for 借.

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::{Change, Step, Unit};

/// Component pairs and the character they make.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct SplitTable {
    #[serde(serialize_with = "crate::table::sorted::map")]
    pairs: FxHashMap<(char, char), char>,
    first: Vec<char>,
}

impl SplitTable {
    /// Reads lines of `components⇥character` with two components each.
    pub(crate) fn parse(tsv: &str) -> Self {
        let mut table = Self::default();
        for line in tsv.lines().filter(|l| !l.starts_with('#')) {
            let Some((from, to)) = line.split_once('\t') else { continue };
            let from: Vec<char> = from.chars().collect();
            if let (&[a, b], Some(c)) = (&from[..], to.chars().next()) {
                table.pairs.insert((a, b), c);
                table.first.push(a);
            }
        }
        table.first.sort_unstable();
        table.first.dedup();
        table
    }

    pub(super) fn contains(&self, first: char, second: char) -> bool {
        self.pairs.contains_key(&(first, second))
    }

    pub(super) fn may_start(&self, ch: char) -> bool {
        self.first.binary_search(&ch).is_ok()
    }

    pub(super) fn apply(&self, units: &mut Vec<Unit>, changes: &mut Vec<Change>) {
        let mut out: Vec<Unit> = Vec::with_capacity(units.len());
        for unit in units.iter() {
            let joined =
                out.last().and_then(|last| self.pairs.get(&(last.ch, unit.ch)).map(|ch| (*last, *ch)));
            match joined {
                Some((last, ch)) => {
                    changes.push(Change { step: Step::Split, bytes: last.start as usize..unit.end as usize });
                    out.pop();
                    out.push(Unit { ch, start: last.start, end: unit.end });
                }
                None => out.push(*unit),
            }
        }
        *units = out;
    }
}
