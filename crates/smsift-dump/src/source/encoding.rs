//! Text encodings: a guess from the first bytes, and decoding whole inputs or single lines.

use std::borrow::Cow;
use std::io::{self, Read};

use encoding_rs::{CoderResult, Decoder, GB18030, UTF_16BE, UTF_16LE};

use super::Input;
use crate::error::{DumpError, ErrorKind};

/// The encodings dumps come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Encoding {
    Utf8,
    Utf16Le,
    Utf16Be,
    /// GB18030, which contains GBK and GB2312.
    Gb18030,
    /// Another one, by the user's word.
    Other(&'static encoding_rs::Encoding),
}

impl Encoding {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Utf16Le => "utf-16le",
            Self::Utf16Be => "utf-16be",
            Self::Gb18030 => "gb18030",
            Self::Other(other) => other.name(),
        }
    }

    /// The encoding with this label, such as `gbk`.
    pub(crate) fn from_label(label: &str) -> Result<Self, DumpError> {
        let found = encoding_rs::Encoding::for_label(label.trim().as_bytes());
        Ok(match found {
            Some(e) if e == encoding_rs::UTF_8 => Self::Utf8,
            Some(e) if e == UTF_16LE => Self::Utf16Le,
            Some(e) if e == UTF_16BE => Self::Utf16Be,
            Some(e) if e == GB18030 || e == encoding_rs::GBK => Self::Gb18030,
            Some(e) => Self::Other(e),
            None => {
                return Err(DumpError::new(ErrorKind::BadOption, format!("no encoding is called {label:?}")));
            }
        })
    }

    fn rs(self) -> &'static encoding_rs::Encoding {
        match self {
            Self::Utf8 => encoding_rs::UTF_8,
            Self::Utf16Le => UTF_16LE,
            Self::Utf16Be => UTF_16BE,
            Self::Gb18030 => GB18030,
            Self::Other(other) => other,
        }
    }

    /// Line ends are single bytes that cannot be part of another character.
    pub(crate) fn splits_at_bytes(self) -> bool {
        matches!(self, Self::Utf8 | Self::Gb18030)
    }
}

/// Guesses from the first bytes: byte order mark, NUL pattern, valid UTF-8, then statistics with a hint for China.
pub(crate) fn guess(head: &[u8], whole: bool) -> (Encoding, &'static str) {
    if head.starts_with(b"\xEF\xBB\xBF") {
        return (Encoding::Utf8, "byte order mark");
    }
    if head.starts_with(b"\xFF\xFE") {
        return (Encoding::Utf16Le, "byte order mark");
    }
    if head.starts_with(b"\xFE\xFF") {
        return (Encoding::Utf16Be, "byte order mark");
    }
    if let Some(found) = nul_pattern(head) {
        return (found, "NUL bytes in every second place");
    }
    match std::str::from_utf8(head) {
        Ok(_) => return (Encoding::Utf8, "valid UTF-8"),
        // Cut in the middle of a character: by us, or by what damaged the file.
        Err(e) if e.error_len().is_none() && (!whole || !head[..e.valid_up_to()].is_ascii()) => {
            return (Encoding::Utf8, "valid UTF-8");
        }
        Err(_) if is_mostly_utf8(head) => return (Encoding::Utf8, "UTF-8 with other bytes in it"),
        Err(_) => {}
    }
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(head, whole);
    let found = detector.guess(Some(b"cn"), chardetng::Utf8Detection::Allow);
    if found == GB18030 || found == encoding_rs::GBK {
        (Encoding::Gb18030, "byte statistics")
    } else {
        // A damaged UTF-8 file looks like many things; in a Chinese dump it is GB18030 or broken UTF-8.
        let replaced = |e: &'static encoding_rs::Encoding| {
            e.decode_without_bom_handling(head).0.chars().filter(|c| *c == '\u{fffd}').count()
        };
        if replaced(encoding_rs::UTF_8) <= replaced(GB18030) {
            (Encoding::Utf8, "fewest bad characters")
        } else {
            (Encoding::Gb18030, "fewest bad characters")
        }
    }
}

