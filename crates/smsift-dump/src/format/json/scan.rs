//! The grammar of JSON over a window: where values end, and which objects hold messages.

use crate::error::{DumpError, ErrorKind};
use crate::fields::{Role, role_of};
use crate::source::Window;

/// Keys of lists of messages inside an element of a list.
const LISTS: [&str; 8] = ["sms", "mms", "1-SMS", "2-MMS", "messages", "threads", "smsList", "msgs"];
/// Keys whose lists and objects belong to a message.
pub(super) const NESTED: [&str; 14] = [
    "parts",
    "addresses",
    "__parts",
    "__recipient_addresses",
    "__sender_address",
    "text",
    "text_entities",
    "evidence",
    "attachments",
    "mms_addresses",
    "facts",
    "scores",
    "recipients",
    "notes",
];
pub(super) const MAX_DEPTH: usize = 256;

/// What scanning an object led to.
pub(super) enum Scan {
    /// It ends after this many bytes.
    Message(usize),
    /// It holds messages below the value that starts here.
    Wrapper { value: usize, key: String, contact: Option<String> },
}

pub(super) fn bad(why: &str) -> DumpError {
    DumpError::new(ErrorKind::BadJson, why)
}

/// The first key of an object, with its quotes.
pub(super) fn first_key(object: &[u8]) -> Option<&[u8]> {
    let rest = object.strip_prefix(b"{")?.trim_ascii_start();
    if rest.first() != Some(&b'"') {
        return None;
    }
    let end = memchr::memchr(b'"', &rest[1..])?;
    Some(&rest[..end + 2])
}

/// Whether the object at the front holds messages, or is one: a text, and a time or a number beside it.
pub(super) fn looks_like_message(window: &mut Window) -> bool {
    match scan_object(window, false) {
        Ok(Scan::Wrapper { .. }) => true,
        Ok(Scan::Message(length)) => {
            let object = serde_json::from_slice::<serde_json::Map<_, _>>(&window.bytes()[..length]);
            let keys: Vec<String> = object
                .map(|map: serde_json::Map<String, serde_json::Value>| {
                    map.into_iter().map(|(key, _)| key).collect()
                })
                .unwrap_or_default();
            let has =
                |wanted: Role| keys.iter().any(|k| matches!(role_of(k), Some((role, _)) if role == wanted));
            has(Role::Text) && (has(Role::Time) || has(Role::Sender)) || keys.iter().any(|k| k == "config")
        }
        Err(_) => false,
    }
}

/// The byte at `at`, reading on as needed.
fn byte_at(window: &mut Window, at: usize) -> Result<u8, DumpError> {
    if window.need(at + 1)? { Ok(window.bytes()[at]) } else { Err(bad("the text ends inside an object")) }
}

/// Past the white space at `at`.
fn space(window: &mut Window, mut at: usize) -> Result<usize, DumpError> {
    while byte_at(window, at)?.is_ascii_whitespace() {
        at += 1;
    }
    Ok(at)
}

/// Past the string that opens at `at`.
pub(super) fn string(window: &mut Window, at: usize) -> Result<usize, DumpError> {
    let mut from = at + 1;
    loop {
        let bytes = window.bytes();
        let found = bytes.get(from..).and_then(|rest| memchr::memchr3(b'"', b'\\', b'\n', rest));
        match found.map(|i| (from + i, bytes[from + i])) {
            Some((end, b'"')) => return Ok(end + 1),
            Some((_, b'\n')) => return Err(bad("a string is not closed")),
            Some((escape, _)) => from = escape + 2,
            None => {
                from = from.max(bytes.len());
                if !window.fill()? {
                    return Err(bad("the text ends inside a string"));
                }
            }
        }
    }
}

