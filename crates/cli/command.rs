//! One file per command.

pub(crate) mod audit;
pub(crate) mod classify;
pub(crate) mod completions;
pub(crate) mod detect;
pub(crate) mod eval;
pub(crate) mod explain;
pub(crate) mod man;
pub(crate) mod rules;
