//! Traditional characters become simplified ones, character by character, except inside listed phrases.

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::{Change, Step, Unit};

/// A traditional phrase and its simplified form.
type Phrase = (Vec<char>, Vec<char>);

/// Traditional → simplified, with phrases in which a character stays or differs.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct ScriptTable {
    /// Indexed by code point, for the basic plane; 0 where nothing changes.
    #[serde(with = "crate::table")]
    chars: Vec<u16>,
    /// First character → phrases (longest first) and what they become.
    #[serde(serialize_with = "crate::table::sorted::map")]
    phrases: FxHashMap<char, Vec<Phrase>>,
}

impl ScriptTable {
    /// Reads lines of `traditional⇥simplified`; single characters and phrases of equal length. Lines that do not
    /// have this form are passed over: a test of the data package checks the file.
    pub(crate) fn parse(tsv: &str) -> Self {
        let mut table = Self { chars: vec![0; 0x1_0000], phrases: FxHashMap::default() };
        for line in tsv.lines().filter(|l| !l.starts_with('#')) {
            let Some((from, to)) = line.split_once('\t') else { continue };
            let (from, to): (Vec<char>, Vec<char>) = (from.chars().collect(), to.chars().collect());
            match (&from[..], &to[..]) {
                ([f], [t]) => {
                    if let (Ok(f), Ok(t)) = (u16::try_from(u32::from(*f)), u16::try_from(u32::from(*t))) {
                        table.chars[usize::from(f)] = t;
                    }
                }
                ([first, ..], _) if from.len() == to.len() => {
                    table.phrases.entry(*first).or_default().push((from, to));
                }
                _ => {}
            }
        }
        #[expect(clippy::iter_over_hash_type, reason = "each list is sorted on its own")]
        for list in table.phrases.values_mut() {
            list.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.0.cmp(&b.0)));
        }
        table
    }

    fn simplified(&self, ch: char) -> Option<char> {
        match self.chars.get(ch as usize) {
            None | Some(0) => None,
            Some(&code) => char::from_u32(u32::from(code)),
        }
    }

    /// A word as it stands in a cleaned text, where that differs.
    pub(super) fn rewritten(&self, word: &str) -> Option<String> {
        let is_changed = |ch: char| self.simplified(ch).is_some_and(|to| to != ch);
        word.chars().any(is_changed).then(|| word.chars().map(|c| self.simplified(c).unwrap_or(c)).collect())
    }

    pub(super) fn contains(&self, ch: char) -> bool {
        self.chars.get(ch as usize).is_some_and(|&code| code != 0)
    }

    pub(super) fn apply(&self, units: &mut [Unit], changes: &mut Vec<Change>) {
        let mut at = 0;
        while at < units.len() {
            let phrase = self.phrases.get(&units[at].ch).and_then(|list| {
                list.iter().find(|(from, _)| {
                    units.len() - at >= from.len()
                        && from.iter().zip(&units[at..]).all(|(want, unit)| *want == unit.ch)
                })
            });
            if let Some((from, to)) = phrase {
                for (unit, &ch) in units[at..].iter_mut().zip(to) {
                    replace(unit, ch, changes);
                }
                at += from.len();
                continue;
            }
            if let Some(ch) = self.simplified(units[at].ch) {
                replace(&mut units[at], ch, changes);
            }
            at += 1;
        }
    }
}

fn replace(unit: &mut Unit, ch: char, changes: &mut Vec<Change>) {
    if unit.ch != ch {
        unit.ch = ch;
        changes.push(Change { step: Step::Script, bytes: unit.start as usize..unit.end as usize });
    }
}
