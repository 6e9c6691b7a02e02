//! The audit by example.

#![allow(clippy::unwrap_used, reason = "a helper of a test fails like the test")]

mod citations;
mod invented;
mod pack;
mod properties;
mod shared;
mod support;
mod traits;
