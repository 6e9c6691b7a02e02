//! Undoing disguises, with a way back to the original text.
//!
//! Matching works on a cleaned copy; evidence is cut from the original. Each step is one file, can be switched off
//! on its own, and reports what it changed. Text that needs no step is not copied.
//!
//! Lossless steps come first (width, invisible characters, script), then those that drop or join characters.

mod gloss;
mod invisible;
mod numbers;
mod repeats;
mod script;
mod separators;
mod split;
mod variants;
mod width;

use std::borrow::Cow;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use script::ScriptTable;
use split::SplitTable;
pub(crate) use variants::Variant;
use variants::VariantTable;

/// One normalising step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Step {
    /// Full-width, circled and other compatibility forms become plain ones (NFKC, punctuation kept).
    Width,
    /// Zero-width, bidi and variation characters are dropped.
    Invisible,
    /// Traditional characters become simplified ones.
    Script,
    /// Characters written as two components (扌甲) are joined.
    Split,
    /// A pinyin reading in brackets after a character (短(duan)信) is dropped.
    Gloss,
    /// Marks and spaces between two Han characters are dropped.
    Separators,
    /// Digits written in mixed styles within one long run become ASCII digits.
    Numbers,
    /// A character repeated three times or more is kept once.
    Repeats,
    /// Listed spellings of a keyword (贷kuan, 愈期) become the keyword.
    Variants,
}

impl Step {
    /// Every step, in the order in which they run.
    pub const ALL: [Step; 9] = [
        Step::Width,
        Step::Invisible,
        Step::Script,
        Step::Split,
        Step::Gloss,
        Step::Separators,
        Step::Numbers,
        Step::Repeats,
        Step::Variants,
    ];

    const fn bit(self) -> u16 {
        1 << self as u8
    }

    /// A change of this kind inside a keyword means that somebody hid it.
    pub(crate) const fn hides(self) -> bool {
        !matches!(self, Step::Width | Step::Script)
    }
}

/// Which steps run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Steps(u16);

impl Default for Steps {
    fn default() -> Self {
        Self::all()
    }
}

impl Steps {
    /// All steps.
    pub const fn all() -> Self {
        Self(u16::MAX)
    }

    /// No step: the text is matched as it is.
    pub const fn none() -> Self {
        Self(0)
    }

    /// These steps and `step`.
    #[must_use]
    pub const fn with(self, step: Step) -> Self {
        Self(self.0 | step.bit())
    }

    /// These steps without `step`.
    #[must_use]
    pub const fn without(self, step: Step) -> Self {
        Self(self.0 & !step.bit())
    }

    /// Whether `step` is among them.
    pub const fn contains(self, step: Step) -> bool {
        self.0 & step.bit() != 0
    }
}

/// A character of the cleaned text and the bytes of the original that it stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Unit {
    pub(crate) ch: char,
    pub(crate) start: u32,
    pub(crate) end: u32,
}

/// A stretch of the original text that a step changed or dropped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Which step.
    pub step: Step,
    /// Byte range in the original text.
    pub bytes: Range<usize>,
}

/// Tables the steps read; part of the ruleset, so that a change of them changes its hash.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Tables {
    script: ScriptTable,
    split: SplitTable,
    variants: VariantTable,
    classes: Classes,
}

impl Tables {
    /// Reads the tables: traditional characters, components of split ones, spellings of keywords.
    pub(crate) fn new(traditional: &str, split: &str, variants: impl IntoIterator<Item = Variant>) -> Self {
        let (script, split) = (ScriptTable::parse(traditional), SplitTable::parse(split));
        let variants = VariantTable::new(variants);
        let classes = Classes::new(&script, &split, &variants);
        Self { script, split, variants, classes }
    }

    /// A word as the script step leaves it in a text, where that differs.
    pub(crate) fn rewritten(&self, word: &str) -> Option<String> {
        self.script.rewritten(word)
    }
}

