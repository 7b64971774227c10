//! The experiments: what is measured, and how.
//!
//! Every comparison runs by turns in one process: a sample of one side, then one of the other,
//! the order reversed each time. The figure is a median over many short samples, or the median of
//! the ratios within each turn. No experiment here may count allocations while it measures time.

mod counts;
mod flat;
mod growing;
mod nodes;
mod reset;
mod timing;

use crate::evidence::{COUNTED, Evidence, QUICK_VARIABLE};
use std::path::Path;

/// How large an experiment is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// As it is reported.
    Full,
    /// Tiny, so that a test can see the shape of the results. The figures mean nothing.
    Quick,
}

impl Extent {
    /// What the environment asks for.
    #[must_use]
    pub fn wanted() -> Self {
        match std::env::var_os(QUICK_VARIABLE) {
            Some(_) => Self::Quick,
            None => Self::Full,
        }
    }
}

/// Runs the experiment of this name; none where there is no such experiment.
#[must_use]
pub fn measure(name: &str, extent: Extent) -> Option<Evidence> {
    Some(match name {
        COUNTED => counts::count(),
        "nodes-16" => nodes::measure::<2>(extent),
        "nodes-64" => nodes::measure::<8>(extent),
        "nodes-256" => nodes::measure::<32>(extent),
        "reset" => reset::measure(extent),
        "flat-list" => flat::measure(extent),
        "growing-vector" => growing::measure(extent),
        _ => return None,
    })
}

/// Writes what was measured, as JSON.
///
/// # Errors
/// When the file cannot be written: the message names it.
pub fn write(evidence: &Evidence, path: &Path) -> Result<(), String> {
    let text = serde_json::to_string_pretty(evidence).map_err(|error| error.to_string())?;
    std::fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))
}
