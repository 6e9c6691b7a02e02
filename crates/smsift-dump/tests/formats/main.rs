//! Tests of all formats: counts and fields, damage, chunks, round trips, refusals.
#![allow(clippy::unwrap_used, reason = "a panic is how a test fails")]
#![allow(clippy::format_collect, clippy::format_push_string, reason = "samples are small")]

mod chunks;
mod damage;
mod generate;
mod hostile;
mod refused;
mod round_trip;
mod samples;
mod shared_examples;
mod support;
