//! Bad against yours: two hundred short notes, one batch after another, in one arena that is kept.
//!
//! The notes are short because that is where the difference shows: splitting a long document takes
//! so long that a few heap calls hardly matter.

use std::hash::{DefaultHasher, Hash, Hasher};

use bumpalo::Bump;
use fastrand::Rng;
use reset_and_reuse::index_all;

#[path = "../tests/graded/archive.rs"]
mod archive;

/// The number of words of each document, and one of them. Reading all would cost more than the
/// index.
macro_rules! checksum {
    ($index_all:path, $arena:expr, $documents:expr) => {{
        let mut hasher = DefaultHasher::new();
        $index_all($arena, $documents, |index| {
            (index.words.len(), index.words.last()).hash(&mut hasher);
        });
        hasher.finish()
    }};
}

pub(crate) fn main() {
    let mut rng = Rng::with_seed(yardstick::seed());
    let batches: Vec<Vec<String>> = (0..8)
        .map(|_| archive::documents(&mut rng, 200, 1..60))
        .collect();
    let inputs: Vec<Vec<&str>> = batches
        .iter()
        .map(|batch| archive::borrowed(batch))
        .collect();
    // Never used, so it has no chunk: Bad's signature asks for an arena.
    let mut unused = Bump::new();
    let mut arena = Bump::new();
    yardstick::speed::compare(
        "two hundred notes of the archive",
        &inputs,
        |documents| checksum!(bad::index_all, &mut unused, documents),
        |documents| checksum!(index_all, &mut arena, documents),
    );
}
