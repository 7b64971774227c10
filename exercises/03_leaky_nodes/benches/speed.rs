//! Bad against yours: the outline of 2 000 functions, read once.
//!
//! The arena is kept from one source to the next, and reset inside the measured code. Bad leaks
//! here too: it never pays for a `free`, and always gets memory that is in no cache. A timed
//! process is short, so it leaks less than a hundred megabytes.

use bumpalo::Bump;
use fastrand::Rng;
use leaky_nodes::outline;

#[path = "../tests/graded/sources.rs"]
#[allow(dead_code, reason = "only the tests use the recorded source")]
mod sources;

/// Reads every text of an outline, whatever type its symbols have.
macro_rules! checksum {
    ($symbols:expr) => {
        $symbols.iter().fold(0, |sum, symbol| {
            let sum = mixed(sum, symbol.name.as_bytes());
            let params = symbol.params.iter();
            params.fold(sum, |sum, param| mixed(sum, param.as_bytes()))
        })
    };
}

pub(crate) fn main() {
    let mut rng = Rng::with_seed(yardstick::seed());
    let inputs: Vec<String> = (0..4).map(|_| sources::random(&mut rng, 2_000)).collect();
    let (mut arena_of_bad, mut arena) = (Bump::new(), Bump::new());
    yardstick::speed::compare(
        "the outline of 2 000 functions",
        &inputs,
        |source| {
            let sum = bad::outline(&arena_of_bad, source).map_or(0, |symbols| checksum!(symbols));
            arena_of_bad.reset();
            sum
        },
        |source| {
            let sum = outline(&arena, source).map_or(0, |symbols| checksum!(symbols));
            arena.reset();
            sum
        },
    );
}

/// Mixes in the length and the last byte: cheap, so that most of the time measured is the outline.
fn mixed(sum: u64, text: &[u8]) -> u64 {
    let last = text.last().copied().unwrap_or_default();
    sum.wrapping_mul(31) + text.len() as u64 * 256 + u64::from(last)
}
