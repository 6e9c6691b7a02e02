//! Zip archives: which members there are, and each as a stream of its own.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use flate2::read::DeflateDecoder;

use crate::error::{DumpError, ErrorKind, into_io};
use crate::source::Input;

const MAX_MEMBERS: usize = 100_000;
/// Deflate cannot honestly exceed about 1032 : 1; messages stay far below.
const MAX_RATIO: u64 = 400;
/// Below this size the ratio does not matter.
const RATIO_FLOOR: u64 = 1 << 30;
/// What a workbook unpacks to goes through memory or temporary files.
const MAX_SPREADSHEET: u64 = 4 << 30;

/// What a zip holds.
pub(crate) enum Contents {
    /// A workbook.
    Spreadsheet,
    /// Files that may be dumps.
    Members(Members),
}

/// The files of an archive, in their order.
pub(crate) struct Members {
    path: PathBuf,
    list: std::vec::IntoIter<Member>,
    /// The directory at the end is missing: the archive was cut.
    pub(crate) cut: bool,
}

/// One file in the archive.
#[derive(Clone, Debug)]
pub(crate) struct Member {
    pub(crate) name: String,
    start: u64,
    /// Compressed size, or all there is when a cut archive does not say.
    size: u64,
    stored: bool,
    encrypted: bool,
}

fn bad(why: impl Into<String>) -> DumpError {
    DumpError::new(ErrorKind::BadArchive, why).fatal()
}

/// Lists an archive.
pub(crate) fn contents(path: &Path) -> Result<Contents, DumpError> {
    let file = File::open(path).map_err(DumpError::io)?;
    let mut archive = match zip::ZipArchive::new(file) {
        Ok(archive) => archive,
        Err(zip::result::ZipError::Io(e)) if e.kind() != io::ErrorKind::UnexpectedEof => {
            return Err(DumpError::io(e));
        }
        Err(_) => return Ok(Contents::Members(Members::new(path, scan(path)?, true))),
    };
    if archive.len() > MAX_MEMBERS {
        return Err(bad(format!("more than {MAX_MEMBERS} members")));
    }
    let names: Vec<String> = archive.file_names().flatten().map(Cow::into_owned).collect();
    let is_workbook = |n: &String| matches!(n.as_str(), "xl/workbook.xml" | "xl/workbook.bin");
    let is_ods = names.iter().any(|n| n == "content.xml") && names.iter().any(|n| n == "mimetype");
    if names.iter().any(is_workbook) || is_ods {
        check_spreadsheet(&mut archive)?;
        return Ok(Contents::Spreadsheet);
    }
    let mut members = Vec::new();
    for index in 0..archive.len() {
        // A member whose own header is damaged does not cost the others.
        let Ok(file) = archive.by_index_raw(index) else { continue };
        let compression = file.compression();
        if file.is_dir()
            || !matches!(compression, zip::CompressionMethod::Stored | zip::CompressionMethod::Deflated)
        {
            continue;
        }
        members.push(Member {
            name: file.name().map_or_else(|_| format!("member {index}"), Cow::into_owned),
            start: file.data_start().ok_or_else(|| bad("a member has no place"))?,
            size: file.compressed_size(),
            stored: compression == zip::CompressionMethod::Stored,
            encrypted: file.encrypted(),
        });
    }
    // sms-ie keeps its messages in one member and attachments in all others.
    if let Some(at) = members.iter().position(|m| m.name.ends_with("messages.ndjson")) {
        members = vec![members.swap_remove(at)];
    }
    members.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(Contents::Members(Members::new(path, members, false)))
}

fn check_spreadsheet(archive: &mut zip::ZipArchive<File>) -> Result<(), DumpError> {
    let mut total = 0u64;
    for index in 0..archive.len() {
        let file = archive.by_index_raw(index).map_err(|e| bad(e.to_string()))?;
        let (size, packed) = (file.size(), file.compressed_size());
        total = total.saturating_add(size);
        if size > RATIO_FLOOR && size / packed.max(1) > MAX_RATIO || total > MAX_SPREADSHEET {
            return Err(bad("the workbook unpacks to more than any honest one"));
        }
    }
    Ok(())
}

