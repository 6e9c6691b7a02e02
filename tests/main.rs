//! The program and its libraries as users meet them: one binary, one module per area.
#![allow(clippy::unwrap_used, reason = "a panic is how a test fails")]

mod audit;
mod classify;
mod cli;
mod data;
mod disguises;
mod eval;
mod explain;
mod messages;
mod properties;
mod rendered;
mod rules;
mod support;
