//! The seed of a run's random inputs.

use std::hash::{BuildHasher, RandomState};
use std::sync::OnceLock;

/// Names the variable that fixes the seed, to repeat a failure.
const VARIABLE: &str = "YARDSTICK_SEED";

/// This process's seed for random inputs: another one in each run, so that remembered answers do
/// not help; or the one in the environment variable `YARDSTICK_SEED`.
///
/// It is printed when it is first asked for: a failed test shows what it printed, and so how to
/// repeat it.
///
/// # Panics
/// When the variable is set to something that is no whole number.
#[must_use]
pub fn seed() -> u64 {
    static SEED: OnceLock<u64> = OnceLock::new();
    *SEED.get_or_init(|| {
        let seed = match std::env::var(VARIABLE) {
            Ok(text) => text
                .parse()
                .unwrap_or_else(|_| panic!("{VARIABLE}={text} is no whole number")),
            // The standard library seeds its hash maps at random; this is that randomness.
            Err(_) => RandomState::new().hash_one(VARIABLE),
        };
        eprintln!("to repeat this run's inputs: {VARIABLE}={seed}");
        seed
    })
}
