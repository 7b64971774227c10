//! Bad against yours: read guides one after the other, each in the arena of the one before.
//!
//! Bad leaks each of them, so it always gets memory that it has not touched before. Both sides copy
//! the text that they then own.

use std::hash::{DefaultHasher, Hash, Hasher};

use bumpalo::Bump;
use fastrand::Rng;
use owned_document::Document;

#[path = "../tests/graded/guides.rs"]
#[allow(dead_code, reason = "only the tests use the hand-written guide")]
mod guides;

/// Reads all guides. Sums up their contents, and leaves the arena to the next call.
macro_rules! read_all {
    ($document:ty, $guides:expr, $arena:expr) => {{
        let mut hasher = DefaultHasher::new();
        for guide in $guides {
            let document = <$document>::parse(guide.clone(), std::mem::take(&mut $arena));
            document.visit(&mut |section| {
                (section.level, section.title.len(), section.anchor.len()).hash(&mut hasher);
                (section.paragraphs.len(), section.sections.len()).hash(&mut hasher);
            });
            $arena = document.into_arena();
            $arena.reset();
        }
        hasher.finish()
    }};
}

pub(crate) fn main() {
    let mut rng = Rng::with_seed(yardstick::seed());
    let inputs: Vec<Vec<String>> = (0..4)
        .map(|_| (0..8).map(|_| guides::random(&mut rng, 40)).collect())
        .collect();
    let (mut bad_arena, mut arena) = (Bump::new(), Bump::new());
    yardstick::speed::compare(
        "a shelf of guides, one after the other",
        &inputs,
        |guides| read_all!(bad::Document, guides, bad_arena),
        |guides| read_all!(Document, guides, arena),
    );
}
