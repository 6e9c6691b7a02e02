//! One file per format.

pub(crate) mod json;
pub(crate) mod table;
pub(crate) mod text;
