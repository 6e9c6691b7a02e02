//! Tar entries from a stream, by value: the tar crate's entries borrow their archive, which a reader cannot keep.

use std::io::{self, Read};

use crate::error::{DumpError, ErrorKind, into_io};
use crate::source::Input;

const BLOCK: usize = 512;
/// Longest name a GNU or pax header may give.
const MAX_NAME: u64 = 64 << 10;

/// An archive positioned in one of its entries. Reading ends with the entry.
pub(super) struct Tar {
    input: Input,
    /// Bytes of the entry not yet read.
    left: u64,
    padding: u64,
    offset: u64,
}

impl Tar {
    pub(super) fn new(input: Input) -> Self {
        Self { input, left: 0, padding: 0, offset: 0 }
    }

    /// Goes to the next entry and returns its name.
    pub(super) fn next(&mut self) -> io::Result<Option<String>> {
        let mut long_name = None;
        loop {
            self.skip(self.left + self.padding)?;
            self.left = 0;
            let mut header = [0; BLOCK];
            if !self.block(&mut header)? || header.iter().all(|b| *b == 0) {
                return Ok(None);
            }
            if !checksum_holds(&header) {
                let error =
                    DumpError::new(ErrorKind::BadArchive, "a tar header is damaged").byte(self.offset);
                return Err(into_io(error));
            }
            self.left = number(&header[124..136]).unwrap_or(0);
            self.padding = (BLOCK as u64 - self.left % BLOCK as u64) % BLOCK as u64;
            match header[156] {
                b'L' => long_name = Some(self.text()?.trim_end_matches('\0').to_owned()),
                b'x' => long_name = pax_path(&self.text()?).or(long_name),
                b'g' | b'K' => {}
                b'0' | 0 => return Ok(Some(long_name.unwrap_or_else(|| name(&header)))),
                _ => long_name = None,
            }
        }
    }

    fn text(&mut self) -> io::Result<String> {
        let mut bytes = Vec::new();
        self.take(MAX_NAME).read_to_end(&mut bytes)?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    fn block(&mut self, header: &mut [u8; BLOCK]) -> io::Result<bool> {
        let mut filled = 0;
        while filled < BLOCK {
            let n = self.input.read(&mut header[filled..])?;
            if n == 0 {
                break;
            }
            filled += n;
        }
        self.offset += filled as u64;
        Ok(filled == BLOCK)
    }

    fn skip(&mut self, count: u64) -> io::Result<()> {
        self.left = 0;
        self.padding = 0;
        self.offset += io::copy(&mut (&mut self.input).take(count), &mut io::sink())?;
        Ok(())
    }
}

impl Read for Tar {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let want = buf.len().min(usize::try_from(self.left).unwrap_or(usize::MAX));
        let n = self.input.read(&mut buf[..want])?;
        if n == 0 && want > 0 {
            let error =
                DumpError::new(ErrorKind::BadArchive, "the archive ends inside an entry").byte(self.offset);
            self.left = 0;
            return Err(into_io(error.fatal()));
        }
        self.left -= n as u64;
        self.offset += n as u64;
        Ok(n)
    }
}

fn checksum_holds(header: &[u8; BLOCK]) -> bool {
    let sum: u64 = header
        .iter()
        .enumerate()
        .map(|(i, b)| if (148..156).contains(&i) { 32 } else { u64::from(*b) })
        .sum();
    number(&header[148..156]) == Some(sum)
}

/// An octal field, or GNU's binary form for large sizes.
fn number(field: &[u8]) -> Option<u64> {
    if field[0] & 0x80 != 0 {
        return field.get(field.len() - 8..)?.try_into().ok().map(u64::from_be_bytes);
    }
    let text = std::str::from_utf8(field).ok()?.trim_matches(|c: char| c == '\0' || c.is_whitespace());
    u64::from_str_radix(text, 8).ok()
}

fn name(header: &[u8; BLOCK]) -> String {
    let field = |range: std::ops::Range<usize>| {
        let bytes = &header[range];
        let end = bytes.iter().position(|b| *b == 0).unwrap_or(bytes.len());
        String::from_utf8_lossy(&bytes[..end]).into_owned()
    };
    let (name, prefix) = (field(0..100), field(345..500));
    if header[257..262] == *b"ustar" && !prefix.is_empty() { format!("{prefix}/{name}") } else { name }
}

fn pax_path(records: &str) -> Option<String> {
    records.lines().find_map(|line| line.split_once(" path=")).map(|(_, path)| path.to_owned())
}
