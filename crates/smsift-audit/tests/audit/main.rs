//! The audit by example.

mod invented;
mod shared;
mod support;
