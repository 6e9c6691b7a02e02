//! The other side's number in the form in which numbers are compared.

use crate::text::fold;

/// A number without spaces, hyphens and country code; a name where the dump gave one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Number(String);

impl Number {
    /// Normalises a number as written in the dump. `+86`, `0086` and `86` go away before an 11-digit mobile number.
    pub fn new(written: &str) -> Self {
        let plain: String = fold(written).chars().filter(|c| !c.is_whitespace() && !is_hyphen(*c)).collect();
        let short =
            ["+86", "0086", "86"].iter().find_map(|p| plain.strip_prefix(p)).filter(|rest| is_mobile(rest));
        Self(short.map_or_else(|| plain.clone(), str::to_owned))
    }

    /// The normalised text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// A mainland mobile number: `1`, then `3` to `9`, then nine digits.
    pub fn is_mobile(&self) -> bool {
        is_mobile(&self.0)
    }
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

fn is_mobile(text: &str) -> bool {
    let b = text.as_bytes();
    b.len() == 11 && b[0] == b'1' && (b'3'..=b'9').contains(&b[1]) && b.iter().all(u8::is_ascii_digit)
}

#[cfg(test)]
mod tests {
    use super::Number;

    #[test]
    fn country_codes_go_away_before_mobiles_only() {
        for written in
            ["15400021107", "+86 154-0002-1107", "0086 15400021107", "8615400021107", "＋86154 0002 1107"]
        {
            assert_eq!(Number::new(written).as_str(), "15400021107", "{written}");
            assert!(Number::new(written).is_mobile());
        }
        for other in ["85200000177", "106902880318", "8610690000", "12110002000", "0571-5550171"] {
            assert!(!Number::new(other).is_mobile(), "{other}");
        }
        assert_eq!(Number::new("8610690000").as_str(), "8610690000");
    }
}
