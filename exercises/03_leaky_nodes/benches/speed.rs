//! Bad against yours: the outline of 2 000 functions, read once.
//!
//! The arena is kept from one source to the next, and reset inside the measured code. Bad leaks here
//! as it does anywhere: it never pays for a `free`, and always gets memory that no cache knows. A
//! timed process is short, so what it leaks stays below a hundred megabytes.

use bumpalo::Bump;
use fastrand::Rng;
use leaky_nodes::outline;

#[path = "../tests/graded/sources.rs"]
#[allow(dead_code, reason = "the recorded source is for the tests")]
mod sources;

/// Reads every text of an outline, whatever its symbols are made of.
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

/// Cheap, so that most of what is measured is the outline: the length and the last byte.
fn mixed(sum: u64, text: &[u8]) -> u64 {
    let last = text.last().copied().unwrap_or_default();
    sum.wrapping_mul(31) + text.len() as u64 * 256 + u64::from(last)
}
