//! The words and the list live in the arena passed to `index_all`.
//!
//! Not in an arena of the function's own, and not in a thread-local buffer: the caller knows when
//! the archive is done, and frees everything by dropping one value.
//! Before moving on: what would two calls of `index_all` share if the arena were thread-local?

use bumpalo::Bump;
use fastrand::Rng;
use reset_and_reuse::index_all;
use yardstick::{Budget, Chunks};

use super::archive;

#[test]
fn the_words_and_the_list_are_in_the_arena_passed_in() {
    let mut rng = Rng::with_seed(yardstick::seed());
    let mut arena = Bump::new();
    // The largest first. From the third round on the arena has one chunk, which is large enough for
    // everything.
    for (round, n_bytes) in [2_000, 2_000, 1_000, 1_500].into_iter().enumerate() {
        let document = archive::document(&mut rng, n_bytes);
        let mut addresses = Vec::new();
        index_all(&mut arena, &[&document], |index| {
            addresses.push(index.words.as_ptr().addr());
            addresses.extend(index.words.iter().map(|word| word.as_ptr().addr()));
        });
        if round < 2 {
            continue;
        }
        // The arena is empty again. Filled completely, its chunk covers all of the addresses.
        arena.alloc_slice_fill_copy(arena.chunk_capacity(), 0_u8);
        Chunks::of(&arena).assert_holds("the list and its words", addresses);
        arena.reset();
    }
}

#[test]
fn nothing_is_left_when_the_arena_goes() {
    let mut rng = Rng::with_seed(yardstick::seed());
    let documents = archive::documents(&mut rng, 50, 300..2_000);
    let documents = archive::borrowed(&documents);
    Budget::named("a batch and its arena, made and dropped")
        .live(0)
        .process_wide()
        .run(|| {
            let mut arena = Bump::new();
            index_all(&mut arena, &documents, |_| {});
            index_all(&mut arena, &documents, |_| {});
        });
}
