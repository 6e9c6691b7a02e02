//! Workbooks whose shared strings are too many to hold in memory.
//!
//! calamine keeps the table of shared strings whole. Where it is large, its strings go to a temporary file, and calamine
//! reads a copy of the workbook in which a cell has a mark and the number of its string.

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Read, Seek, Write};
use std::path::Path;

use calamine::{DataRef, Reader as _, Xlsx};
use quick_xml::events::{BytesStart, BytesText, Event};
use quick_xml::{Reader, Writer};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::spreadsheet::damaged;
use crate::error::DumpError;

/// Before the number of a string. XML does not allow it, so no honest cell begins with it.
const MARK: char = '\u{ffff}';

type Package = ZipWriter<BufWriter<File>>;

/// A copy of the workbook and the strings its cells name, if its table of shared strings is larger than `limit` bytes.
pub(super) fn spill(path: &Path, limit: u64) -> Result<Option<(File, Strings)>, DumpError> {
    let file = File::open(path).map_err(DumpError::io)?;
    let Ok(mut archive) = ZipArchive::new(BufReader::new(file)) else { return Ok(None) };
    let names: Vec<String> =
        archive.file_names().map(|n| n.unwrap_or_default().to_lowercase().replace('\\', "/")).collect();
    let Some(table) = names.iter().position(|n| n.ends_with("/sharedstrings.xml")) else { return Ok(None) };
    let member = archive.by_index(table).map_err(zip_fault)?;
    if member.size() <= limit {
        return Ok(None);
    }
    let strings = Strings::read(BufReader::new(member))?;

    let mut copy = package()?;
    for (index, name) in names.iter().enumerate().filter(|(index, _)| *index != table) {
        // Not `Path::extension`: `_rels/.rels` has none.
        let ending = name.rsplit('.').next().unwrap_or_default();
        if name.contains("sheet") && ending == "xml" {
            let sheet = archive.by_index(index).map_err(zip_fault)?;
            let name = sheet.name().map_err(zip_fault)?.into_owned();
            copy.start_file(name, options()).map_err(zip_fault)?;
            mark(BufReader::new(sheet), &mut copy).map_err(DumpError::io)?;
        } else if ending == "xml" || ending == "rels" {
            let part = archive.by_index_raw(index).map_err(zip_fault)?;
            copy.raw_copy_file(part).map_err(zip_fault)?;
        }
    }
    Ok(Some((finish(copy)?, strings)))
}

fn zip_fault(error: zip::result::ZipError) -> DumpError {
    match error {
        zip::result::ZipError::Io(e) if e.kind() != io::ErrorKind::UnexpectedEof => DumpError::io(e),
        _ => damaged(),
    }
}

fn package() -> Result<Package, DumpError> {
    tempfile::tempfile().map(|file| ZipWriter::new(BufWriter::new(file))).map_err(DumpError::io)
}

/// Fast rather than small: what is written is read once.
fn options() -> SimpleFileOptions {
    SimpleFileOptions::default().compression_level(Some(1)).large_file(true)
}

fn finish(package: Package) -> Result<File, DumpError> {
    let mut file =
        package.finish().map_err(zip_fault)?.into_inner().map_err(|e| DumpError::io(e.into_error()))?;
    file.rewind().map_err(DumpError::io)?;
    Ok(file)
}

/// Reads XML as leniently as calamine does.
fn reader<R: BufRead>(xml: R) -> Reader<R> {
    let mut reader = Reader::from_reader(xml);
    reader.config_mut().check_end_names = false;
    reader
}

/// Copies a sheet with a mark before the number of each shared string, in cells that are now plain strings.
fn mark(sheet: impl BufRead, out: impl Write) -> io::Result<()> {
    let (mut sheet, mut out, mut buf) = (reader(sheet), Writer::new(out), Vec::new());
    let mut is_shared = false;
    loop {
        buf.clear();
        // At damage the copy ends: calamine then reports it after the same row.
        let Ok(event) = sheet.read_event_into(&mut buf) else { return Ok(()) };
        match event {
            Event::Eof => return Ok(()),
            // The copy is in UTF-8 whatever the declaration says.
            Event::Decl(_) => {}
            Event::Start(cell) if cell.local_name().as_ref() == "c" => {
                is_shared = cell.try_get_attribute("t").is_ok_and(|t| t.is_some_and(|t| t.value == "s"));
                if is_shared {
                    let name = cell.name();
                    let mut plain = BytesStart::new(name.as_ref());
                    let mut attributes = cell.attributes();
                    let kept = attributes.with_checks(false).flatten().filter(|a| a.key.as_ref() != "t");
                    plain.extend_attributes(kept);
                    plain.push_attribute(("t", "str"));
                    out.write_event(Event::Start(plain))?;
                } else {
                    out.write_event(Event::Start(cell))?;
                }
            }
            Event::Start(value) if is_shared && value.local_name().as_ref() == "v" => {
                out.write_event(Event::Start(value))?;
                out.write_event(Event::Text(BytesText::new(MARK.encode_utf8(&mut [0; 4]))))?;
            }
            event => out.write_event(event)?,
        }
    }
}