/// Past the number, word or string at `at`.
pub(super) fn scalar(window: &mut Window, at: usize) -> Result<usize, DumpError> {
    let first = byte_at(window, at)?;
    if first == b'"' {
        return string(window, at);
    }
    if !(first.is_ascii_alphanumeric() || first == b'-') {
        return Err(bad("a value is missing"));
    }
    let mut end = at;
    while window.need(end + 1)?
        && matches!(window.bytes()[end], b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' | b'+' | b'-' | b'.')
    {
        end += 1;
    }
    Ok(end)
}

/// Past the value at `at`, whatever it is.
pub(super) fn value_end(window: &mut Window, at: usize) -> Result<usize, DumpError> {
    let mut open: Vec<u8> = Vec::new();
    let mut at = at;
    loop {
        at = space(window, at)?;
        match byte_at(window, at)? {
            b @ (b'{' | b'[') => {
                if open.len() >= MAX_DEPTH {
                    return Err(bad("nested too deeply"));
                }
                open.push(b);
                at = space(window, at + 1)?;
                let next = byte_at(window, at)?;
                if next == closer(b) {
                    // empty: closed below
                } else if b == b'{' {
                    at = key(window, at)?;
                    continue;
                } else {
                    continue;
                }
            }
            _ => at = scalar(window, at)?,
        }
        // After a value: close what ends here, then a comma.
        loop {
            let Some(innermost) = open.last().copied() else { return Ok(at) };
            at = space(window, at)?;
            let next = byte_at(window, at)?;
            if next == closer(innermost) {
                open.pop();
                at += 1;
            } else if next == b',' {
                at = space(window, at + 1)?;
                if innermost == b'{' {
                    at = key(window, at)?;
                }
                break;
            } else {
                return Err(bad("a comma or a closing bracket is missing"));
            }
        }
    }
}

fn closer(open: u8) -> u8 {
    if open == b'{' { b'}' } else { b']' }
}

/// Past the key at `at` and its colon.
fn key(window: &mut Window, at: usize) -> Result<usize, DumpError> {
    if byte_at(window, at)? != b'"' {
        return Err(bad("a key is missing"));
    }
    let end = string(window, at)?;
    let colon = space(window, end)?;
    if byte_at(window, colon)? == b':' { Ok(colon + 1) } else { Err(bad("a colon is missing")) }
}

/// Scans the object at the front until it ends, or until a value shows that it wraps messages.
pub(super) fn scan_object(window: &mut Window, top_level: bool) -> Result<Scan, DumpError> {
    let mut at = space(window, 1)?;
    let mut has_text = false;
    let mut contact = None;
    if byte_at(window, at)? == b'}' {
        return Ok(Scan::Message(at + 1));
    }
    loop {
        let key_start = at;
        let colon_end = key(window, at)?;
        let value = space(window, colon_end)?;
        let first = byte_at(window, value)?;
        let name = key_name(&window.bytes()[key_start..colon_end]);
        if !has_text && matches!(first, b'{' | b'[') && wraps(window, name.as_str(), value, top_level)? {
            return Ok(Scan::Wrapper { value, key: name, contact });
        }
        let end = value_end(window, value)?;
        // `msg` beside a list of data is an answer's status, not a message.
        if matches!(role_of(&name), Some((Role::Text, 0..=2))) && first == b'"' {
            has_text = true;
        } else if matches!(name.as_str(), "contact" | "address" | "number") {
            contact = serde_json::from_slice(&window.bytes()[value..end]).ok();
        }
        at = space(window, end)?;
        match byte_at(window, at)? {
            b'}' => return Ok(Scan::Message(at + 1)),
            b',' => at = space(window, at + 1)?,
            _ => return Err(bad("a comma or a closing brace is missing")),
        }
    }
}

fn key_name(key: &[u8]) -> String {
    let end = memchr::memrchr(b'"', key).unwrap_or(key.len());
    String::from_utf8_lossy(key.get(1..end).unwrap_or_default()).into_owned()
}

/// Whether the array or object at `value` under this key holds messages rather than belonging to one.
fn wraps(window: &mut Window, key: &str, value: usize, top_level: bool) -> Result<bool, DumpError> {
    let first = byte_at(window, value)?;
    if first == b'{' {
        return Ok(key == "entry" || (top_level && !NESTED.contains(&key)));
    }
    if !(LISTS.contains(&key) || top_level && !NESTED.contains(&key)) {
        return Ok(false);
    }
    let inside = space(window, value + 1)?;
    let next = byte_at(window, inside)?;
    Ok(next == b'{' || next == b'[' || next == b']' && LISTS.contains(&key))
}
