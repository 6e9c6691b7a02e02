//! Escapes of half a character, which JSON parsers refuse, replaced by U+FFFD.

/// The text with every unpaired `\uD800`–`\uDFFF` escape replaced, or `None` when there is none.
pub(super) fn mend(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let mut out = String::new();
    let (mut copied, mut at) = (0, 0);
    while let Some(found) = memchr::memchr(b'\\', &bytes[at..]) {
        at += found;
        let Some(unit) = escape(&bytes[at..]) else {
            at += 2; // another escape, or `\\` whose second half must not open one
            if at >= bytes.len() {
                break;
            }
            continue;
        };
        let paired = (0xD800..0xDC00).contains(&unit)
            && escape(&bytes[at + 6..]).is_some_and(|low| (0xDC00..0xE000).contains(&low));
        if paired {
            at += 12;
        } else {
            if (0xD800..0xE000).contains(&unit) {
                out.push_str(&text[copied..at]);
                out.push_str("\\ufffd");
                copied = at + 6;
            }
            at += 6;
        }
    }
    (copied > 0).then(|| {
        out.push_str(&text[copied..]);
        out
    })
}

/// The value of a `\uXXXX` escape at the front.
fn escape(bytes: &[u8]) -> Option<u32> {
    let hex = bytes.strip_prefix(b"\\u")?.get(..4)?;
    if !hex.iter().all(u8::is_ascii_hexdigit) {
        return None;
    }
    u32::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::mend;

    #[test]
    fn only_lone_halves_are_replaced() {
        assert_eq!(mend(r#""a\ud83d""#).as_deref(), Some(r#""a\ufffd""#));
        assert_eq!(mend(r#""\ude0a\ud83d\ude0a""#).as_deref(), Some(r#""\ufffd\ud83d\ude0a""#));
        assert_eq!(mend(r#""\ud83d\ud83d\ude0a""#).as_deref(), Some(r#""\ufffd\ud83d\ude0a""#));
        assert_eq!(mend(r#""\ud83d\ude0a""#), None);
        assert_eq!(mend(r#""\\ud83d""#), None);
        assert_eq!(mend(r#""\"#), None);
        assert_eq!(mend("\"\\ud8"), None);
    }
}
