//! A hold-out that stays the same whatever else is in the file.

use std::fmt;
use std::str::FromStr;

use serde::Serialize;

/// Which part of the rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// Every row.
    All,
    /// Rows an author may look at.
    Rest,
    /// Rows held back from the author's eyes.
    Held,
}

/// Sends a fixed share of the rows to [`Side::Held`], by a hash of seed and id.
///
/// A row keeps its side when rows are added, removed or moved to another file. Written `F` or `F:SEED`, such as
/// `0.2:7`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Split {
    share: f64,
    seed: u64,
}

impl Split {
    /// Holds back about `share` (0–1) of the rows.
    ///
    /// # Errors
    ///
    /// `share` is not between 0 and 1.
    pub fn new(share: f64, seed: u64) -> Result<Self, SplitError> {
        if share > 0.0 && share < 1.0 { Ok(Self { share, seed }) } else { Err(SplitError) }
    }

    /// The side of the row with this id.
    pub fn side(&self, id: &str) -> Side {
        // The top 53 bits are a uniform number in 0..1.
        let unit = (hash(self.seed, id) >> 11) as f64 / (1u64 << 53) as f64;
        if unit < self.share { Side::Held } else { Side::Rest }
    }
}

/// FNV-1a over seed and id, finished like `SplitMix64` so that ids that differ in one digit part ways.
fn hash(seed: u64, id: &str) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325u64;
    for byte in seed.to_le_bytes().iter().chain(id.as_bytes()) {
        hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
    }
    hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}

impl FromStr for Split {
    type Err = SplitError;

    fn from_str(text: &str) -> Result<Self, SplitError> {
        let (share, seed) = text.split_once(':').unwrap_or((text, "0"));
        Self::new(share.parse().map_err(|_| SplitError)?, seed.parse().map_err(|_| SplitError)?)
    }
}

/// The split was not written as `F` or `F:SEED`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SplitError;

impl fmt::Display for SplitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected a share between 0 and 1 and, if wanted, a whole-number seed: 0.2 or 0.2:7")
    }
}

impl std::error::Error for SplitError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_share_is_kept_and_the_seed_matters() {
        let count = |split: &str| {
            let split: Split = split.parse().unwrap();
            (0..10_000).filter(|i| split.side(&format!("d{i:04}")) == Side::Held).count()
        };
        assert!((1_850..2_150).contains(&count("0.2")), "{}", count("0.2"));
        let (a, b) = (Split::new(0.2, 0).unwrap(), Split::new(0.2, 1).unwrap());
        assert!((0..100).any(|i| a.side(&i.to_string()) != b.side(&i.to_string())));
    }

    #[test]
    fn the_side_of_a_row_never_changes_between_versions() {
        let split = Split::new(0.5, 0).unwrap();
        let sides: String =
            (0..8).map(|i| if split.side(&format!("d{i}")) == Side::Held { 'h' } else { 'r' }).collect();
        assert_eq!(sides, "hrhhhhhr");
    }

    #[test]
    fn bad_shares_are_refused() {
        for bad in ["0", "1", "-0.1", "1.5", "x", "0.2:x", "NaN", ""] {
            assert_eq!(bad.parse::<Split>(), Err(SplitError), "{bad}");
        }
    }
}
