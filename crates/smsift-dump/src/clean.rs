//! Rules common to all readers: control characters, null words, numbers.

use std::borrow::Cow;

/// Words that dumps write where there is nothing.
pub(crate) fn is_null_word(value: &str) -> bool {
    matches!(
        value.trim(),
        "" | "-" | "null" | "NULL" | "(Unknown)" | "insert-address-token" | "\u{2bc}UNKNOWN_SENDER!\u{2bc}"
    )
}

/// Puts line ends into one form and removes control characters no phone can show. Returns whether any was removed.
pub(crate) fn clean_text(text: &mut String) -> bool {
    let bad = |b: u8| b < 0x20 && !matches!(b, b'\n' | b'\t');
    if !text.bytes().any(bad) {
        return false;
    }
    let mut stripped = false;
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' => {
                if chars.peek() != Some(&'\n') {
                    out.push('\n');
                }
            }
            '\n' | '\t' => out.push(c),
            c if (c as u32) < 0x20 => stripped = true,
            c => out.push(c),
        }
    }
    *text = out;
    stripped
}

/// The number or name of the other side without the marks exports put around it; otherwise as written.
pub(crate) fn clean_sender(sender: &str) -> Option<Cow<'_, str>> {
    let trimmed = sender.trim_matches(|c: char| c.is_whitespace() || c.is_control() || c == '\u{feff}');
    if is_null_word(trimmed) {
        return None;
    }
    Some(if trimmed.contains(char::is_control) {
        Cow::Owned(trimmed.chars().filter(|c| !c.is_control()).collect())
    } else {
        Cow::Borrowed(trimmed)
    })
}

/// The normal form of a number: no spaces, hyphens, quotes or `tel:`, and no Chinese country code before eleven digits.
///
/// Names come back trimmed. Use it to compare addresses; the record keeps what the dump says.
///
/// ```
/// assert_eq!(smsift_dump::normal_address("+86 138-0000-1111"), "13800001111");
/// assert_eq!(smsift_dump::normal_address("tel:95588"), "95588");
/// assert_eq!(smsift_dump::normal_address("王小明"), "王小明");
/// ```
pub fn normal_address(raw: &str) -> String {
    let raw = raw.trim();
    let raw = raw.strip_prefix("tel:").unwrap_or(raw);
    let compact: String = raw.chars().filter(|c| !matches!(c, ' ' | '-' | '"' | '\t' | '\u{a0}')).collect();
    let is_number = !compact.is_empty() && compact.bytes().all(|b| b.is_ascii_digit() || b == b'+');
    if !is_number {
        return raw.to_owned();
    }
    for prefix in ["+86", "0086", "86"] {
        if let Some(rest) = compact.strip_prefix(prefix)
            && rest.len() == 11
            && rest.starts_with('1')
        {
            return rest.to_owned();
        }
    }
    compact
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_go_and_line_ends_agree() {
        let mut text = "a\r\nb\rc\u{1}\u{c}d\te".to_owned();
        assert!(clean_text(&mut text));
        assert_eq!(text, "a\nb\ncd\te");
        let mut text = "中文\n不变".to_owned();
        assert!(!clean_text(&mut text));
        assert_eq!(text, "中文\n不变");
    }

    #[test]
    fn null_words_are_nobody() {
        for word in ["null", " NULL ", "(Unknown)", "insert-address-token", "ʼUNKNOWN_SENDER!ʼ", "", "-"] {
            assert_eq!(clean_sender(word), None, "{word}");
        }
        assert_eq!(clean_sender("\t+8613800001111").as_deref(), Some("+8613800001111"));
    }

    #[test]
    fn country_codes_go_only_before_mobile_numbers() {
        for (raw, want) in [
            ("8613800001111", "13800001111"),
            ("008613800001111", "13800001111"),
            ("86100", "86100"),
            ("+12025550100", "+12025550100"),
            ("\t10690000000001", "10690000000001"),
            ("name@rbm.goog", "name@rbm.goog"),
        ] {
            assert_eq!(normal_address(raw), want, "{raw}");
        }
    }
}
