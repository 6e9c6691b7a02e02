//! Damaged copies: no panic, no hang, good records kept, the damage reported with its place.

use smsift_dump::{DumpError, ErrorKind, ReadOptions, Record};

use crate::generate::{Sample, all};
use crate::support::{Outcome, Random, read_bytes};

/// Damages per format.
const DAMAGES: u64 = 200;

#[derive(Clone, Copy, Debug)]
enum Damage {
    Cut(usize),
    Flip(usize, u8),
    /// A stretch overwritten with zeros.
    Blank(usize, usize),
}

impl Damage {
    fn random(random: &mut Random, length: usize) -> Self {
        let at = random.below(length);
        match random.below(4) {
            0 => Self::Cut(at),
            1 => Self::Blank(at, 1 + random.below(40)),
            _ => Self::Flip(at, 1 << random.below(8)),
        }
    }

    fn start(self) -> usize {
        match self {
            Self::Cut(at) | Self::Flip(at, _) | Self::Blank(at, _) => at,
        }
    }

    fn apply(self, bytes: &[u8]) -> Vec<u8> {
        let mut out = bytes.to_vec();
        match self {
            Self::Cut(at) => out.truncate(at),
            Self::Flip(at, mask) => out[at] ^= mask,
            Self::Blank(at, count) => {
                let end = (at + count).min(out.len());
                out[at..end].fill(0);
            }
        }
        out
    }
}

/// Byte offset at which each record of the whole file begins, and the end of the file.
fn starts(records: &[Record], length: usize) -> Vec<usize> {
    let starts = records.iter().map(|r| usize::try_from(r.byte).unwrap());
    starts.chain([length]).collect()
}

fn has_place(error: &DumpError) -> bool {
    // A container that cannot be opened at all has no place inside.
    let is_container = matches!(error.kind(), ErrorKind::BadDatabase | ErrorKind::BadArchive);
    let is_inside = error.byte_offset().is_some() || error.record_number().is_some();
    error.path_name().is_some() && (is_inside || is_container || error.is_unreadable())
}

/// What is wrong about how a damage was taken, if anything.
fn fault(sample: &Sample, whole: &Outcome, damage: Damage) -> Option<String> {
    let damaged = read_bytes(sample.file, &damage.apply(&sample.bytes), &ReadOptions::default());
    let context = || format!("{}, {damage:?}: {:?} {:?}", sample.name, damaged.texts(), damaged.errors);
    if damaged.records.len() > whole.records.len() * 2 + 20 {
        return Some(format!("more records than there can be: {}", context()));
    }
    if let Some(error) = damaged.errors.iter().find(|e| !has_place(e)) {
        return Some(format!("no place: {error}; {}", context()));
    }
    let starts = starts(&whole.records, sample.bytes.len());
    // Damage in the header can change what the file is taken for; that is another promise.
    if !sample.local || damage.start() < starts[0].max(16) {
        return None;
    }
    let is_kept = |record: &Record| damaged.records.iter().any(|d| d.text == record.text);
    let before = whole.records.iter().zip(&starts[1..]).filter(|(_, end)| **end + 16 <= damage.start());
    if let Some((record, _)) = before.into_iter().find(|(record, _)| !is_kept(record)) {
        return Some(format!("lost record {} before the damage: {}", record.record, context()));
    }
    let lost = whole.records.iter().filter(|record| !is_kept(record)).count();
    if matches!(damage, Damage::Flip(..)) && lost > 2 {
        return Some(format!("one byte cost {lost} records: {}", context()));
    }
    let is_silent = damaged.errors.is_empty() && damaged.records.len() + 2 < whole.records.len();
    (is_silent && !matches!(damage, Damage::Cut(_))).then(|| format!("silent loss: {}", context()))
}

#[test]
fn two_hundred_damages_per_format() {
    let mut faults = Vec::new();
    for sample in all() {
        let whole = read_bytes(sample.file, &sample.bytes, &ReadOptions::default());
        let mut random = Random::new(sample.bytes.len() as u64);
        let damages = (0..DAMAGES).map(|_| Damage::random(&mut random, sample.bytes.len()));
        faults.extend(damages.filter_map(|damage| fault(&sample, &whole, damage)));
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn a_cut_reports_the_record_it_goes_through() {
    for (name, cut) in [("SMS Backup & Restore", 30), ("contract JSON Lines", 30), ("QUIK", 30), ("OPPO", 60)]
    {
        let sample = all().into_iter().find(|s| s.name == name).unwrap();
        let whole = read_bytes(sample.file, &sample.bytes, &ReadOptions::default());
        let start = usize::try_from(whole.records[6].byte).unwrap();
        let cut = read_bytes(sample.file, &sample.bytes[..start + cut], &ReadOptions::default());
        assert_eq!(cut.records, whole.records[..6], "{name}");
        let error = cut.errors.first().unwrap_or_else(|| panic!("{name}: nothing said"));
        assert_eq!(error.byte_offset(), Some(whole.records[6].byte), "{name}: {error}");
    }
}

#[test]
fn the_shared_examples_survive_damage() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/formats/examples");
    let Ok(inputs) = smsift_dump::inputs::expand(&[folder]) else { return };
    for path in inputs.into_iter().filter(|p| p.is_file()) {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let bytes = std::fs::read(&path).unwrap();
        let mut random = Random::new(bytes.len() as u64);
        for _ in 0..DAMAGES / 4 {
            let damage = Damage::random(&mut random, bytes.len());
            let outcome = read_bytes(&name, &damage.apply(&bytes), &ReadOptions::default());
            assert!(outcome.errors.iter().all(|e| e.path_name().is_some()), "{name}: {damage:?}");
        }
    }
}
