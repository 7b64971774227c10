//! The judgement: from figures to verdicts, without timing or printing anything.
//!
//! A claim is tested in cases, and each case supports it or does not. If all do, the claim *holds*;
//! if none does, it *does not hold*; if some do, it *holds only if*, and the condition is what the
//! supporting cases have in common (see [`cases`]).
//!
//! Published figures are round, and verdicts allow for that: missing a bound by the factor
//! [`ABOUT`](cases::ABOUT) still meets it. In a comparison, a side is faster only if it is so by the
//! factor [`CLEARLY`](cases::CLEARLY). Both leave room for noise.

// Each imports only from those before it.
pub mod cases;
mod table;

mod memory;
mod shapes;
mod speed;

use crate::document::Claim;
use crate::evidence::{Evidence, Unusable};

/// Judges every claim, in the order of the book.
///
/// # Errors
/// When a figure is missing, or is not a number.
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

#[cfg(test)]
mod tests;
