//! One message as the classifier sees it.

use serde::{Deserialize, Serialize};

/// Which way a message went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Direction {
    /// Received by the owner of the dump.
    In,
    /// Sent by the owner of the dump.
    Out,
    /// Not known.
    #[default]
    Unknown,
}

/// A text with what is known about it.
///
/// The text alone decides the category; the sender and the direction only help, and the year completes dates that
/// leave it out.
#[derive(Clone, Copy, Debug, Default)]
pub struct Message<'t> {
    /// The original text.
    pub text: &'t str,
    /// The number or name it came from.
    pub sender: Option<&'t str>,
    /// Which way it went.
    pub direction: Direction,
    /// Local calendar date of the message: year, month (1–12), day (1–31).
    pub date: Option<(i16, u8, u8)>,
}

impl<'t> Message<'t> {
    /// A message of which only the text is known.
    pub fn new(text: &'t str) -> Self {
        Self { text, ..Self::default() }
    }
}

impl<'t> From<&'t str> for Message<'t> {
    fn from(text: &'t str) -> Self {
        Self::new(text)
    }
}

impl<'t> From<&'t String> for Message<'t> {
    fn from(text: &'t String) -> Self {
        Self::new(text)
    }
}
