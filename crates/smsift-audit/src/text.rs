//! Texts in the form in which the audit compares them.

use unicode_normalization::UnicodeNormalization;

/// Characters that are there and not seen: zero-width, direction marks, soft hyphen.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{00AD}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

/// NFKC, lower case, without invisible characters.
pub(crate) fn fold(text: &str) -> String {
    text.chars().filter(|c| !is_invisible(*c)).nfkc().flat_map(char::to_lowercase).collect()
}

/// [`fold`] without white space.
pub(crate) fn compact(text: &str) -> String {
    fold(text).chars().filter(|c| !c.is_whitespace()).collect()
}

/// Whether any of the words stands in the text; both are folded already.
pub(crate) fn contains_any(text: &str, words: &[String]) -> bool {
    words.iter().any(|w| text.contains(w.as_str()))
}

/// Clauses of a folded text: between commas, stops, brackets and line ends. A comma inside a number ends nothing.
pub(crate) fn clauses(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut start = 0;
    let mut previous = ' ';
    let mut chars = text.char_indices().peekable();
    while let Some((i, c)) = chars.next() {
        let next_digit = chars.peek().is_some_and(|(_, n)| n.is_ascii_digit());
        let in_number = matches!(c, ',' | '.') && previous.is_ascii_digit() && next_digit;
        let ends = matches!(c, ',' | '、' | '。' | ';' | '!' | '?' | '(' | ')' | '\n' | '\r' | '【' | '】')
            && !in_number;
        if ends {
            out.push(&text[start..i]);
            start = i + c.len_utf8();
        }
        previous = c;
    }
    out.push(&text[start..]);
    out.retain(|c| !c.trim().is_empty());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_removes_what_is_not_seen() {
        assert_eq!(fold("Ｔ\u{200B}Ｄ　退订"), "td 退订");
        assert_eq!(compact(" 退\u{FEFF} 订 "), "退订");
    }

    #[test]
    fn a_comma_in_a_number_is_no_clause_end() {
        assert_eq!(clauses("剩余欠款3,168元,请还清(含利息)"), ["剩余欠款3,168元", "请还清", "含利息"]);
    }
}
