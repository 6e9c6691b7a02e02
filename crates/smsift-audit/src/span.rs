//! Lists of message numbers for people: `3–5, 8`.

use std::fmt::Write as _;

/// The numbers (indexes plus one) of sorted indexes, runs joined; after `most` runs `…` ends the list.
pub(crate) fn number_ranges(indexes: &[usize], most: usize) -> String {
    let mut out = String::new();
    let mut at = 0;
    let mut runs = 0;
    while at < indexes.len() {
        let mut end = at;
        while indexes.get(end + 1).is_some_and(|next| *next == indexes[end] + 1) {
            end += 1;
        }
        if runs == most {
            out.push_str(", …");
            break;
        }
        if runs > 0 {
            out.push_str(", ");
        }
        let _ = write!(out, "{}", indexes[at] + 1);
        if end > at {
            let _ = write!(out, "{}{}", if end > at + 1 { "–" } else { ", " }, indexes[end] + 1);
        }
        runs += 1;
        at = end + 1;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::number_ranges;

    #[test]
    fn runs_are_joined() {
        assert_eq!(number_ranges(&[2, 3, 4, 7], 9), "3–5, 8");
        assert_eq!(number_ranges(&[2, 3, 7], 9), "3, 4, 8");
        assert_eq!(number_ranges(&[0, 2, 4], 2), "1, 3, …");
        assert_eq!(number_ranges(&[], 2), "");
    }
}