/// More Chinese characters read as UTF-8 than places that do not: damaged, or with other lines in it, but UTF-8.
/// GB18030 read as UTF-8 gives hardly any.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut han, mut bad) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        han += chunk.valid().chars().filter(|c| is_han(*c)).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    han > bad
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}')
}

fn has_han(text: &str) -> bool {
    text.chars().any(is_han)
}

fn nul_pattern(head: &[u8]) -> Option<Encoding> {
    let head = &head[..head.len().min(4096) & !1];
    if head.len() < 4 {
        return None;
    }
    let pairs = head.len() / 2;
    let nul_at = |parity: usize| head.iter().skip(parity).step_by(2).filter(|b| **b == 0).count();
    let (even, odd) = (nul_at(0), nul_at(1));
    // ASCII letters and marks alone give far more than this; a binary file has NULs in both places.
    if odd * 20 > pairs && even * 10 <= odd {
        Some(Encoding::Utf16Le)
    } else if even * 20 > pairs && odd * 10 <= even {
        Some(Encoding::Utf16Be)
    } else {
        None
    }
}

/// Decodes one line or field of a byte-oriented text. Says how it had to deviate.
pub(crate) fn decode_field(bytes: &[u8], encoding: Encoding) -> (Cow<'_, str>, Option<&'static str>) {
    use crate::record::{NOTE_MIXED_ENCODING, NOTE_REPLACED};
    match (encoding, std::str::from_utf8(bytes)) {
        (Encoding::Utf8, Ok(text)) => (Cow::Borrowed(text), None),
        (Encoding::Gb18030, Ok(text)) if text.is_ascii() => (Cow::Borrowed(text), None),
        (Encoding::Gb18030, Ok(text)) if has_han(text) => (Cow::Borrowed(text), Some(NOTE_MIXED_ENCODING)),
        (Encoding::Utf8, Err(_)) if is_mostly_utf8(bytes) => {
            (String::from_utf8_lossy(bytes), Some(NOTE_REPLACED))
        }
        (Encoding::Utf8, Err(_)) => {
            let (text, bad) = GB18030.decode_without_bom_handling(bytes);
            if bad {
                (String::from_utf8_lossy(bytes), Some(NOTE_REPLACED))
            } else {
                (text, Some(NOTE_MIXED_ENCODING))
            }
        }
        (other, _) => {
            let (text, bad) = other.rs().decode_without_bom_handling(bytes);
            (text, bad.then_some(NOTE_REPLACED))
        }
    }
}

/// The bytes after a byte order mark.
pub(crate) fn strip_bom(head: &[u8]) -> &[u8] {
    head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head)
}

/// The input as UTF-8 without byte order mark. UTF-8 itself passes unchecked.
pub(crate) fn to_utf8(input: Input, encoding: Encoding) -> Input {
    match encoding {
        Encoding::Utf8 => Box::new(SkipBom { input, head: Some(Vec::new()) }),
        other => Box::new(Transcode {
            input,
            decoder: other.rs().new_decoder_with_bom_removal(),
            raw: vec![0; 64 << 10],
            start: 0,
            end: 0,
            last: false,
            done: false,
            spare: Vec::new(),
            spare_start: 0,
        }),
    }
}

/// Takes a UTF-8 byte order mark off the front.
struct SkipBom {
    input: Input,
    head: Option<Vec<u8>>,
}

