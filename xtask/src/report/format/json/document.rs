//! JSON as it is printed: in many lines or in one, and without commands to CI systems.

use crate::report::ci_escape;
use anyhow::{Context, Result};
use serde::Serialize;

pub use workshop::submissions::WORKBOOK;

/// The error of a report that cannot be written.
pub const FAILED: &str = "the report cannot be written as JSON";

/// A document as it is printed, without commands to a CI system.
///
/// # Errors
/// When it cannot be written as JSON.
pub fn document(report: &impl Serialize) -> Result<String> {
    let text = serde_json::to_string_pretty(report).context(FAILED)?;
    Ok(ci_escape::json(&text) + "\n")
}

/// The same on one line, for where space is short.
///
/// # Errors
/// As [`document`].
pub fn line(report: &impl Serialize) -> Result<String> {
    let text = serde_json::to_string(report).context(FAILED)?;
    Ok(ci_escape::json(&text) + "\n")
}
