//! From the third batch on, documents cost the heap nothing.
//!
//! A reset arena keeps its newest chunk. Once that chunk holds a document with all its words, the
//! arena asks for nothing more. So must the vector: made on the heap in each round, it asks in each
//! round.
//! The cheapest version that passes: the vector in the arena, and a reset after each document.
//! Before moving on: move the vector out of the loop, clear it, and read what the compiler says.
//! The last step asks for that very error.

use bumpalo::Bump;
use fastrand::Rng;
use reset_and_reuse::{Index, index_all};
use yardstick::Budget;

use super::archive;

fn ignore(_: &Index<'_>) {}

#[test]
fn a_thousand_documents_ask_the_heap_a_few_times() {
    let mut rng = Rng::with_seed(yardstick::seed());
    let documents = archive::documents(&mut rng, 1_000, 300..2_000);
    let documents = archive::borrowed(&documents);
    let ((), bad_usage) =
        yardstick::measure(|| bad::index_all(&mut Bump::new(), &documents, |_| {}));
    // The largest document needs less than 16 KB. Without a reset after each, all need megabytes.
    Budget::named("a batch of a thousand documents, in a new arena")
        .allocations(16)
        .peak(256 << 10)
        .process_wide()
        .baseline(bad_usage)
        .run(|| index_all(&mut Bump::new(), &documents, ignore));
}

#[test]
fn a_warm_arena_leaves_the_heap_alone() {
    let mut rng = Rng::with_seed(yardstick::seed());
    let mut arena = Bump::new();
    // Other documents in each batch, so that remembered ones are of no use. The two batches that
    // warm up begin with the largest.
    let batches: Vec<Vec<String>> = (0..8)
        .map(|round| {
            let largest = if round < 2 { 2_600 } else { 300 };
            let mut documents = vec![archive::document(&mut rng, largest)];
            documents.extend(archive::documents(&mut rng, 20, 300..2_000));
            documents
        })
        .collect();
    let batches: Vec<Vec<&str>> = batches
        .iter()
        .map(|batch| archive::borrowed(batch))
        .collect();
    yardstick::steady("a batch of 21 documents", batches.len(), |round| {
        index_all(&mut arena, &batches[round - 1], ignore);
    });
}
