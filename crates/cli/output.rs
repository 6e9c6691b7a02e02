//! What commands print.

pub(crate) mod eval;
pub(crate) mod explain;
pub(crate) mod grid;
mod marked;
pub(crate) mod palette;
pub(crate) mod render;
pub(crate) mod table;
pub(crate) mod text;

pub(crate) use render::Rendered;
