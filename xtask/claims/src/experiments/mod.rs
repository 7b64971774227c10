//! The experiments: what is measured, and how.
//!
//! Every comparison alternates between its sides in one process: a sample of one, then one of the
//! other, then both in reverse order. The figure is a median over many short samples, or the median
//! of the ratios within each round. No experiment here may count allocations while it measures time.

// Each imports only from those before it.
mod extent;

mod timing;

mod counts;
mod flat;
mod growing;
mod nodes;
mod reset;

pub use extent::Extent;

use crate::evidence::{COUNTED, Evidence};
use std::path::Path;

/// Runs the experiment of this name; `None` if there is no such experiment.
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

/// Writes the figures as JSON.
///
/// # Errors
/// When the file cannot be written: the message names it.
pub fn write(evidence: &Evidence, path: &Path) -> Result<(), String> {
    let text = serde_json::to_string_pretty(evidence).map_err(|error| error.to_string())?;
    std::fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))
}
