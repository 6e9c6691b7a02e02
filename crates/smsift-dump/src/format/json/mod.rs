//! JSON in its many shapes: one object per line, or messages somewhere in a tree, always streamed.

mod lines;
mod message;
mod scan;
mod splitter;
mod surrogate;
mod tree;

pub(crate) use lines::JsonLines;
pub(crate) use message::Shape;
pub(crate) use tree::JsonTree;