/// A cleaned text.
#[derive(Clone, Debug)]
pub(crate) struct Normalized<'t> {
    pub(crate) text: Cow<'t, str>,
    /// Empty when the text was not copied: then offsets are the original's.
    units: Vec<Unit>,
    pub(crate) changes: Vec<Change>,
}

impl Normalized<'_> {
    /// Whether the cleaned text is the original.
    pub(crate) fn is_unchanged(&self) -> bool {
        self.units.is_empty()
    }

    /// The original bytes behind the characters `range` of the cleaned text; `starts` are the byte offsets of the
    /// characters in the cleaned text, with its length at the end.
    pub(crate) fn original_bytes(&self, range: Range<usize>, starts: &[u32]) -> Range<usize> {
        if range.is_empty() {
            return 0..0;
        }
        if self.units.is_empty() {
            return starts[range.start] as usize..starts[range.end] as usize;
        }
        self.units[range.start].start as usize..self.units[range.end - 1].end as usize
    }
}

/// Cleans `text` with the steps that are switched on. Cost: one pass over the characters, and one more for each
/// step that the text needs.
pub(crate) fn normalize<'t>(text: &'t str, steps: Steps, tables: &Tables) -> Normalized<'t> {
    let needed = needed(text, tables) & steps.0;
    if needed == 0 {
        return Normalized { text: Cow::Borrowed(text), units: Vec::new(), changes: Vec::new() };
    }
    let mut units: Vec<Unit> = text
        .char_indices()
        .map(|(at, ch)| Unit { ch, start: at as u32, end: (at + ch.len_utf8()) as u32 })
        .collect();
    let mut changes = Vec::new();
    for step in Step::ALL {
        if needed & step.bit() == 0 {
            continue;
        }
        match step {
            Step::Width => width::apply(&mut units, &mut changes),
            Step::Invisible => invisible::apply(&mut units, &mut changes),
            Step::Script => tables.script.apply(&mut units, &mut changes),
            Step::Split => tables.split.apply(&mut units, &mut changes),
            Step::Gloss => gloss::apply(&mut units, &mut changes),
            Step::Separators => separators::apply(&mut units, &mut changes),
            Step::Numbers => numbers::apply(&mut units, &mut changes),
            Step::Repeats => repeats::apply(&mut units, &mut changes),
            Step::Variants => tables.variants.apply(&mut units, &mut changes),
        }
    }
    if changes.is_empty() {
        return Normalized { text: Cow::Borrowed(text), units: Vec::new(), changes };
    }
    changes.sort_by_key(|c| (c.bytes.start, c.bytes.end, c.step));
    Normalized { text: Cow::Owned(units.iter().map(|u| u.ch).collect()), units, changes }
}

/// What a character may ask for, by code point of the basic plane: looked up once a character.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Classes(#[serde(with = "crate::table")] Vec<u16>);

const HAN: u16 = 1;
const TRADITIONAL: u16 = 1 << 1;
const COMPONENT: u16 = 1 << 2;
const COMPATIBILITY: u16 = 1 << 3;
const INVISIBLE: u16 = 1 << 4;
const SEPARATOR: u16 = 1 << 5;
const NUMBERLIKE: u16 = 1 << 6;
const BRACKET: u16 = 1 << 7;
const SPELLING: u16 = 1 << 8;

impl Classes {
    fn new(script: &ScriptTable, split: &SplitTable, variants: &VariantTable) -> Self {
        let class =
            |code: u32| char::from_u32(code).map_or(0, |ch| Self::work_out(ch, script, split, variants));
        Self((0..0x1_0000).map(class).collect())
    }

    fn work_out(ch: char, script: &ScriptTable, split: &SplitTable, variants: &VariantTable) -> u16 {
        let flag = |holds: bool, bit: u16| if holds { bit } else { 0 };
        flag(is_han(ch), HAN)
            | flag(script.contains(ch), TRADITIONAL)
            | flag(split.may_start(ch), COMPONENT)
            | flag(width::is_compatibility(ch), COMPATIBILITY)
            | flag(invisible::is_invisible(ch), INVISIBLE)
            | flag(separators::is_separator(ch), SEPARATOR)
            | flag(numbers::is_numberlike(ch), NUMBERLIKE)
            | flag(matches!(ch, '(' | '（'), BRACKET)
            | flag(variants.may_start(ch), SPELLING)
    }

