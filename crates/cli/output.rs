//! What commands print for people.

pub(crate) mod eval;
pub(crate) mod grid;
pub(crate) mod text;
