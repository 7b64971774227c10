//! Bad against yours: the outline of 2 000 functions, read once, and all its memory given back.
//!
//! Bad leaks, and a benchmark runs it thousands of times. So its strings and vectors are taken out
//! of the arena and dropped here by hand, inside the measured code: it is timed as if it had been
//! mended with a `Drop`. The arena is kept from one source to the next, and reset.

use bumpalo::Bump;
use fastrand::Rng;
use leaky_nodes::outline;

#[path = "../bad.rs"]
#[allow(
    dead_code,
    unreachable_pub,
    reason = "the baseline; the bench needs only a part of it"
)]
mod bad;
#[path = "../tests/graded/sources.rs"]
#[allow(dead_code, reason = "the recorded source is for the tests")]
mod sources;

pub(crate) fn main() {
    let mut rng = Rng::with_seed(yardstick::seed());
    let inputs: Vec<String> = (0..4).map(|_| sources::random(&mut rng, 2_000)).collect();
    let (mut arena_of_bad, mut arena) = (Bump::new(), Bump::new());
    yardstick::speed::compare(
        "the outline of 2 000 functions",
        &inputs,
        |source| {
            let mut sum = 0;
            for symbol in bad::outline(&arena_of_bad, source).into_iter().flatten() {
                let name = std::mem::take(&mut symbol.name);
                let params = std::mem::take(&mut symbol.params);
                sum = mixed(sum, name.as_bytes());
                sum = params
                    .iter()
                    .fold(sum, |sum, param| mixed(sum, param.as_bytes()));
            }
            arena_of_bad.reset();
            sum
        },
        |source| {
            let mut sum = 0;
            if let Ok(symbols) = outline(&arena, source) {
                for symbol in symbols.iter() {
                    sum = mixed(sum, symbol.name.as_bytes());
                    sum = symbol
                        .params
                        .iter()
                        .fold(sum, |sum, param| mixed(sum, param.as_bytes()));
                }
            }
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