    fn of(&self, ch: char, tables: &Tables) -> u16 {
        match self.0.get(ch as usize) {
            Some(class) => *class,
            None => Self::work_out(ch, &tables.script, &tables.split, &tables.variants),
        }
    }
}

/// The steps that could change something: a cheap look at each character, never too few.
fn needed(text: &str, tables: &Tables) -> u16 {
    let mut bits = 0;
    let mut last = ('\0', 0_u16);
    let mut run = 0;
    let mut digits = 0;
    let mut odd_digits = false;
    let mut has_component = false;
    for ch in text.chars() {
        let class = tables.classes.of(ch, tables);
        run = if ch == last.0 { run + 1 } else { 1 };
        if run == 3 && class & HAN != 0 {
            bits |= Step::Repeats.bit();
        }
        let numberlike = class & NUMBERLIKE != 0;
        digits = if numberlike { digits + 1 } else { 0 };
        odd_digits = numberlike && (odd_digits || !ch.is_ascii_digit());
        if digits >= numbers::MIN_RUN && odd_digits {
            bits |= Step::Numbers.bit();
        }
        if last.1 & SPELLING != 0 && tables.variants.may_be(last.0, ch) {
            bits |= Step::Variants.bit();
        }
        has_component |= class & COMPONENT != 0;
        if last.1 & COMPONENT != 0 && tables.split.contains(last.0, ch) {
            bits |= Step::Split.bit();
        }
        if class & !(HAN | NUMBERLIKE | SPELLING | COMPONENT) != 0 {
            bits |= asked_for(class, last.1 & HAN != 0);
        }
        last = (ch, class);
    }
    if last.1 & SPELLING != 0 && tables.variants.may_be(last.0, '\0') {
        bits |= Step::Variants.bit();
    }
    // A pair or a spelling may come to light only when the other steps are done.
    match (bits, has_component) {
        (0, _) => 0,
        (_, false) => bits | Step::Variants.bit(),
        (_, true) => bits | Step::Variants.bit() | Step::Split.bit(),
    }
}

/// The steps that a character of this class asks for, after a Han character or not.
fn asked_for(class: u16, after_han: bool) -> u16 {
    let mut bits = 0;
    if class & TRADITIONAL != 0 {
        bits |= Step::Script.bit();
    }
    if class & SEPARATOR != 0 && after_han {
        bits |= Step::Separators.bit();
    }
    if class & BRACKET != 0 && after_han {
        bits |= Step::Gloss.bit();
    }
    // What these become, or what stands around them once they are gone, may ask for any later step.
    if class & COMPATIBILITY != 0 {
        bits |= !Step::Invisible.bit();
    }
    if class & INVISIBLE != 0 {
        bits |= !Step::Width.bit();
    }
    bits
}

/// Han characters, with the radicals and compatibility forms that stand for them.
pub(crate) fn is_han(ch: char) -> bool {
    matches!(ch, '\u{4E00}'..='\u{9FFF}' | '\u{3400}'..='\u{4DBF}' | '\u{3007}' | '\u{2E80}'..='\u{2FDF}'
        | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{323AF}')
}

/// Removes the units `keep` refuses, noting each run as one change.
fn drop_runs(units: &mut Vec<Unit>, step: Step, changes: &mut Vec<Change>, drop: &[Range<usize>]) {
    if drop.is_empty() {
        return;
    }
    for range in drop {
        let bytes = units[range.start].start as usize..units[range.end - 1].end as usize;
        changes.push(Change { step, bytes });
    }
    let mut ranges = drop.iter().peekable();
    let mut at = 0;
    units.retain(|_| {
        while ranges.next_if(|r| r.end <= at).is_some() {}
        let keep = ranges.peek().is_none_or(|r| at < r.start);
        at += 1;
        keep
    });
}

#[cfg(test)]
mod tests;
