//! Few heap calls for the first documents, then none.
//!
//! A document needs memory for its words, and for the list of them, until `emit` has returned. The
//! document after it needs about as much again. The first documents may ask the heap; what they
//! leave behind is enough for all that follow, in the same batch and in later ones.
//! Nor may a batch hold the memory of all its documents at once.
//! Before moving on: move the vector out of the loop, clear it, and read what the compiler says.
//! The last step is about that very error.

use bumpalo::Bump;
use fastrand::Rng;
use reset_and_reuse::index_all;
use yardstick::Budget;

use super::{answers, archive};

#[test]
fn a_thousand_documents_need_a_few_heap_calls() {
    let mut rng = Rng::with_seed(yardstick::seed());
    let documents = archive::documents(&mut rng, 1_000, 300..1_200);
    let documents = archive::borrowed(&documents);
    let ((), bad_usage) =
        yardstick::measure(|| bad::index_all(&mut Bump::new(), &documents, |_| {}));
    let mut hashes = Vec::with_capacity(documents.len());
    // The largest document needs less than 16 KB. Without a reset after each, all of them need
    // megabytes.
    Budget::named("a batch of a thousand documents, in a new arena")
        .allocations(16)
        .peak(256 << 10)
        .process_wide()
        .baseline(bad_usage)
        .run(|| {
            index_all(&mut Bump::new(), &documents, |index| {
                hashes.push(answers::hash(index.words));
            });
        });
    answers::assert_same("a batch of a thousand documents", &hashes, &documents);
}

#[test]
fn a_warm_arena_needs_no_heap_call() {
    let mut rng = Rng::with_seed(yardstick::seed());
    let mut arena = Bump::new();
    // Different documents in each batch, so that cached ones are of no use. The two warm-up batches
    // start with the largest.
    let batches: Vec<Vec<String>> = [21, 21, 21, 1, 21, 200, 2, 21]
        .into_iter()
        .enumerate()
        .map(|(at, n_documents)| {
            let largest = if at < 2 { 3_200 } else { 300 };
            let mut documents = vec![archive::document(&mut rng, largest)];
            documents.extend(archive::documents(&mut rng, n_documents - 1, 300..2_000));
            documents
        })
        .collect();
    let batches: Vec<Vec<&str>> = batches
        .iter()
        .map(|batch| archive::borrowed(batch))
        .collect();
    let mut hashes = Vec::with_capacity(batches.iter().map(Vec::len).sum());
    yardstick::steady("a batch of 1 to 200 documents", batches.len(), |round| {
        index_all(&mut arena, &batches[round - 1], |index| {
            hashes.push(answers::hash(index.words));
        });
    });
    answers::assert_same("batches of 1 to 200 documents", &hashes, &batches.concat());
}
