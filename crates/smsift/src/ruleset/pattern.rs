//! The pattern language of signals: words, named sets and gaps.
//!
//! ```text
//! {list}          a match of the list or signal with that id; {@amount} a built-in type
//! 起诉            the word itself
//! (a|b c|{d})     one of these patterns
//! x?              x may be missing; the gaps around it then add up
//! ..6             up to six characters between, within one clause
//! ...12           up to twelve characters between, within one sentence
//! ~8              either order, up to eight characters between, within one sentence
//! ^  $            the start and the end of the body (signatures aside)
//! ```
//! Items that follow each other without a gap are adjacent; Latin words keep the blank between them.

use std::rc::Rc;

use serde::{Deserialize, Serialize};

use crate::table::{Fixed, fixed};

/// How far apart two items may stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Gap {
    /// Most characters between the items.
    pub(crate) max: u16,
    pub(crate) reach: Reach,
}

fixed!(Gap { max: u16, reach: Reach });

impl Gap {
    pub(crate) const ADJACENT: Gap = Gap { max: 0, reach: Reach::Sentence };

    /// This gap and the next, where nothing stands between them.
    fn and(self, next: Gap) -> Gap {
        let reach = match (self.reach, next.reach) {
            (Reach::Either, _) | (_, Reach::Either) => Reach::Either,
            (reach, _) if next.max == 0 => reach,
            (_, reach) if self.max == 0 => reach,
            (Reach::Clause, Reach::Clause) => Reach::Clause,
            _ => Reach::Sentence,
        };
        Gap { max: self.max.saturating_add(next.max), reach }
    }
}

/// What a gap may not cross.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Reach {
    /// In order, within one clause.
    Clause,
    /// In order, within one sentence.
    Sentence,
    /// In either order, within one sentence.
    Either,
}

impl Fixed for Reach {
    const SIZE: usize = 1;

    fn put(self, out: &mut Vec<u8>) {
        out.push(self as u8);
    }

    #[inline]
    fn get(bytes: &[u8]) -> Self {
        match bytes {
            [0] => Reach::Clause,
            [1] => Reach::Sentence,
            _ => Reach::Either,
        }
    }
}

/// One item of a sequence.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Item<'p> {
    /// `{name}` and the byte at which the name stands in the pattern.
    Name(&'p str, usize),
    /// A word, as the pattern spells it.
    Word(&'p str),
    /// `(…|…)` with nothing but words: what stands between the brackets.
    List(&'p str),
    /// `(…|…)` with anything else.
    Choice(Rc<[Sequence<'p>]>),
}

/// Items with the gap before each; the first gap is not used.
pub(crate) type Sequence<'p> = Vec<(Gap, Item<'p>)>;

/// Why a pattern cannot be read, and at which byte of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PatternError {
    pub(crate) message: String,
    pub(crate) at: usize,
}

/// More optional items than this in one pattern make more sequences than anybody meant.
const MOST_OPTIONAL: u32 = 6;

/// Parses a pattern into the sequences it stands for: several where items are optional.
pub(crate) fn parse(pattern: &str) -> Result<Vec<Sequence<'_>>, PatternError> {
    let mut parser = Parser { text: pattern, at: 0, depth: 0 };
    let sequences = parser.sequence()?;
    if parser.at < pattern.len() {
        return Err(parser.error("unexpected `)` or `|`"));
    }
    Ok(sequences)
}

struct Parser<'p> {
    text: &'p str,
    at: usize,
    depth: u32,
}

impl<'p> Parser<'p> {
    fn error(&self, message: impl Into<String>) -> PatternError {
        PatternError { message: message.into(), at: self.at }
    }

    fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    fn sequence(&mut self) -> Result<Vec<Sequence<'p>>, PatternError> {
        let mut all: Vec<Sequence<'p>> = vec![Vec::new()];
        // For each sequence, the gaps before the items that it left out: they stay open when the item is missing.
        let mut skipped = vec![Gap::ADJACENT];
        let mut skipped_without = Vec::new();
        let mut gap = None;
        let mut optional = 0;
        loop {
            while self.peek().is_some_and(|c| c == ' ') {
                self.at += 1;
            }
            match self.peek() {
                None | Some(')' | '|') => break,
                Some('.' | '~') => {
                    if gap.is_some() {
                        return Err(self.error("two gaps in a row"));
                    }
                    gap = Some(self.gap()?);
                    continue;
                }
                Some(_) => {}
            }
            let start = self.at;
            let item = self.item()?;
            if gap.is_none() && self.joins(&mut all, &item, start) {
                continue;
            }
            let gap = gap.take().unwrap_or(Gap::ADJACENT);
            let mut without = Vec::new();
            if self.peek() == Some('?') {
                self.at += 1;
                optional += 1;
                if optional > MOST_OPTIONAL {
                    return Err(self.error(format!("more than {MOST_OPTIONAL} optional items")));
                }
                without.clone_from(&all);
                skipped_without = skipped.iter().map(|before| before.and(gap)).collect();
            }
            for (sequence, skipped) in all.iter_mut().zip(&mut skipped) {
                sequence.push((skipped.and(gap), item.clone()));
                *skipped = Gap::ADJACENT;
            }
            all.append(&mut without);
            skipped.append(&mut skipped_without);
        }
        if gap.is_some() {
            return Err(self.error("a gap must stand between two items"));
        }
        all.retain(|s| !s.is_empty());
        if all.is_empty() {
            return Err(self.error("nothing to match"));
        }
        Ok(all)
    }

    fn gap(&mut self) -> Result<Gap, PatternError> {
        let rest = &self.text[self.at..];
        let (skip, reach) = if rest.starts_with("...") {
            (3, Reach::Sentence)
        } else if rest.starts_with("..") {
            (2, Reach::Clause)
        } else if rest.starts_with('~') {
            (1, Reach::Either)
        } else {
            return Err(self.error("a gap is written ..N, ...N or ~N"));
        };
        let digits = rest[skip..].chars().take_while(char::is_ascii_digit).count();
        let max = rest[skip..skip + digits]
            .parse()
            .map_err(|_| self.error("a gap needs a number: ..N, ...N or ~N (in characters)"))?;
        self.at += skip + digits;
        Ok(Gap { max, reach })
    }

    fn item(&mut self) -> Result<Item<'p>, PatternError> {
        match self.peek() {
            Some('{') => {
                let start = self.at + 1;
                let Some(length) = self.text[start..].find('}') else {
                    return Err(self.error("`{` without `}`"));
                };
                self.at = start + length + 1;
                Ok(Item::Name(&self.text[start..start + length], start))
            }
            Some('(') => match self.list() {
                Some(words) => Ok(Item::List(words)),
                None => self.choice(),
            },
            Some(mark @ ('^' | '$')) => {
                self.at += 1;
                Ok(Item::Name(if mark == '^' { "@start" } else { "@end" }, self.at - 1))
            }
            Some('}' | '?') => Err(self.error("unexpected `}` or `?`")),
            _ => {
                let rest: &'p str = &self.text[self.at..];
                let stop = |c: char| " {}()|?^$".contains(c);
                let length = rest.find(stop).unwrap_or(rest.len());
                self.at += length;
                Ok(Item::Word(&rest[..length]))
            }
        }
    }

    /// Two words of Latin letters with one blank between them are one phrase: there the blank is part of the text.
    fn joins(&self, all: &mut [Sequence<'p>], item: &Item<'_>, start: usize) -> bool {
        let (&Item::Word(word), [only]) = (item, all) else { return false };
        let Some((_, Item::Word(last))) = only.last_mut() else { return false };
        let is_phrase = self.text[..start].ends_with(' ')
            && self.text[..start - 1].ends_with(*last)
            && last.ends_with(|c: char| c.is_ascii_alphanumeric())
            && word.starts_with(|c: char| c.is_ascii_alphanumeric())
            && self.peek() != Some('?');
        if is_phrase {
            *last = &self.text[start - 1 - last.len()..self.at];
        }
        is_phrase
    }

    /// Words alone, as most choices are: there is nothing to take apart.
    fn list(&mut self) -> Option<&'p str> {
        let inner: &'p str = &self.text[self.at + 1..];
        let words = &inner[..inner.find(|c| "(){}?^$.~ ".contains(c))?];
        if !inner[words.len()..].starts_with(')') || words.split('|').any(str::is_empty) {
            return None;
        }
        self.at += words.len() + 2;
        Some(words)
    }

    fn choice(&mut self) -> Result<Item<'p>, PatternError> {
        self.depth += 1;
        if self.depth > 8 {
            return Err(self.error("brackets nested too deeply"));
        }
        let mut all = Vec::new();
        loop {
            self.at += 1;
            all.extend(self.sequence()?);
            match self.peek() {
                Some('|') => {}
                Some(')') => break,
                _ => return Err(self.error("`(` without `)`")),
            }
        }
        self.at += 1;
        self.depth -= 1;
        Ok(Item::Choice(all.into()))
    }
}

