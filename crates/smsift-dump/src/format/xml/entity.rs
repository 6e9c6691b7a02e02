//! Entities, with the two habits of Android's serialiser: half characters and control characters as numbers.

use std::borrow::Cow;

/// The text without entities, and whether half a character had to be replaced by U+FFFD.
///
/// `&#55357;&#56838;` is one emoji in two UTF-16 halves: not XML, and very common.
pub(crate) fn unescape(raw: &str) -> (Cow<'_, str>, bool) {
    let Some(first) = memchr::memchr(b'&', raw.as_bytes()) else { return (Cow::Borrowed(raw), false) };
    let mut out = String::with_capacity(raw.len());
    out.push_str(&raw[..first]);
    let mut rest = &raw[first..];
    let mut lone = false;
    while !rest.is_empty() {
        if let Some((unit, length)) = entity(rest) {
            rest = &rest[length..];
            if let Some(c) = char::from_u32(unit) {
                out.push(c);
                continue;
            }
            let low = entity(rest).filter(|(low, _)| is_pair(unit, *low));
            if let Some((low, length)) = low {
                rest = &rest[length..];
                let joined = 0x1_0000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
                out.push(char::from_u32(joined).unwrap_or('\u{fffd}'));
            } else {
                lone = true;
                out.push('\u{fffd}');
            }
        } else {
            let end = memchr::memchr(b'&', &rest.as_bytes()[1..]).map_or(rest.len(), |i| i + 1);
            let end = if rest.starts_with('&') || end == rest.len() { end } else { end.min(rest.len()) };
            out.push_str(&rest[..end]);
            rest = &rest[end..];
        }
    }
    (Cow::Owned(out), lone)
}

fn is_pair(high: u32, low: u32) -> bool {
    (0xD800..0xDC00).contains(&high) && (0xDC00..0xE000).contains(&low)
}

/// The code and the length of the entity at the front.
fn entity(text: &str) -> Option<(u32, usize)> {
    let body = text.strip_prefix('&')?;
    let end = memchr::memchr(b';', &body.as_bytes()[..body.len().min(12)])?;
    let name = &body[..end];
    let code = match name {
        "amp" => u32::from('&'),
        "lt" => u32::from('<'),
        "gt" => u32::from('>'),
        "quot" => u32::from('"'),
        "apos" => u32::from('\''),
        "nbsp" => 0xA0,
        _ => {
            let number = name.strip_prefix('#')?;
            match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            }
        }
    };
    Some((code, end + 2))
}

#[cfg(test)]
mod tests {
    use super::unescape;

    #[test]
    fn halves_join_and_lone_halves_are_replaced() {
        assert_eq!(unescape("a&#55357;&#56838;b"), ("a😆b".into(), false));
        assert_eq!(unescape("a&#55357;b"), ("a\u{fffd}b".into(), true));
        assert_eq!(unescape("&#xD83D;&#xDE06;"), ("😆".into(), false));
        assert_eq!(unescape("&#55357;&#55357;&#56838;"), ("\u{fffd}😆".into(), true));
    }

    #[test]
    fn names_numbers_and_bare_ampersands() {
        assert_eq!(unescape("&lt;&gt;&amp;&quot;&apos;&#10;&#x4E2D;").0, "<>&\"'\n中");
        assert_eq!(unescape("A&B & C&unknown; &; &").0, "A&B & C&unknown; &; &");
        assert_eq!(unescape("中&文&amp;").0, "中&文&");
    }
}