impl Read for SkipBom {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let Some(head) = &mut self.head else { return self.input.read(buf) };
        if buf.is_empty() {
            return Ok(0);
        }
        let mut byte = [0];
        while head.len() < 3 && b"\xEF\xBB\xBF".starts_with(head) {
            if self.input.read(&mut byte)? == 0 {
                break;
            }
            head.push(byte[0]);
        }
        let skip = if head.as_slice() == b"\xEF\xBB\xBF" { 3 } else { 0 };
        let count = (head.len() - skip).min(buf.len());
        buf[..count].copy_from_slice(&head[skip..skip + count]);
        let rest = head.split_off(skip + count);
        self.head = None;
        if !rest.is_empty() {
            let input = std::mem::replace(&mut self.input, Box::new(io::empty()));
            self.input = Box::new(io::Cursor::new(rest).chain(input));
        }
        if count == 0 { self.input.read(buf) } else { Ok(count) }
    }
}

struct Transcode {
    input: Input,
    decoder: Decoder,
    raw: Vec<u8>,
    start: usize,
    end: usize,
    last: bool,
    done: bool,
    /// Decoded bytes that did not fit a very small buffer.
    spare: Vec<u8>,
    spare_start: usize,
}

impl Read for Transcode {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        if buf.is_empty() {
            return Ok(0);
        }
        if self.spare_start < self.spare.len() {
            let count = (self.spare.len() - self.spare_start).min(buf.len());
            buf[..count].copy_from_slice(&self.spare[self.spare_start..self.spare_start + count]);
            self.spare_start += count;
            return Ok(count);
        }
        if buf.len() < 16 {
            let mut spare = vec![0; 64];
            let count = self.decode(&mut spare)?;
            spare.truncate(count);
            self.spare = spare;
            self.spare_start = 0;
            return if count == 0 { Ok(0) } else { self.read(buf) };
        }
        self.decode(buf)
    }
}

impl Transcode {
    fn decode(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        loop {
            if self.done {
                return Ok(0);
            }
            if self.start == self.end && !self.last {
                self.start = 0;
                self.end = self.input.read(&mut self.raw)?;
                self.last = self.end == 0;
            }
            let (result, read, written, _) =
                self.decoder.decode_to_utf8(&self.raw[self.start..self.end], buf, self.last);
            self.start += read;
            self.done = self.last && result == CoderResult::InputEmpty;
            if written > 0 {
                return Ok(written);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_guess_needs_few_bytes() {
        let gbk = GB18030.encode("【示例银行】您的验证码是123456，请勿泄露").0.into_owned();
        assert_eq!(guess(&gbk, true).0, Encoding::Gb18030);
        assert_eq!(guess("您好".as_bytes(), true).0, Encoding::Utf8);
        assert_eq!(guess(b"\xFF\xFEa\0b\0", true).0, Encoding::Utf16Le);
        assert_eq!(guess(b"a\0b\0,\0c\0", true).0, Encoding::Utf16Le);
        assert_eq!(guess(b"\0a\0b\0,\0c", true).0, Encoding::Utf16Be);
    }

    #[test]
    fn a_line_falls_back_on_its_own() {
        let gbk = GB18030.encode("发送失败").0.into_owned();
        assert_eq!(decode_field(&gbk, Encoding::Utf8).0, "发送失败");
        assert_eq!(decode_field("发送失败".as_bytes(), Encoding::Gb18030).0, "发送失败");
        assert_eq!(decode_field(b"\xff\xff\xff", Encoding::Utf8).1, Some(crate::record::NOTE_REPLACED));
    }

    #[test]
    fn decoding_does_not_depend_on_the_buffer() {
        let text = "号码\t内容\r\n10086\t您好😋𠮷\r\n";
        let raw: Vec<u8> =
            [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        for size in [1, 2, 3, 7, 64] {
            let mut input = to_utf8(Box::new(io::Cursor::new(raw.clone())), Encoding::Utf16Le);
            let (mut out, mut buf) = (Vec::new(), vec![0; size]);
            loop {
                let n = input.read(&mut buf).unwrap();
                if n == 0 {
                    break;
                }
                out.extend_from_slice(&buf[..n]);
            }
            assert_eq!(String::from_utf8(out).unwrap(), text, "buffer of {size}");
        }
    }
}