/// Finds members by their own headers, for an archive whose directory is gone.
fn scan(path: &Path) -> Result<Vec<Member>, DumpError> {
    let mut file = File::open(path).map_err(DumpError::io)?;
    let length = file.metadata().map_err(DumpError::io)?.len();
    let mut members: Vec<Member> = Vec::new();
    let (mut block, mut base) = (Vec::new(), 0u64);
    loop {
        let kept = block.len();
        let n = (&mut file).take(1 << 20).read_to_end(&mut block).map_err(DumpError::io)?;
        if n == 0 && kept < 31 {
            break;
        }
        let mut at = 0;
        while let Some(found) = memchr::memmem::find(&block[at..], b"PK\x03\x04") {
            at += found;
            match local_header(&block[at..], base + at as u64, length) {
                Some(member) if members.len() < MAX_MEMBERS => members.push(member),
                _ => {}
            }
            at += 4;
        }
        if n == 0 {
            break;
        }
        // A header may lie across two blocks.
        let keep = block.len().min(1100);
        let skip = block.len() - keep;
        base += skip as u64;
        block.drain(..skip);
    }
    members.dedup_by_key(|m| m.start);
    Ok(members)
}

fn local_header(bytes: &[u8], offset: u64, length: u64) -> Option<Member> {
    let u16_at = |i: usize| bytes.get(i..i + 2).map(|b| u64::from(u16::from_le_bytes([b[0], b[1]])));
    let (flags, method) = (u16_at(6)?, u16_at(8)?);
    let size = u32::from_le_bytes(bytes.get(18..22)?.try_into().ok()?);
    let (name_length, extra) = (u16_at(26)?, u16_at(28)?);
    let name = bytes.get(30..30 + name_length as usize)?;
    if !matches!(method, 0 | 8) || name.is_empty() || name.ends_with(b"/") {
        return None;
    }
    let start = offset + 30 + name_length + extra;
    let open_ended = flags & 8 != 0 && size == 0 || size == u32::MAX;
    Some(Member {
        name: String::from_utf8_lossy(name).into_owned(),
        start,
        size: if open_ended { length.checked_sub(start)? } else { u64::from(size) },
        stored: method == 0,
        encrypted: flags & 1 != 0,
    })
}

impl Members {
    fn new(path: &Path, members: Vec<Member>, cut: bool) -> Self {
        Self { path: path.to_owned(), list: members.into_iter(), cut }
    }

    /// The next member and its unpacked bytes.
    pub(crate) fn next(&mut self) -> Option<Result<(String, Input), DumpError>> {
        let member = self.list.next()?;
        Some(self.open(&member).map(|input| (member.name, input)))
    }

    fn open(&self, member: &Member) -> Result<Input, DumpError> {
        if member.encrypted {
            let error = DumpError::new(ErrorKind::Encrypted, "a zip archive with a password");
            return Err(error.advice(crate::detect::ZIP_PASSWORD));
        }
        let mut file = File::open(&self.path).map_err(DumpError::io)?;
        file.seek(SeekFrom::Start(member.start)).map_err(DumpError::io)?;
        let packed = file.take(member.size);
        if member.stored {
            return Ok(Box::new(packed));
        }
        Ok(Box::new(Bounded { inner: DeflateDecoder::new(packed), out: 0 }))
    }
}

/// Unpacks with a limit on the ratio, and says what is wrong in our own words.
struct Bounded {
    inner: DeflateDecoder<io::Take<File>>,
    out: u64,
}

impl Read for Bounded {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buf).map_err(|e| match e.kind() {
            io::ErrorKind::Interrupted => e,
            _ => into_io(bad("compressed data are damaged or cut")),
        })?;
        self.out += n as u64;
        if self.out > RATIO_FLOOR && self.out / self.inner.total_in().max(1) > MAX_RATIO {
            return Err(into_io(bad("unpacks to far more than any honest archive")));
        }
        Ok(n)
    }
}