/// The parts of a workbook of one sheet, but for the sheet.
const PARTS: [(&str, &str); 3] = [
    (
        "_rels/.rels",
        r#"<Relationships><Relationship Id="a" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
    ),
    (
        "xl/workbook.xml",
        r#"<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="s" sheetId="1" r:id="a"/></sheets></workbook>"#,
    ),
    (
        "xl/_rels/workbook.xml.rels",
        r#"<Relationships><Relationship Id="a" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#,
    ),
];

/// Writes the table of shared strings as a workbook with one of them in each cell. Returns whether it is whole.
fn as_cells(table: impl BufRead, out: impl Write) -> io::Result<bool> {
    let (mut table, mut out, mut buf) = (reader(table), Writer::new(out), Vec::new());
    out.get_mut().write_all(b"<worksheet><sheetData>")?;
    loop {
        buf.clear();
        let Ok(event) = table.read_event_into(&mut buf) else { return Ok(false) };
        let text = match &event {
            Event::Eof => return Ok(false),
            Event::Start(e) if e.local_name().as_ref() == "si" => r#"<row><c t="inlineStr"><is>"#,
            Event::End(e) if e.local_name().as_ref() == "si" => "</is></c></row>",
            Event::Empty(e) if e.local_name().as_ref() == "si" => {
                r#"<row><c t="inlineStr"><is></is></c></row>"#
            }
            Event::End(e) if e.local_name().as_ref() == "sst" => break,
            Event::Start(e) if e.local_name().as_ref() == "sst" => continue,
            Event::Decl(_) => continue,
            _ => {
                out.write_event(event)?;
                continue;
            }
        };
        out.get_mut().write_all(text.as_bytes())?;
    }
    out.get_mut().write_all(b"</sheetData></worksheet>")?;
    Ok(true)
}

/// Strings in a temporary file, found by their numbers.
pub(super) struct Strings {
    text: Spilled,
    /// Where each string ends in the text, eight bytes a string; a 0 comes first.
    ends: Spilled,
    count: u64,
}

impl Strings {
    /// Reads the table. calamine decodes the strings as cells of a workbook of their own, so that they come out the
    /// same as those it would have held.
    fn read(table: impl BufRead) -> Result<Self, DumpError> {
        let mut package = package()?;
        for (name, part) in PARTS {
            package.start_file(name, options()).map_err(zip_fault)?;
            package.write_all(part.as_bytes()).map_err(DumpError::io)?;
        }
        package.start_file("xl/worksheets/sheet1.xml", options()).map_err(zip_fault)?;
        if !as_cells(table, &mut package).map_err(DumpError::io)? {
            return Err(damaged());
        }
        let mut book = Xlsx::new(BufReader::new(finish(package)?)).map_err(|_| damaged())?;
        let mut cells = book.worksheet_cells_reader("s").map_err(|_| damaged())?;
        let temporary = || tempfile::tempfile().map(BufWriter::new).map_err(DumpError::io);
        let (mut text, mut ends, mut end, mut count) = (temporary()?, temporary()?, 0u64, 0);
        ends.write_all(&end.to_le_bytes()).map_err(DumpError::io)?;
        while let Some(cell) = cells.next_cell().map_err(|_| damaged())? {
            if let DataRef::String(s) = cell.get_value() {
                text.write_all(s.as_bytes()).map_err(DumpError::io)?;
                end += s.len() as u64;
            }
            ends.write_all(&end.to_le_bytes()).map_err(DumpError::io)?;
            count += 1;
        }
        Ok(Self { text: Spilled::new(text)?, ends: Spilled::new(ends)?, count })
    }

    /// The string a cell names; any other text as it is.
    pub(super) fn resolve(&mut self, cell: String) -> Result<String, DumpError> {
        let Some(number) = cell.strip_prefix(MARK) else { return Ok(cell) };
        let number = number.trim();
        if number.is_empty() {
            return Ok(String::new());
        }
        let number = number.parse().ok().filter(|n| *n < self.count).ok_or_else(damaged)?;
        let start = self.ends.number(number).map_err(DumpError::io)?;
        let end = self.ends.number(number + 1).map_err(DumpError::io)?;
        let length = usize::try_from(end - start).map_err(|_| damaged())?;
        let mut text = vec![0; length];
        self.text.read_at(start, &mut text).map_err(DumpError::io)?;
        String::from_utf8(text).map_err(|_| damaged())
    }
}

/// A written file, read in any order; reading on from where the last read ended costs the least.
struct Spilled {
    file: BufReader<File>,
    at: u64,
}

impl Spilled {
    fn new(file: BufWriter<File>) -> Result<Self, DumpError> {
        let mut file = file.into_inner().map_err(|e| DumpError::io(e.into_error()))?;
        file.rewind().map_err(DumpError::io)?;
        Ok(Self { file: BufReader::new(file), at: 0 })
    }

    fn read_at(&mut self, place: u64, into: &mut [u8]) -> io::Result<()> {
        // Both are places in a file: below 2^63.
        self.file.seek_relative(place.cast_signed() - self.at.cast_signed())?;
        self.at = place;
        self.file.read_exact(into)?;
        self.at += into.len() as u64;
        Ok(())
    }
    fn number(&mut self, index: u64) -> io::Result<u64> {
        let mut bytes = [0; 8];
        self.read_at(index * 8, &mut bytes)?;
        Ok(u64::from_le_bytes(bytes))
    }
}
