//! Bad against yours: two hundred short notes, one batch after the other, in one arena that stays.
//!
//! The notes are short since there the difference shows: a long document takes so long to take apart
//! that a few calls to the heap hardly count.

use std::hash::{DefaultHasher, Hash, Hasher};

use bumpalo::Bump;
use fastrand::Rng;
use reset_and_reuse::index_all;

#[path = "../tests/graded/archive.rs"]
mod archive;

/// How many words each document has, and one of them. All of them would cost more than the index.
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
    // Never used, and so without a chunk: the starter's signature asks for an arena.
    let mut unused = Bump::new();
    let mut arena = Bump::new();
    yardstick::speed::compare(
        "two hundred notes of the archive",
        &inputs,
        |documents| checksum!(bad::index_all, &mut unused, documents),
        |documents| checksum!(index_all, &mut arena, documents),
    );
}
