//! The seed of a run's random inputs.

use crate::protocol::SEED_VARIABLE;
use std::hash::{BuildHasher, RandomState};
use std::sync::OnceLock;

/// This process's seed for random inputs: a new one in each run, so that hard-coded answers do not
/// help, or the value of the environment variable [`SEED_VARIABLE`].
///
/// The first call prints it: a failed test shows its output, and so how to repeat it.
///
/// # Panics
/// When the variable is not a whole number.
#[must_use]
pub fn seed() -> u64 {
    static SEED: OnceLock<u64> = OnceLock::new();
    *SEED.get_or_init(|| {
        let seed = match std::env::var(SEED_VARIABLE) {
            Ok(text) => text
                .parse()
                .unwrap_or_else(|_| panic!("{SEED_VARIABLE}={text} is not a whole number")),
            // The standard library seeds its hash maps at random; this borrows that randomness.
            Err(_) => RandomState::new().hash_one(SEED_VARIABLE),
        };
        eprintln!("to repeat this run's inputs: {SEED_VARIABLE}={seed}");
        seed
    })
}
