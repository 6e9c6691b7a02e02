//! Whether a confidence of 0.9 is right nine times in ten.

use serde::Serialize;

use super::Outcome;
use crate::rate::{Rate, round};

/// Bins of equal width between 0 and 1.
const BINS: usize = 10;

/// How far stated confidence and measured accuracy are apart.
#[derive(Clone, Debug, Serialize)]
pub struct Calibration {
    /// Expected calibration error: the mean gap, weighted by rows; `None` for too few rows.
    pub ece: Option<f64>,
    /// The reliability table, lowest confidence first; empty bins are left out.
    pub bins: Vec<Bin>,
}

/// Rows whose confidence lies in one tenth.
#[derive(Clone, Debug, Serialize)]
pub struct Bin {
    /// Lower edge, included.
    pub from: f64,
    /// Upper edge, excluded but for 1.
    pub to: f64,
    /// Mean confidence of the rows.
    pub confidence: f64,
    /// Rows whose category is right.
    pub right: Rate,
}

impl Calibration {
    pub(super) fn new(outcomes: &[&Outcome<'_>], min: usize) -> Self {
        let (mut rows, mut right, mut sum) = ([0usize; BINS], [0usize; BINS], [0f64; BINS]);
        for outcome in outcomes {
            let confidence = f64::from(outcome.verdict.confidence()).clamp(0.0, 1.0);
            let bin = bin_of(confidence);
            rows[bin] += 1;
            right[bin] += usize::from(outcome.is_right());
            sum[bin] += confidence;
        }
        let gap: f64 = (0..BINS).map(|i| (sum[i] - right[i] as f64).abs()).sum();
        let bins = (0..BINS).filter(|&i| rows[i] > 0).map(|i| Bin {
            from: round(i as f64 / BINS as f64),
            to: round((i + 1) as f64 / BINS as f64),
            confidence: round(sum[i] / rows[i] as f64),
            right: Rate::new(right[i], rows[i], min),
        });
        Self {
            ece: (outcomes.len() >= min.max(1)).then(|| round(gap / outcomes.len() as f64)),
            bins: bins.collect(),
        }
    }
}

fn bin_of(confidence: f64) -> usize {
    // 0.9 as f32 widens to 0.89999998: without the nudge it would fall into the bin below its own.
    let scaled = confidence.mul_add(BINS as f64, 1e-6);
    (0..BINS).rev().find(|&i| scaled >= i as f64).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::bin_of;

    #[test]
    fn edges_belong_to_the_upper_bin() {
        for (confidence, bin) in
            [(0.0, 0), (0.0999, 0), (0.1, 1), (f64::from(0.9f32), 9), (1.0, 9), (0.55, 5)]
        {
            assert_eq!(bin_of(confidence), bin, "{confidence}");
        }
    }
}
