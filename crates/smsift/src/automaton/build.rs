//! Building the automaton: a trie, level by level, whose nodes are then packed into the array.
//!
//! Deterministic: the same words in the same order give the same arrays everywhere.

use std::cmp::Reverse;
use std::fmt;
use std::ops::Range;

use rustc_hash::FxHashMap;

use super::{Automaton, Ending, NONE, ROOT, State, step};

/// Why words make no automaton.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum BuildError {
    /// A word without characters would match everywhere.
    EmptyWord,
    /// A word that stands twice; its text.
    Twice(String),
    /// More different characters than codes.
    TooManyCharacters(usize),
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            BuildError::EmptyWord => f.write_str("a word is empty"),
            BuildError::Twice(word) => write!(f, "the word `{word}` stands twice"),
            BuildError::TooManyCharacters(n) => {
                write!(f, "the words have {n} different characters; {} fit", u16::MAX - 1)
            }
        }
    }
}

impl Automaton {
    /// An automaton of these words; the case of their ASCII letters does not matter.
    pub(crate) fn new<'w>(words: impl IntoIterator<Item = &'w str>) -> Result<Self, BuildError> {
        let words = Words::new(words)?;
        let codes = words.codes()?;
        let trie = Trie::new(&words, &codes)?;
        let (mut states, places) = trie.place();
        let mut endings: Vec<Ending> = words.lengths().map(|length| Ending { length, next: NONE }).collect();
        trie.link(&mut states, &places, &mut endings);
        Ok(Self { codes, states, endings })
    }
}

/// The characters of all words, one word after the other.
struct Words {
    chars: Vec<char>,
    /// Where each word starts, and the end of the last.
    starts: Vec<u32>,
    /// The words in the order of their characters.
    sorted: Vec<u32>,
}

impl Words {
    fn new<'w>(words: impl IntoIterator<Item = &'w str>) -> Result<Self, BuildError> {
        let (mut chars, mut starts) = (Vec::new(), vec![0]);
        for word in words {
            if word.is_empty() {
                return Err(BuildError::EmptyWord);
            }
            chars.extend(word.chars().map(|c| c.to_ascii_lowercase()));
            starts.push(chars.len() as u32);
        }
        let mut words = Self { chars, starts, sorted: Vec::new() };
        let mut sorted: Vec<u32> = (0..words.starts.len() as u32 - 1).collect();
        sorted.sort_by(|a, b| words.word(*a).cmp(words.word(*b)));
        words.sorted = sorted;
        Ok(words)
    }

    fn word(&self, at: u32) -> &[char] {
        let at = at as usize;
        &self.chars[self.starts[at] as usize..self.starts[at + 1] as usize]
    }

    fn lengths(&self) -> impl Iterator<Item = u32> {
        self.starts.windows(2).map(|pair| pair[1] - pair[0])
    }

    /// The word among these sorted ones that is over after `depth` characters, which they share.
    fn end(&self, span: &Range<usize>, depth: usize) -> Result<Option<u32>, BuildError> {
        let mut ending = self.sorted[span.clone()].iter().take_while(|word| self.word(**word).len() == depth);
        match (ending.next(), ending.next()) {
            (Some(word), Some(_)) => Err(BuildError::Twice(self.word(*word).iter().collect())),
            (word, _) => Ok(word.copied()),
        }
    }

    /// Splits sorted words by the character at `depth`; each part with the character's code, in the order of codes.
    fn split(&self, span: Range<usize>, depth: usize, codes: &[u16], parts: &mut Vec<(u16, Range<usize>)>) {
        let next = |at: usize| self.word(self.sorted[at])[depth];
        let mut start = span.start;
        while start < span.end {
            let ch = next(start);
            let length = (start..span.end).take_while(|at| next(*at) == ch).count();
            parts.push((codes[ch as usize], start..start + length));
            start += length;
        }
        parts.sort_unstable_by_key(|(code, _)| *code);
    }

    /// Code point → code: the more frequent a character, the smaller.
    fn codes(&self) -> Result<Vec<u16>, BuildError> {
        let mut counts: FxHashMap<char, u32> = FxHashMap::default();
        for ch in &self.chars {
            *counts.entry(*ch).or_default() += 1;
        }
        let mut alphabet: Vec<(char, u32)> = counts.into_iter().collect();
        alphabet.sort_unstable_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        if alphabet.len() >= usize::from(u16::MAX) {
            return Err(BuildError::TooManyCharacters(alphabet.len()));
        }
        Ok(code_table(alphabet.into_iter().map(|(ch, _)| ch)))
    }
}

/// Code point → code, for characters in the order of their codes.
pub(super) fn code_table(alphabet: impl IntoIterator<Item = char>) -> Vec<u16> {
    // Room for ASCII, where upper case follows lower case.
    let mut codes = vec![0; 128];
    for (ch, code) in alphabet.into_iter().zip(1..) {
        let at = ch as usize;
        if at >= codes.len() {
            codes.resize(at + 1, 0);
        }
        codes[at] = code;
    }
    for upper in b'A'..=b'Z' {
        let lower = codes[usize::from(upper.to_ascii_lowercase())];
        if lower != 0 {
            codes[usize::from(upper)] = lower;
        }
    }
    codes
}

/// What some words begin with.
struct Node {
    parent: u32,
    /// The code of its last character.
    code: u16,
    /// The word that ends here, or [`NONE`].
    word: u32,
    /// Its children, which stand next to each other in the order of their codes.
    children: Range<usize>,
}

