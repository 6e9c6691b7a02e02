//! The `【…】` that names the sender.

use crate::text::is_invisible;
use unicode_normalization::UnicodeNormalization;

const PAIRS: [(char, char); 2] = [('【', '】'), ('[', ']')];

/// What stands in the brackets that open the text, or else in those that close it; NFKC, without spaces and
/// invisible characters. Empty brackets are none.
pub fn signature(text: &str) -> Option<String> {
    let plain: String = text.chars().filter(|c| !is_invisible(*c)).nfkc().collect();
    let plain = plain.trim();
    let opening = PAIRS.iter().find_map(|&(open, close)| {
        let inside = plain.strip_prefix(open)?;
        inside.find(close).map(|end| &inside[..end])
    });
    let found = opening.or_else(|| {
        PAIRS.iter().find_map(|&(open, close)| {
            let inside = plain.strip_suffix(close)?;
            inside.rfind(open).map(|start| &inside[start + open.len_utf8()..])
        })
    });
    let name: String = found?.chars().filter(|c| !c.is_whitespace()).collect();
    (!name.is_empty()).then_some(name)
}

/// Whether `【…】` with anything in it stands anywhere in the text.
pub(crate) fn has_brackets(text: &str) -> bool {
    text.find('【').is_some_and(|start| {
        let inside = &text[start + '【'.len_utf8()..];
        inside.find('】').is_some_and(|end| !inside[..end].trim().is_empty())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn opens_or_closes() {
        for text in [
            "【东浦 银行】您好",
            "您好【东浦银行】",
            "[东浦银行]您好",
            "［东浦银行］您好",
            " \u{200B}【东\u{200B}浦银行】x",
        ] {
            assert_eq!(signature(text).as_deref(), Some("东浦银行"), "{text}");
        }
        for text in ["您好", "您好【东浦银行】退订回T", "【】您好", "【东浦银行", ""] {
            assert_eq!(signature(text), None, "{text}");
        }
        assert_eq!(signature("【甲】内容【乙】").as_deref(), Some("甲"));
    }
}
