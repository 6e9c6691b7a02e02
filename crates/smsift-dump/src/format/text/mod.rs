//! Plain text, where the layout of the lines says what is a message.

mod blocks;
mod lines;

pub(crate) use blocks::{Blocks, is_blocks};
pub(crate) use lines::{LineKind, PlainLines, line_kind};
