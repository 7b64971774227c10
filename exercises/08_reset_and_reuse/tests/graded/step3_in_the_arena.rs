//! The words and the list live in the arena passed to `index_all`.
//!
//! Not in an arena of the function's own, and not in a thread-local buffer: the caller knows when
//! the archive is done, and frees everything by dropping one value. A word that is in lower case
//! already may also be borrowed from its document.
//! Before moving on: what would two calls of `index_all` share if the arena were thread-local?

use bumpalo::Bump;
use fastrand::Rng;
use reset_and_reuse::index_all;
use yardstick::{Budget, Chunks};

use super::{answers, archive};

#[test]
fn the_words_and_the_list_are_in_the_arena_passed_in() {
    let mut rng = Rng::with_seed(yardstick::seed());
    let mut arena = Bump::new();
    // The largest first. From the third round on the arena has one chunk, which is large enough for
    // everything.
    for (round, n_documents) in [1, 3, 1, 2, 40, 300, 5].into_iter().enumerate() {
        let largest = if round < 2 { 3_200 } else { 300 };
        let mut documents = vec![archive::document(&mut rng, largest)];
        documents.extend(archive::documents(&mut rng, n_documents - 1, 300..2_000));
        let documents = archive::borrowed(&documents);
        let (mut addresses, mut hashes) = (Vec::new(), Vec::new());
        index_all(&mut arena, &documents, |index| {
            let document = documents.get(hashes.len()).copied().unwrap_or_default();
            let borrowed = document.as_bytes().as_ptr_range();
            let copied = index.words.iter().map(|word| word.as_ptr());
            let copied = copied.filter(|word| !borrowed.contains(word));
            addresses.push(index.words.as_ptr().addr());
            addresses.extend(copied.map(|word| word.addr()));
            hashes.push(answers::hash(index.words));
        });
        let what = format!("a batch of {n_documents} documents");
        answers::assert_same(&what, &hashes, &documents);
        if round < 2 {
            continue;
        }
        // The arena is empty again. Filled completely, its chunk covers all of the addresses.
        arena.alloc_slice_fill_copy(arena.chunk_capacity(), 0_u8);
        let what = format!("the lists and their words, of {what}");
        Chunks::of(&arena).assert_holds(&what, addresses);
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