/// All nodes, level by level; the root first.
struct Trie {
    nodes: Vec<Node>,
}

impl Trie {
    fn new(words: &Words, codes: &[u16]) -> Result<Self, BuildError> {
        let root = Node { parent: NONE, code: 0, word: NONE, children: 0..0 };
        let mut trie = Self { nodes: vec![root] };
        // For each node, its words and how many characters they share.
        let mut spans = vec![(0..words.sorted.len(), 0)];
        let mut children: Vec<(u16, Range<usize>)> = Vec::new();
        let mut at = 0;
        while let Some((mut span, depth)) = spans.get(at).cloned() {
            if let Some(word) = words.end(&span, depth)? {
                trie.nodes[at].word = word;
                span.start += 1;
            }
            children.clear();
            words.split(span, depth, codes, &mut children);
            trie.nodes[at].children = trie.nodes.len()..trie.nodes.len() + children.len();
            for (code, span) in children.drain(..) {
                trie.nodes.push(Node { parent: at as u32, code, word: NONE, children: 0..0 });
                spans.push((span, depth + 1));
            }
            at += 1;
        }
        Ok(trie)
    }

    /// Gives every node a place in the array: nodes with many children first, while there is room; the children that
    /// stand alone fill what is left between them. Returns the states and the place of each node.
    fn place(&self) -> (Vec<State>, Vec<u32>) {
        let mut slots = Slots::with_capacity(self.nodes.len());
        let mut places = vec![ROOT; self.nodes.len()];
        let mut bases = vec![NONE; self.nodes.len()];
        let mut parents: Vec<usize> =
            (0..self.nodes.len()).filter(|at| !self.nodes[*at].children.is_empty()).collect();
        parents.sort_by_key(|at| Reverse(self.nodes[*at].children.len()));
        for at in parents {
            let children = &self.nodes[at].children;
            let base = slots.find(&self.nodes[children.clone()]);
            bases[at] = base;
            for child in children.clone() {
                places[child] = base.wrapping_add(u32::from(self.nodes[child].code));
                slots.take(places[child]);
            }
        }
        let mut states = vec![State { base: NONE, check: NONE, fail: ROOT, word: NONE }; slots.length];
        for (at, node) in self.nodes.iter().enumerate() {
            let check = places.get(node.parent as usize).copied().unwrap_or(NONE);
            states[places[at] as usize] = State { base: bases[at], check, fail: ROOT, word: node.word };
        }
        (states, places)
    }

    /// Where each state goes on when no child fits, and which words end there besides its own.
    fn link(&self, states: &mut [State], places: &[u32], endings: &mut [Ending]) {
        let nodes = || self.nodes.iter().zip(places).skip(1);
        for (node, &place) in nodes() {
            let parent = places[node.parent as usize];
            let fail =
                if parent == ROOT { ROOT } else { step(states, states[parent as usize].fail, node.code) };
            let shorter = states[fail as usize].word;
            let state = &mut states[place as usize];
            state.fail = fail;
            match endings.get_mut(state.word as usize) {
                Some(ending) => ending.next = shorter,
                None => state.word = shorter,
            }
        }
        // A state without children is only a detour. Shallower states come first, so theirs are cut already.
        let mut has_children = vec![false; states.len()];
        for (node, _) in nodes() {
            has_children[places[node.parent as usize] as usize] = true;
        }
        for (_, &place) in nodes() {
            let fail = states[place as usize].fail as usize;
            if !has_children[fail] {
                states[place as usize].fail = states[fail].fail;
            }
        }
    }
}

/// The places of the array that are taken.
struct Slots {
    /// One bit a place.
    taken: Vec<u64>,
    /// Places up to the last that is taken.
    length: usize,
    /// No block of places before this one has room.
    free: usize,
}

impl Slots {
    fn with_capacity(nodes: usize) -> Self {
        let mut slots = Self { taken: vec![0; nodes / 64 + 1], length: 0, free: 0 };
        slots.take(ROOT);
        slots
    }

    /// Which of the 64 places from `at` on are free.
    fn free_from(&self, at: usize) -> u64 {
        let block = |at: usize| self.taken.get(at).copied().unwrap_or(0);
        let shift = at % 64;
        let (low, high) = (block(at / 64), block(at / 64 + 1));
        !(if shift == 0 { low } else { (low >> shift) | (high << (64 - shift)) })
    }

    /// The first base at which every child finds a free place. Looks at 64 bases at a time.
    fn find(&mut self, children: &[Node]) -> u32 {
        let lowest = children.first().map_or(0, |child| child.code);
        while self.taken.get(self.free).is_some_and(|block| *block == u64::MAX) {
            self.free += 1;
        }
        let mut at = self.free * 64;
        loop {
            let mut fits = u64::MAX;
            for child in children {
                fits &= self.free_from(at + usize::from(child.code - lowest));
                if fits == 0 {
                    break;
                }
            }
            if fits != 0 {
                return (at as u32 + fits.trailing_zeros()).wrapping_sub(u32::from(lowest));
            }
            at += 64;
        }
    }

    fn take(&mut self, at: u32) {
        let at = at as usize;
        if at / 64 >= self.taken.len() {
            self.taken.resize(at / 64 + 1, 0);
        }
        self.taken[at / 64] |= 1 << (at % 64);
        self.length = self.length.max(at + 1);
    }
}
