//! Tests of all formats: counts and fields, damage, chunks, round trips, refusals.

mod chunks;
mod damage;
mod generate;
mod refused;
mod round_trip;
mod samples;
mod shared_examples;
mod support;
