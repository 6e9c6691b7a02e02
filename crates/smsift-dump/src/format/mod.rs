//! One file per format.

pub(crate) mod archive;
pub(crate) mod database;
pub(crate) mod json;
pub(crate) mod record;
pub(crate) mod table;
pub(crate) mod text;
pub(crate) mod vmsg;
pub(crate) mod xml;
