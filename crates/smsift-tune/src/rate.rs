//! Shares with their uncertainty, and precision and recall from counts.

use serde::Serialize;

/// A share of `n` trials. Below the minimum number of trials it has no value: [`Rate::value`] is `None`.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Rate {
    /// Trials that succeeded.
    pub hits: usize,
    /// Trials.
    pub n: usize,
    /// `hits / n`, unless there were too few trials.
    pub value: Option<f64>,
    /// Lower end of the 95 % Wilson interval.
    pub low: Option<f64>,
    /// Upper end of the 95 % Wilson interval.
    pub high: Option<f64>,
}

impl Rate {
    /// The share of `hits` in `n`, measured only when `n >= min` and `n > 0`.
    pub fn new(hits: usize, n: usize, min: usize) -> Self {
        if n == 0 || n < min {
            return Self { hits, n, value: None, low: None, high: None };
        }
        let (low, high) = wilson(hits, n);
        Self {
            hits,
            n,
            value: Some(round(hits as f64 / n as f64)),
            low: Some(round(low)),
            high: Some(round(high)),
        }
    }
}

/// The 95 % Wilson score interval of `hits` in `n` trials; `(0, 1)` for no trials.
pub(crate) fn wilson(hits: usize, n: usize) -> (f64, f64) {
    const Z: f64 = 1.959_963_985;
    if n == 0 {
        return (0.0, 1.0);
    }
    let (n, share) = (n as f64, hits as f64 / n as f64);
    let spread = Z * (share * (1.0 - share) / n + Z * Z / (4.0 * n * n)).sqrt();
    let (centre, scale) = (share + Z * Z / (2.0 * n), 1.0 + Z * Z / n);
    (((centre - spread) / scale).max(0.0), ((centre + spread) / scale).min(1.0))
}

/// Four decimals: the report is read and compared by people.
pub(crate) fn round(value: f64) -> f64 {
    (value * 1e4).round() / 1e4
}

/// How often something was found, missed or made up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Found and there.
    pub found: usize,
    /// Found and not there.
    pub wrong: usize,
    /// There and not found.
    pub missed: usize,
}

impl Counts {
    /// How many were there.
    pub fn support(self) -> usize {
        self.found + self.missed
    }

    /// Share of the findings that are right.
    pub fn precision(self, min: usize) -> Rate {
        Rate::new(self.found, self.found + self.wrong, min)
    }

    /// Share of what is there that was found.
    pub fn recall(self, min: usize) -> Rate {
        Rate::new(self.found, self.support(), min)
    }

    /// Harmonic mean of precision and recall; 0 when nothing was found, `None` when there was nothing to find.
    pub fn f1(self, min: usize) -> Option<f64> {
        let all = 2 * self.found + self.wrong + self.missed;
        (self.support() > 0 && self.support() >= min).then(|| round(2.0 * self.found as f64 / all as f64))
    }

    pub(crate) fn add(&mut self, other: Self) {
        self.found += other.found;
        self.wrong += other.wrong;
        self.missed += other.missed;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wilson_agrees_with_published_values() {
        // Newcombe 1998, table I: 81 of 263 and 0 of 20.
        let (low, high) = wilson(81, 263);
        assert!((low - 0.2553).abs() < 5e-4 && (high - 0.3662).abs() < 5e-4, "{low} {high}");
        let (low, high) = wilson(0, 20);
        assert!(low.abs() < 1e-9 && (high - 0.1611).abs() < 5e-4, "{low} {high}");
    }

    #[test]
    fn few_trials_are_not_measured() {
        assert_eq!(Rate::new(9, 9, 10).value, None);
        assert_eq!(Rate::new(9, 10, 10).value, Some(0.9));
        assert_eq!(Rate::new(0, 0, 0).value, None);
    }

    #[test]
    fn f1_is_the_harmonic_mean() {
        let counts = Counts { found: 6, wrong: 2, missed: 4 };
        assert_eq!(counts.precision(1).value, Some(0.75));
        assert_eq!(counts.recall(1).value, Some(0.6));
        assert_eq!(counts.f1(1), Some(0.6667));
        assert_eq!(counts.f1(11), None);
    }
}
