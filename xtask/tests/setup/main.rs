//! Setting up, and staying up to date: builds that do not wait for each other, benchmarks under `cargo test`, the
//! script that needs no Rust, and an update of the workbook that keeps a learner's work.

#[path = "../common/mod.rs"]
mod common;

mod benchmarks;
mod builds;
#[cfg(unix)]
mod script;
mod update;
