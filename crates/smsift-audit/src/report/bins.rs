//! Days gathered into as many columns as a chart can show.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use super::text as t;

/// How much time one column covers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Width {
    Day,
    Week,
    Month,
    Years(i16),
}

impl Width {
    pub(super) fn name(self) -> t::Text {
        match self {
            Self::Day => t::PER_DAY,
            Self::Week => t::PER_WEEK,
            Self::Month => t::PER_MONTH,
            Self::Years(_) => t::PER_YEAR,
        }
    }

    fn start(self, day: Date) -> Date {
        match self {
            Self::Day => day,
            Self::Week => day.saturating_sub(i64::from(day.weekday().since(Weekday::Monday)).days()),
            Self::Month => day.first_of_month(),
            Self::Years(n) => {
                let year = day.year() - day.year().rem_euclid(n);
                Date::new(year, 1, 1).unwrap_or(day)
            }
        }
    }

    fn next(self, start: Date) -> Date {
        match self {
            Self::Day => start.saturating_add(1.day()),
            Self::Week => start.saturating_add(1.week()),
            Self::Month => start.saturating_add(1.month()),
            Self::Years(n) => start.saturating_add(i64::from(n).years()),
        }
    }
}

/// Columns from the first to the last day.
#[derive(Debug)]
pub(super) struct Bins {
    pub(super) width: Width,
    /// First day of each column.
    pub(super) starts: Vec<Date>,
    end: Date,
}

impl Bins {
    /// The finest of the widths that needs at most `most` columns; 200 years and more still fit.
    pub(super) fn new(first: Date, last: Date, finest: Width, most: usize) -> Self {
        let days = i64::from((last - first).get_days()).unsigned_abs() as usize + 1;
        let step = i16::try_from(days / 366 / most + 1).unwrap_or(i16::MAX);
        let widths = [(Width::Day, 1), (Width::Week, 7), (Width::Month, 28), (Width::Years(step), 0)];
        let from = widths.iter().position(|(w, _)| *w == finest).unwrap_or(0);
        let fits = |(_, length): &&(Width, usize)| *length == 0 || days / length + 2 <= most;
        let width = widths[from..].iter().find(fits).map_or(Width::Years(step), |(w, _)| *w);
        let mut starts = vec![width.start(first)];
        loop {
            let next = width.next(starts[starts.len() - 1]);
            if next > last || next <= starts[starts.len() - 1] {
                return Self { width, starts, end: next };
            }
            starts.push(next);
        }
    }

    /// The column of a day.
    pub(super) fn index(&self, day: Date) -> usize {
        self.starts.partition_point(|s| *s <= day).saturating_sub(1)
    }

    /// Where a day lies, in columns from the left edge.
    pub(super) fn position(&self, day: Date) -> f64 {
        let i = self.index(day);
        let start = self.starts[i];
        let end = self.starts.get(i + 1).copied().unwrap_or(self.end);
        let length = f64::from((end - start).get_days().max(1));
        i as f64 + (f64::from((day - start).get_days()) / length).clamp(0.0, 1.0)
    }

    pub(super) fn len(&self) -> usize {
        self.starts.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn widths_follow_the_span() {
        let week = Bins::new(date(2026, 1, 1), date(2026, 3, 1), Width::Week, 120);
        assert_eq!(week.width, Width::Week);
        assert_eq!(week.starts[0], date(2025, 12, 29));
        assert_eq!(week.index(date(2026, 1, 4)), 0);
        assert_eq!(week.index(date(2026, 1, 5)), 1);
        assert!((week.position(date(2026, 1, 8)) - (1.0 + 3.0 / 7.0)).abs() < 1e-9);
        assert_eq!(Bins::new(date(2020, 1, 1), date(2026, 3, 1), Width::Week, 120).width, Width::Month);
        let long = Bins::new(date(1970, 1, 1), date(2026, 3, 1), Width::Week, 120);
        assert_eq!(long.width, Width::Years(1));
        let ages = Bins::new(date(-9000, 1, 1), date(9000, 3, 1), Width::Week, 120);
        assert!(ages.len() <= 122, "{}", ages.len());
    }
}
