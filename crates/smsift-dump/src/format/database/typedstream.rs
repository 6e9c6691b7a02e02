//! The text inside Apple's `attributedBody`, a typedstream archive of an attributed string.

/// The string of the archive, or `None` when there is none.
///
/// After the class name (`NSString` or `NSMutableString`) and a few marks comes `+`, a length (one byte; `0x81` and two
/// bytes; `0x82` and four, little endian) and UTF-8. When the length does not fit, the end mark `86 84` decides.
pub(super) fn text(blob: &[u8]) -> Option<String> {
    let class = memchr::memmem::find(blob, b"NSString").map(|at| at + 8);
    let class = class.or_else(|| memchr::memmem::find(blob, b"NSMutableString").map(|at| at + 15))?;
    let plus = class + memchr::memchr(b'+', blob.get(class..(class + 32).min(blob.len()))?)?;
    let rest = &blob[plus + 1..];
    let (length, start) = match rest {
        [0x81, a, b, ..] => (usize::from(u16::from_le_bytes([*a, *b])), 3),
        [0x82, a, b, c, d, ..] => (u32::from_le_bytes([*a, *b, *c, *d]) as usize, 5),
        [length, ..] => (usize::from(*length), 1),
        [] => return None,
    };
    let body = &rest[start..];
    if let Some(text) = body.get(..length).and_then(|t| std::str::from_utf8(t).ok())
        && body.get(length).is_none_or(|mark| *mark == 0x86)
    {
        return Some(text.to_owned());
    }
    let end = memchr::memmem::find(body, b"\x86\x84")?;
    std::str::from_utf8(&body[..end]).ok().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::text;

    fn blob(length: &[u8], body: &str) -> Vec<u8> {
        let mut out = b"\x04\x0bstreamtyped\x81\xe8\x03\x84\x01@\x84\x84\x84\x12NSAttributedString\0\x84\x84\x08NSObject\0\x85\x92\x84\x84\x84\x08NSString\x01\x94\x84\x01+".to_vec();
        out.extend_from_slice(length);
        out.extend_from_slice(body.as_bytes());
        out.extend_from_slice(b"\x86\x84\x02iI\x01");
        out
    }

    #[test]
    fn lengths_of_one_two_and_four_bytes() {
        assert_eq!(text(&blob(&[6], "您好")).as_deref(), Some("您好"));
        let long = "您".repeat(100);
        assert_eq!(text(&blob(&[0x81, 0x2c, 0x01], &long)).as_deref(), Some(long.as_str()));
        let longer = "您".repeat(30_000);
        assert_eq!(text(&blob(&[0x82, 0x90, 0x5f, 0x01, 0], &longer)).as_deref(), Some(longer.as_str()));
    }

    #[test]
    fn a_wrong_length_falls_back_to_the_end_mark() {
        assert_eq!(text(&blob(&[200], "您好")).as_deref(), Some("您好"));
        assert_eq!(text(b"NSString+"), None);
        assert_eq!(text(b""), None);
    }
}
