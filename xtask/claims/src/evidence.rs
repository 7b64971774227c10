//! Evidence: the figures that experiments measure, each with a name.
//!
//! A name is a path of conditions, such as `nodes/16/1000/heap/alloc`. The experiments' sources
//! document them. Times are in nanoseconds, sizes in bytes, ratios have no unit.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// The environment variable that asks for tiny sizes, whatever its value. For tests.
pub const QUICK_VARIABLE: &str = "CLAIMS_QUICK";

/// The binary that runs an experiment.
pub const PROGRAM: &str = "claims";

/// The experiment that counts, and does not measure time.
pub const COUNTED: &str = "counts";
/// The experiments that measure time. Each runs in its own process, so that none inherits the heap
/// that another left behind.
pub const TIMED: [&str; 6] = [
    "nodes-16",
    "nodes-64",
    "nodes-256",
    "reset",
    "flat-list",
    "growing-vector",
];

/// Sizes of a node, in bytes.
pub const NODE_SIZES: [usize; 3] = [16, 64, 256];
/// How many nodes are allocated before all of them are freed.
pub const NODE_COUNTS: [usize; 2] = [1_000, 100_000];
/// How many nodes the list has that is built, read and freed.
pub const LIST_LENGTH: usize = 10_000;
/// Capacities of the one-chunk arenas that are filled and reset, in bytes.
pub const CHUNK_CAPACITIES: [usize; 3] = [4 << 10, 256 << 10, 16 << 20];
/// Numbers of chunks of the grown arenas that are filled and reset.
pub const CHUNK_COUNTS: [usize; 4] = [2, 4, 8, 16];
/// Numbers of nodes for which the memory of both sides is compared.
pub const STORED_COUNTS: [usize; 3] = [10, 1_000, 100_000];
/// Capacities that arenas are created with, in bytes: the published one, and one that is met exactly.
pub const CAPACITIES: [usize; 2] = [4 * 1024, 4032];
/// How many values with a destructor an arena holds when it is reset.
pub const DROPPABLE: usize = 1_000;

/// The figures of one experiment, or of several.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Evidence {
    figures: BTreeMap<String, f64>,
}

/// Evidence that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unusable(String);

impl fmt::Display for Unusable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Unusable {}

impl Evidence {
    /// Adds a figure.
    pub fn put(&mut self, name: impl Into<String>, value: f64) {
        self.figures.insert(name.into(), value);
    }

    /// The figure of this name.
    ///
    /// # Errors
    /// When no experiment measured it, or it is not a number.
    pub fn get(&self, name: &str) -> Result<f64, Unusable> {
        match self.figures.get(name) {
            Some(value) if value.is_finite() => Ok(*value),
            Some(value) => Err(Unusable(format!("the figure `{name}` is {value}"))),
            None => Err(Unusable(format!(
                "no experiment measured the figure `{name}`"
            ))),
        }
    }

    /// Adds all figures of another experiment.
    pub fn extend(&mut self, other: Self) {
        self.figures.extend(other.figures);
    }

    /// The median of each figure over runs of one experiment. A burst of noise that spoils one
    /// run of three does not affect the median.
    #[must_use]
    pub fn median(runs: &[Self]) -> Self {
        let mut all: BTreeMap<&String, Vec<f64>> = BTreeMap::new();
        for (name, value) in runs.iter().flat_map(|run| &run.figures) {
            all.entry(name).or_default().push(*value);
        }
        let medians = all.into_iter();
        let figures = medians.map(|(name, mut values)| (name.clone(), median(&mut values)));
        Self {
            figures: figures.collect(),
        }
    }

    /// The figures of runs that must agree, since they only count.
    ///
    /// # Errors
    /// When two runs differ, or there is none.
    pub fn agreed(runs: &[Self]) -> Result<Self, Unusable> {
        let Some((first, rest)) = runs.split_first() else {
            return Err(Unusable("nothing was counted".to_owned()));
        };
        let differing = |other: &&Self| *other != first;
        match rest.iter().find(differing) {
            None => Ok(first.clone()),
            Some(other) => {
                let differs =
                    |(name, value): &(&String, &f64)| first.figures.get(*name) != Some(value);
                let name = other
                    .figures
                    .iter()
                    .find(differs)
                    .map_or("", |(name, _)| name);
                Err(Unusable(format!("two runs counted differently: `{name}`")))
            }
        }
    }
}

/// The median; sorts `values`. NaN if there are none.
#[must_use]
pub fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    match values {
        [] => f64::NAN,
        [.., _] if values.len() % 2 == 1 => values[values.len() / 2],
        _ => (values[values.len() / 2 - 1] + values[values.len() / 2]) / 2.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(name: &str, value: f64) -> Evidence {
        let mut evidence = Evidence::default();
        evidence.put(name, value);
        evidence
    }

    #[test]
    fn one_outlier_of_three_does_not_count() {
        let runs = [with("a", 2.0), with("a", 900.0), with("a", 3.0)];
        assert_eq!(Evidence::median(&runs), with("a", 3.0));
        assert_eq!(median(&mut [4.0, 1.0]), 2.5);
        assert!(median(&mut []).is_nan());
    }

    #[test]
    fn counts_must_agree() {
        let agreed = Evidence::agreed(&[with("a", 2.0), with("a", 2.0)]);
        assert_eq!(agreed, Ok(with("a", 2.0)));
        let error = Evidence::agreed(&[with("a", 2.0), with("a", 3.0)]).unwrap_err();
        assert_eq!(error.to_string(), "two runs counted differently: `a`");
        assert!(Evidence::agreed(&[]).is_err());
    }

    #[test]
    fn a_figure_that_is_missing_is_named() {
        let error = with("a", 2.0).get("b").unwrap_err();
        assert_eq!(error.to_string(), "no experiment measured the figure `b`");
        assert!(with("a", f64::NAN).get("a").is_err());
    }
}
