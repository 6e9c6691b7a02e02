//! Finds the objects that are messages in a JSON text of any size, without building the tree.
//!
//! Arrays and wrapper objects are walked; an object that looks like a message is given out as a byte range. The
//! grammar is checked on the way, so that damage is seen where it is and reading goes on at the next message.

use super::scan::{
    MAX_DEPTH, NESTED, Scan, bad, first_key, looks_like_message, scalar, scan_object, string, value_end,
};
use crate::error::DumpError;
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

const MAX_KEY: usize = 64 << 10;

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
