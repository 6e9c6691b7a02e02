//! A cleaned text with what the rules ask of it: characters, clauses, sentences, signatures.

use std::ops::Range;

/// A text indexed by character. Buffers are re-used from message to message.
#[derive(Debug, Default)]
pub(crate) struct Text<'t> {
    text: &'t str,
    buffers: Buffers,
}

/// The parts of a [`Text`] that can be kept.
#[derive(Debug, Default)]
pub(crate) struct Buffers {
    chars: Vec<char>,
    /// Byte offset of each character, and the length of the text.
    starts: Vec<u32>,
    clause: Vec<u16>,
    sentence: Vec<u16>,
    signatures: Vec<Range<usize>>,
    body: Range<usize>,
}

impl<'t> Text<'t> {
    pub(crate) fn new(text: &'t str, mut buffers: Buffers) -> Self {
        let b = &mut buffers;
        b.chars.clear();
        b.starts.clear();
        b.clause.clear();
        b.sentence.clear();
        let (mut clause, mut sentence) = (0_u16, 0_u16);
        for (at, ch) in text.char_indices() {
            b.chars.push(ch);
            b.starts.push(at as u32);
            b.clause.push(clause);
            b.sentence.push(sentence);
            match ch {
                '。' | '！' | '!' | '？' | '?' | '；' | ';' | '\n' | '\r' | '…' | '】' => {
                    clause = clause.saturating_add(1);
                    sentence = sentence.saturating_add(1);
                }
                '，' | '、' | '：' | '（' | '）' | '【' | '“' | '”' | '《' | '》' => {
                    clause = clause.saturating_add(1);
                }
                ',' | ':' => {
                    // 1,234.56 and 18:00 are one word.
                    let inside = text[at + 1..].starts_with(|c: char| c.is_ascii_digit())
                        && text[..at].ends_with(|c: char| c.is_ascii_digit());
                    clause = clause.saturating_add(u16::from(!inside));
                }
                _ => {}
            }
        }
        b.starts.push(text.len() as u32);
        b.find_signatures();
        Self { text, buffers }
    }

    pub(crate) fn into_buffers(self) -> Buffers {
        self.buffers
    }

    pub(crate) fn chars(&self) -> &[char] {
        &self.buffers.chars
    }

    pub(crate) fn starts(&self) -> &[u32] {
        &self.buffers.starts
    }

    pub(crate) fn slice(&self, chars: Range<usize>) -> &'t str {
        &self.text[self.buffers.starts[chars.start] as usize..self.buffers.starts[chars.end] as usize]
    }

    /// Whether characters `a` and `b` stand in the same clause.
    pub(crate) fn same_clause(&self, a: usize, b: usize) -> bool {
        self.buffers.clause.get(a) == self.buffers.clause.get(b)
    }

    /// Whether characters `a` and `b` stand in the same sentence.
    pub(crate) fn same_sentence(&self, a: usize, b: usize) -> bool {
        self.buffers.sentence.get(a) == self.buffers.sentence.get(b)
    }

    /// Signatures with their brackets: at most one that opens and one that closes the text.
    pub(crate) fn signatures(&self) -> &[Range<usize>] {
        &self.buffers.signatures
    }

    /// The text without its signatures and the white space around it.
    pub(crate) fn body(&self) -> Range<usize> {
        self.buffers.body.clone()
    }
}

/// A longer bracket is not a name.
const LONGEST_SIGNATURE: usize = 30;

impl Buffers {
    fn find_signatures(&mut self) {
        self.signatures.clear();
        let chars = &self.chars;
        let mut start = chars.iter().take_while(|c| c.is_whitespace()).count();
        let mut end = chars.len() - chars.iter().rev().take_while(|c| c.is_whitespace()).count();
        if start >= end {
            self.body = chars.len()..chars.len();
            return;
        }
        if let Some(close) = closing(chars[start])
            && let Some(length) = chars[start..end].iter().take(LONGEST_SIGNATURE).position(|c| *c == close)
            && length > 1
        {
            self.signatures.push(start..start + length + 1);
            start += length + 1;
        }
        if start < end
            && let Some(open) = opening(chars[end - 1])
            && let Some(length) =
                chars[start..end].iter().rev().take(LONGEST_SIGNATURE).position(|c| *c == open)
            && length > 1
        {
            self.signatures.push(end - length - 1..end);
            end -= length + 1;
        }
        while start < end && (chars[start].is_whitespace() || matches!(chars[start], ':' | '：')) {
            start += 1;
        }
        while end > start
            && (chars[end - 1].is_whitespace() || matches!(chars[end - 1], '。' | '！' | '!' | '.'))
        {
            end -= 1;
        }
        self.body = start..end;
    }
}

fn closing(open: char) -> Option<char> {
    match open {
        '【' => Some('】'),
        '[' => Some(']'),
        '［' => Some('］'),
        _ => None,
    }
}

fn opening(close: char) -> Option<char> {
    match close {
        '】' => Some('【'),
        ']' => Some('['),
        '］' => Some('［'),
        _ => None,
    }
}