/// Where a condition must hold, relative to a match.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Scope {
    /// Shares a character with the match.
    Overlap,
    /// In the same clause.
    Clause,
    /// In the same sentence.
    Sentence,
    /// Anywhere.
    Message,
    /// Ends at most so many characters before the match, same sentence.
    Before(u16),
    /// Starts at most so many characters after the match, same sentence.
    After(u16),
}

/// Parses `id`, `id in clause|sentence|message`, `id before N`, `id after N`.
pub(crate) fn parse_condition(text: &str) -> Result<(&str, Scope), PatternError> {
    let fail = |message: &str| PatternError { message: message.to_owned(), at: 0 };
    let mut words = text.split_ascii_whitespace();
    let id = words.next().ok_or_else(|| fail("nothing named"))?;
    let scope = match (words.next(), words.next()) {
        (None, _) => Scope::Overlap,
        (Some("in"), Some("clause")) => Scope::Clause,
        (Some("in"), Some("sentence")) => Scope::Sentence,
        (Some("in"), Some("message")) => Scope::Message,
        (Some(word @ ("before" | "after")), Some(n)) => {
            let n = n.parse().map_err(|_| fail("`before` and `after` need a number of characters"))?;
            if word == "before" { Scope::Before(n) } else { Scope::After(n) }
        }
        _ => {
            return Err(fail(
                "write `id`, `id in clause`, `id in sentence`, `id in message`, `id before N` or `id after N`",
            ));
        }
    };
    match words.next() {
        None => Ok((id, scope)),
        Some(_) => Err(fail("too many words in this condition")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(text: &str) -> Item<'_> {
        Item::Word(text)
    }

    #[test]
    fn words_names_and_gaps() {
        let found = parse("将 ..6 {sue}").expect("valid");
        let gap = Gap { max: 6, reach: Reach::Clause };
        assert_eq!(found, [vec![(Gap::ADJACENT, word("将")), (gap, Item::Name("sue", 9))]]);
    }

    #[test]
    fn gaps_around_a_missing_item_stay_open() {
        let found = parse("a ..6 b? ...3 c").expect("valid");
        let gap = Gap { max: 9, reach: Reach::Sentence };
        assert_eq!(found[1], [(Gap::ADJACENT, word("a")), (gap, word("c"))]);
    }

    #[test]
    fn latin_words_keep_the_blank_between_them() {
        assert_eq!(parse("pay now").expect("valid"), [vec![(Gap::ADJACENT, word("pay now"))]]);
        assert_eq!(parse("pay 款").expect("valid")[0].len(), 2);
        assert_eq!(parse("pay now?").expect("valid").iter().map(Vec::len).collect::<Vec<_>>(), [2, 1]);
    }

    #[test]
    fn optional_items_make_two_sequences() {
        let found = parse("已 (被|将)? 起诉").expect("valid");
        assert_eq!(found.iter().map(Vec::len).collect::<Vec<_>>(), [3, 2]);
    }

    #[test]
    fn faults_name_their_place() {
        for (pattern, at) in [("{a", 0), ("a ..", 2), ("(a|b", 4), ("a ..3", 5), ("", 0), ("a)", 1)] {
            assert_eq!(parse(pattern).expect_err(pattern).at, at, "{pattern}");
        }
    }

    #[test]
    fn conditions() {
        assert_eq!(parse_condition("x.y"), Ok(("x.y", Scope::Overlap)));
        assert_eq!(parse_condition("x in clause"), Ok(("x", Scope::Clause)));
        assert_eq!(parse_condition("x before 8"), Ok(("x", Scope::Before(8))));
        assert!(parse_condition("x near 8").is_err());
        assert!(parse_condition("x in clause y").is_err());
    }
}
