//! Bad against yours: the words of a text, read once, and all their memory freed.
//!
//! Each side frees its memory inside the measured code: the strings one by one, the arena by a
//! reset. The arena is kept from one text to the next, as in an indexer.

use arena_collections::words;
use bumpalo::Bump;
use fastrand::Rng;

#[path = "../tests/graded/texts.rs"]
mod texts;

/// Reads the ends of each word: cheap, so that most of the time measured is the work itself.
macro_rules! checksum {
    ($words:expr) => {
        $words.iter().fold(0, |sum: u64, word| {
            let letters = word.as_bytes();
            let ends = letters.first().zip(letters.last());
            let ends = ends.map_or(0, |(first, last)| u64::from(*first) << 8 | u64::from(*last));
            sum.wrapping_mul(31) + (ends << 16) + letters.len() as u64
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
