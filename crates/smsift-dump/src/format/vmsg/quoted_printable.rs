//! Quoted-printable, decoded only where the text really is.

/// Whether every character is escaped, or some are and no other byte is beyond ASCII.
///
/// MTK writes the header over raw UTF-8; decoding that would destroy it.
fn is_encoded(text: &str) -> bool {
    let bytes = text.as_bytes();
    let escape_at = |i: usize| {
        bytes.get(i) == Some(&b'=')
            && bytes.get(i + 1..i + 3).is_some_and(|h| h.iter().all(u8::is_ascii_hexdigit))
    };
    let any_escape = (0..bytes.len()).any(escape_at);
    any_escape && text.is_ascii()
}

/// The decoded bytes, or `None` when the text is not quoted-printable. Soft line breaks are `=` before a newline.
pub(crate) fn decode(text: &str) -> Option<Vec<u8>> {
    if !is_encoded(text) {
        return None;
    }
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len() / 3);
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] != b'=' {
            out.push(bytes[at]);
            at += 1;
            continue;
        }
        let hex = bytes.get(at + 1..at + 3).and_then(|h| std::str::from_utf8(h).ok());
        let value = hex.filter(|h| !h.starts_with('+')).and_then(|h| u8::from_str_radix(h, 16).ok());
        if let Some(value) = value {
            out.push(value);
            at += 3;
        } else if bytes[at + 1..].starts_with(b"\r\n") {
            at += 3;
        } else if bytes[at + 1..].starts_with(b"\n") {
            at += 2;
        } else {
            // A bare `=` at the end is the last soft break; elsewhere it stands for itself.
            if at + 1 < bytes.len() {
                out.push(b'=');
            }
            at += 1;
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn only_what_is_encoded_is_decoded() {
        assert_eq!(decode("=E4=BD=\n=A0=0A=41").unwrap(), "你\nA".as_bytes());
        assert_eq!(decode("a=3Db=\nc").unwrap(), b"a=bc");
        assert_eq!(decode("1+1=2"), None);
        assert_eq!(decode("您好=E4=BD=A0"), None);
        assert_eq!(decode(""), None);
    }
}
