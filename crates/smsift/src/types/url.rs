//! Links.

use super::{Type, Typed, Value, push};

/// http links, www. names, and bare names with a path or a known ending.
pub(super) fn url(chars: &[char], start: usize, out: &mut Vec<Typed>) -> usize {
    let is_url = |c: &&char| c.is_ascii_alphanumeric() || "-._~:/?#[]@!$&'()*+,;=%".contains(**c);
    let mut end = start + chars[start..].iter().take_while(is_url).count();
    while end > start && ".,:;!?)(".contains(chars[end - 1]) {
        end -= 1;
    }
    let text: String = chars[start..end].iter().collect::<String>().to_ascii_lowercase();
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let name = host.unwrap_or(&text).split(['/', '?', ':', '#']).next().unwrap_or("");
    let ending = name.rsplit_once('.').map_or("", |(_, e)| e);
    let known = [
        "com", "cn", "net", "org", "top", "cc", "vip", "me", "io", "xyz", "info", "club", "shop", "site",
        "ltd", "tv", "co", "im", "cm", "biz", "app", "wang", "test", "example", "invalid", "online", "link",
        "ink", "la", "ly", "gl", "to", "pro", "fun",
    ];
    let bare = name.contains('.') && known.contains(&ending) && name.len() > ending.len() + 1;
    let at_sign = text.contains('@') && host.is_none();
    if (host.is_some_and(|h| h.len() > 3) || bare) && !at_sign {
        return push(out, Type::Url, start..end, Value::None);
    }
    if ["rmb", "cny"].iter().any(|sign| text.starts_with(sign)) {
        return start + 3;
    }
    // A word of letters and digits is passed over whole, or its digits would be read as a number.
    start + chars[start..].iter().take_while(|c| c.is_ascii_alphanumeric()).count()
}
