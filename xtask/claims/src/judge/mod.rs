//! The judgement: from figures to verdicts, without a clock and without a printer.
//!
//! A claim is tried in cases, and each case speaks for it or does not. All for it: the claim
//! *holds*. None: it *does not hold*. Some: it *holds only if*, and the condition is what the
//! cases for it have in common (see [`cases`]).
//!
//! Published figures are round, and so are verdicts: a bound is met at [`ABOUT`] of it. Where two
//! things are compared, one is faster when it is so by [`CLEARLY`]. Both leave room for noise.

pub mod cases;
mod memory;
mod shapes;
mod speed;

use crate::document::{Claim, Column, Row, Unit};
use crate::evidence::{Evidence, Unusable};

/// A published figure is met by one that misses it by this factor.
pub const ABOUT: f64 = 1.1;
/// What is faster by less than this factor is not called faster.
pub const CLEARLY: f64 = 1.15;

/// Judges every claim, in the order of the book.
///
/// # Errors
/// When a figure is missing, or is no number.
pub fn judge(evidence: &Evidence) -> Result<Vec<Claim>, Unusable> {
    Ok(vec![
        speed::individual_allocation(evidence)?,
        speed::bump_allocation(evidence)?,
        speed::speedup(evidence)?,
        shapes::reset(evidence)?,
        memory::metadata(evidence)?,
        memory::unused_capacity(evidence)?,
        shapes::flat_list(evidence)?,
        shapes::growing_vector(evidence)?,
        memory::with_capacity(evidence)?,
    ])
}

fn columns(names: &[(&str, Unit)]) -> Vec<Column> {
    let column = |(name, unit): &(&str, Unit)| Column {
        name: (*name).to_owned(),
        unit: *unit,
    };
    names.iter().map(column).collect()
}

fn row(what: impl Into<String>, values: &[f64]) -> Row {
    Row {
        what: what.into(),
        values: values.iter().copied().map(Some).collect(),
    }
}

#[cfg(test)]
mod tests;
