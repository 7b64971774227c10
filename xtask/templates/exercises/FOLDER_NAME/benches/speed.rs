//! Bad against yours: the words of a text, copied, and all their memory freed.
//!
//! Each side frees its memory inside the measured code: the strings one by one, the arena by a
//! reset.

use bumpalo::Bump;
use fastrand::Rng;

use CRATE_NAME::words;

#[path = "../tests/graded/texts.rs"]
mod texts;

/// Reads the end of each word: cheap, so that most of the time measured is the work itself.
macro_rules! checksum {
    ($words:expr) => {
        $words.iter().fold(0, |sum: u64, word| {
            let last = word.as_bytes().last().copied().unwrap_or_default();
            sum.wrapping_mul(31).wrapping_add(u64::from(last))
        })
    };
}

pub(crate) fn main() {
    let mut rng = Rng::with_seed(yardstick::seed());
    let inputs: Vec<String> = (0..4).map(|_| texts::random(&mut rng, 10_000)).collect();
    // Never used, so it has no chunk: Bad's signature asks for an arena.
    let unused = Bump::new();
    let mut arena = Bump::new();
    yardstick::speed::compare(
        "the words of a text, 10 000 of them",
        &inputs,
        |text| checksum!(bad::words(&unused, text)),
        |text| {
            let sum = checksum!(words(&arena, text));
            arena.reset();
            sum
        },
    );
}
