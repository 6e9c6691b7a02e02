//! Bytes in: counting, decoding, windows and lines over any [`std::io::Read`].

mod encoding;
mod lines;
mod window;

pub(crate) use encoding::{Encoding, decode_field, guess, strip_bom, to_utf8};
pub(crate) use lines::Lines;
pub(crate) use window::Window;

use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// A boxed input.
pub(crate) type Input = Box<dyn Read + Send>;

/// The largest single record any reader accepts, in bytes.
pub(crate) const MAX_RECORD: usize = 64 << 20;

/// Counts what passes, for progress.
pub(crate) struct Counting<R> {
    inner: R,
    count: Arc<AtomicU64>,
}

impl<R> Counting<R> {
    pub(crate) fn new(inner: R, count: Arc<AtomicU64>) -> Self {
        Self { inner, count }
    }
}

impl<R: Read> Read for Counting<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buf)?;
        self.count.fetch_add(n as u64, Ordering::Relaxed);
        Ok(n)
    }
}
