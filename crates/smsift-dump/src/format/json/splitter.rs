//! Finds the objects that are messages in a JSON text of any size, without building the tree.
//!
//! Arrays and wrapper objects are walked; an object that looks like a message is given out as a byte range. The
//! grammar is checked on the way, so that damage is seen where it is and reading goes on at the next message.

use crate::error::{DumpError, ErrorKind};
use crate::fields::{Role, role_of};
use crate::source::Window;

/// An object found: its length in the window, and what its surroundings are called.
pub(super) struct Found {
    pub(super) offset: u64,
    pub(super) length: usize,
    /// Key of the array or object it stands in.
    pub(super) container: String,
    /// The other side, from a conversation around it.
    pub(super) contact: Option<String>,
}

struct Frame {
    array: bool,
    key: String,
    contact: Option<String>,
    /// A value has been read since the last comma.
    after_value: bool,
}

/// Keys of lists of messages inside an element of a list.
const LISTS: [&str; 8] = ["sms", "mms", "1-SMS", "2-MMS", "messages", "threads", "smsList", "msgs"];
/// Keys whose lists and objects belong to a message.
const NESTED: [&str; 14] = [
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
const MAX_KEY: usize = 64 << 10;
const MAX_DEPTH: usize = 256;

pub(super) struct Splitter {
    window: Window,
    stack: Vec<Frame>,
    /// First keys of the messages seen so far: the mark by which the next one is found after damage.
    first_keys: Vec<Vec<u8>>,
    lost: bool,
    /// After damage what looks like a new kind of message may be a part of one.
    damaged: bool,
    pending: usize,
}

/// What scanning an object led to.
enum Scan {
    /// It ends after this many bytes.
    Message(usize),
    /// It holds messages below the value that starts here.
    Wrapper { value: usize, key: String, contact: Option<String> },
}

impl Splitter {
    pub(super) fn new(window: Window) -> Self {
        Self { window, stack: Vec::new(), first_keys: Vec::new(), lost: false, damaged: false, pending: 0 }
    }

    /// The bytes of the object found last.
    pub(super) fn bytes(&self, found: &Found) -> &[u8] {
        &self.window.bytes()[..found.length]
    }

    /// The next object that is a message.
    pub(super) fn next(&mut self) -> Result<Option<Found>, DumpError> {
        self.window.consume(self.pending);
        self.pending = 0;
        if self.lost && !self.find_again()? {
            return Ok(None);
        }
        self.lost = false;
        loop {
            match self.step() {
                Ok(Step::Found(found)) => {
                    self.pending = found.length;
                    if let Some(top) = self.stack.last_mut() {
                        top.after_value = true;
                    }
                    return Ok(Some(found));
                }
                Ok(Step::On) => {}
                Ok(Step::End) => return Ok(None),
                Err(e) => {
                    self.lost = e.is_recoverable();
                    return Err(e.byte(self.window.offset()));
                }
            }
        }
    }

    fn step(&mut self) -> Result<Step, DumpError> {
        let Some(byte) = self.peek()? else {
            if self.stack.is_empty() {
                return Ok(Step::End);
            }
            self.stack.clear();
            return Err(bad("the text ends inside an array or object"));
        };
        let Some(top) = self.stack.last_mut() else {
            return match byte {
                b'{' => self.object(),
                b'[' => self.open(true, String::new(), None),
                b',' => Ok(self.skip(1)),
                _ => Err(bad("neither an object nor an array")),
            };
        };
        match byte {
            b',' if top.after_value => {
                top.after_value = false;
                Ok(self.skip(1))
            }
            b']' if top.array => Ok(self.close()),
            b'}' if !top.array => Ok(self.close()),
            _ if top.after_value => Err(bad("a comma is missing")),
            b'{' if top.array => self.object(),
            b'[' if top.array => {
                top.after_value = true;
                let key = top.key.clone();
                self.open(true, key, None)
            }
            _ if top.array => {
                top.after_value = true;
                let end = scalar(&mut self.window, 0)?;
                Ok(self.skip(end))
            }
            b'"' => self.member(),
            _ => Err(bad("a key is missing")),
        }
    }

    fn skip(&mut self, count: usize) -> Step {
        self.window.consume(count);
        Step::On
    }

    fn open(&mut self, array: bool, key: String, contact: Option<String>) -> Result<Step, DumpError> {
        if self.stack.len() >= MAX_DEPTH {
            return Err(bad("nested too deeply"));
        }
        let contact = contact.or_else(|| self.stack.last().and_then(|f| f.contact.clone()));
        self.stack.push(Frame { array, key, contact, after_value: false });
        Ok(self.skip(1))
    }

    fn close(&mut self) -> Step {
        self.stack.pop();
        if let Some(top) = self.stack.last_mut() {
            top.after_value = true;
        }
        self.skip(1)
    }

    /// The next byte that is not white space, moved to the front.
    fn peek(&mut self) -> Result<Option<u8>, DumpError> {
        loop {
            let at = self.window.bytes().iter().position(|b| !b.is_ascii_whitespace());
            if let Some(at) = at {
                self.window.consume(at);
                return Ok(self.window.bytes().first().copied());
            }
            let all = self.window.bytes().len();
            self.window.consume(all);
            if !self.window.fill()? {
                return Ok(None);
            }
        }
    }

    /// An object in a list or at the top: a message, or a wrapper around messages.
    fn object(&mut self) -> Result<Step, DumpError> {
        let top_level = self.stack.iter().all(|f| !f.array);
        let scan = scan_object(&mut self.window, top_level).inspect_err(|_| self.damaged = true)?;
        match scan {
            Scan::Message(length) => {
                self.remember(length);
                let (container, contact) =
                    self.stack.last().map(|f| (f.key.clone(), f.contact.clone())).unwrap_or_default();
                Ok(Step::Found(Found { offset: self.window.offset(), length, container, contact }))
            }
            Scan::Wrapper { value, key, contact } => {
                self.open(false, key.clone(), contact)?;
                self.window.consume(value - 1);
                self.value(key)
            }
        }
    }

    fn remember(&mut self, length: usize) {
        if let Some(key) = first_key(&self.window.bytes()[..length])
            && self.first_keys.len() < 16
            && (!self.damaged || self.first_keys.is_empty())
            && !self.first_keys.iter().any(|k| k == key)
        {
            let key = key.to_vec();
            self.first_keys.push(key);
        }
    }

    /// A key and its value in a wrapper object.
    fn member(&mut self) -> Result<Step, DumpError> {
        let end = string(&mut self.window, 0)?;
        if end > MAX_KEY {
            return Err(bad("a key is too long"));
        }
        let key = String::from_utf8_lossy(&self.window.bytes()[1..end - 1]).into_owned();
        self.window.consume(end);
        if self.peek()? != Some(b':') {
            return Err(bad("a colon is missing"));
        }
        self.window.consume(1);
        self.peek()?;
        self.value(key)
    }

    /// The value of a wrapper's key: walked if it can hold messages.
    fn value(&mut self, key: String) -> Result<Step, DumpError> {
        if let Some(top) = self.stack.last_mut() {
            top.after_value = true;
        }
        match self.window.bytes().first() {
            Some(b'[') if !NESTED.contains(&key.as_str()) => self.open(true, key, None),
            Some(b'{') if key == "entry" => self.object_value(key),
            Some(b'{') if !NESTED.contains(&key.as_str()) => self.open(false, key, None),
            _ => {
                let end = value_end(&mut self.window, 0)?;
                if let Some(top) = self.stack.last_mut()
                    && matches!(key.as_str(), "contact" | "address")
                {
                    top.contact =
                        serde_json::from_slice(&self.window.bytes()[..end]).ok().or(top.contact.take());
                }
                Ok(self.skip(end))
            }
        }
    }

    fn object_value(&mut self, key: String) -> Result<Step, DumpError> {
        let length = value_end(&mut self.window, 0)?;
        let contact = self.stack.last().and_then(|f| f.contact.clone());
        Ok(Step::Found(Found { offset: self.window.offset(), length, container: key, contact }))
    }

    /// After damage: moves to the next object that begins as the messages before it did.
    fn find_again(&mut self) -> Result<bool, DumpError> {
        self.window.consume(1);
        loop {
            let Some(at) = memchr::memchr(b'{', self.window.bytes()) else {
                let all = self.window.bytes().len();
                self.window.consume(all);
                if !self.window.fill()? {
                    return Ok(false);
                }
                continue;
            };
            self.window.consume(at);
            self.window.need(MAX_FIRST_KEY)?;
            let known = match first_key(self.window.bytes()) {
                None => false,
                Some(_) if self.first_keys.is_empty() => looks_like_message(&mut self.window),
                Some(key) => self.first_keys.iter().any(|seen| seen == key),
            };
            if known {
                self.close_to_array();
                return Ok(true);
            }
            self.window.consume(1);
        }
    }

    /// Puts the stack where messages stand: in the innermost array.
    fn close_to_array(&mut self) {
        if let Some(array) = self.stack.iter().rposition(|f| f.array) {
            self.stack.truncate(array + 1);
        }
        if let Some(top) = self.stack.last_mut() {
            top.after_value = false;
        }
    }
}

const MAX_FIRST_KEY: usize = 256;

enum Step {
    Found(Found),
    On,
    End,
}

fn bad(why: &str) -> DumpError {
    DumpError::new(ErrorKind::BadJson, why)
}

/// The first key of an object, with its quotes.
fn first_key(object: &[u8]) -> Option<&[u8]> {
    let rest = object.strip_prefix(b"{")?.trim_ascii_start();
    if rest.first() != Some(&b'"') {
        return None;
    }
    let end = memchr::memchr(b'"', &rest[1..])?;
    Some(&rest[..end + 2])
}

/// Whether the object at the front holds messages, or is one: a text, and a time or a number beside it.
fn looks_like_message(window: &mut Window) -> bool {
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
fn string(window: &mut Window, at: usize) -> Result<usize, DumpError> {
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
fn scalar(window: &mut Window, at: usize) -> Result<usize, DumpError> {
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
fn value_end(window: &mut Window, at: usize) -> Result<usize, DumpError> {
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
fn scan_object(window: &mut Window, top_level: bool) -> Result<Scan, DumpError> {
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
