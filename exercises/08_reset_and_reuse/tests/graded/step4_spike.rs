//! A huge document does not set the cost of later ones.
//!
//! A document of a megabyte comes once a year, and the archive runs for years. `KEEP` says how
//! much is worth holding between documents: what was needed for the huge one is gone before the
//! next one starts, in the middle of a batch as well as at its end. Ordinary documents find a warm
//! arena all the same, before a spike and after it. The starter leaves no huge arena either, since
//! it keeps nothing.
//! The ordinary documents of the tests have up to 31 KB; whether larger ones find a warm arena every
//! time is yours to see.
//! Before moving on: index one document of 60 KB six times, once per call, and print
//! `arena.allocated_bytes()` after each call. Then do the same for 100 KB. A `#[test]` in
//! `src/lib.rs` can do that: `cargo test -p reset-and-reuse --lib -- --nocapture`. Does each of them
//! ever find a warm arena, and would it if the size were compared with `KEEP` at another moment?

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use bumpalo::Bump;
use fastrand::Rng;
use reset_and_reuse::index_all;
use yardstick::Budget;

use super::{answers, archive};

/// What may stay after a spike: `KEEP` as shipped, and the chunks of a later document.
const MOST: u64 = 2 * bad::KEEP as u64;

/// The text of a huge document, in bytes: its list alone takes three times as much.
const HUGE: usize = bad::KEEP;

#[test]
fn a_huge_document_leaves_no_huge_arena() {
    let mut rng = Rng::with_seed(yardstick::seed());
    let huge = archive::document(&mut rng, HUGE);
    let [first, second, third] =
        [400, 900, 1_900].map(|n_bytes| archive::document(&mut rng, n_bytes));
    let short_words = "a B ".repeat(150_000);
    let long_word = "Ab".repeat(1 << 20);
    let batches: [(&str, &[&str]); 5] = [
        ("last", &[&first, &second, &huge]),
        ("first", &[&huge, &first, &second]),
        ("between two batches", &[&huge]),
        (
            "last, 600 KB of words of one letter",
            &[&first, &short_words],
        ),
        ("last, one word of 2 MB", &[&first, &long_word]),
    ];
    for (place, batch) in batches {
        let mut arena = Bump::new();
        Budget::named(format!("documents, one of which is huge ({place})"))
            .live(MOST)
            .process_wide()
            .run(|| {
                index_all(&mut arena, &[&third], |_| {});
                index_all(&mut arena, batch, |_| {});
            });
        index_all(&mut arena, &[&third], |_| {});
    }
}

#[test]
fn a_huge_document_is_indexed_as_in_bad() {
    let mut rng = Rng::with_seed(yardstick::seed());
    let sizes: &[usize] = if cfg!(miri) {
        &[400, 9_000, 900]
    } else {
        &[400, 70_000, HUGE, 900, 300_000]
    };
    let documents: Vec<String> = sizes
        .iter()
        .map(|n_bytes| archive::document(&mut rng, *n_bytes))
        .collect();
    let documents = archive::borrowed(&documents);
    let mut hashes = Vec::new();
    index_all(&mut Bump::new(), &documents, |index| {
        hashes.push(answers::hash(index.words));
    });
    answers::assert_same("documents, some of which are huge", &hashes, &documents);
}

/// The archive stops at the document after the huge one: what is held then is what the huge one
/// left, and what this one needs.
#[test]
fn the_document_after_a_huge_one_finds_no_huge_arena() {
    let mut rng = Rng::with_seed(yardstick::seed());
    let huge = archive::document(&mut rng, HUGE);
    let [first, second] = [400, 900].map(|n_bytes| archive::document(&mut rng, n_bytes));
    let batches: [&[&str]; 3] = [
        &[&huge, &second, &first],
        &[&first, &huge, &second, &first],
        &[&first, &second, &huge, &second, &first],
    ];
    for batch in batches {
        let huge_at = batch.len() - 3;
        let mut arena = Bump::new();
        Budget::named(format!(
            "document {huge_at} of a batch, which is huge, and a small one that is not completed"
        ))
        .live(MOST)
        .process_wide()
        .run(|| {
            let mut n_documents = 0;
            let stopped = catch_unwind(AssertUnwindSafe(|| {
                index_all(&mut arena, batch, |_| {
                    n_documents += 1;
                    if n_documents == huge_at + 2 {
                        // Not a panic that anyone reports.
                        resume_unwind(Box::new(()));
                    }
                });
            }));
            assert!(
                stopped.is_err(),
                "the document after the huge one stops the batch"
            );
        });
        index_all(&mut arena, &[&first], |_| {});
    }
}

/// What a spike leaves behind serves later documents as any other arena does.
#[test]
fn after_a_huge_document_the_arena_gets_warm_again() {
    let mut rng = Rng::with_seed(yardstick::seed());
    // Its list alone takes more than `KEEP`; hashing more words would only take longer.
    let huge = archive::document(&mut rng, HUGE / 2);
    let largest = archive::document(&mut rng, 3_200);
    let documents = archive::documents(&mut rng, 40, 300..2_000);
    let batches: Vec<Vec<&str>> = documents.chunks(4).map(archive::borrowed).collect();
    let spike: &[&str] = &[&largest, &huge, &largest, &largest];
    let mut arena = Bump::new();
    let mut hashes = Vec::with_capacity(64);
    let what = "a batch of four documents, after a huge one";
    yardstick::steady(what, batches.len() + 2, |round| {
        let batch = if round > 2 {
            &batches[round - 3]
        } else {
            spike
        };
        index_all(&mut arena, batch, |index| {
            hashes.push(answers::hash(index.words));
        });
    });
    let all = [spike, spike, &batches.concat()].concat();
    answers::assert_same(what, &hashes, &all);
}

#[test]
fn large_documents_are_not_spikes() {
    let mut rng = Rng::with_seed(yardstick::seed());
    let documents = archive::documents(&mut rng, 6, 29_000..30_000);
    let mut arena = Bump::new();
    let largest = archive::document(&mut rng, 31_000);
    yardstick::steady("a document of 30 KB", documents.len() + 2, |round| {
        let document = documents.get(round.wrapping_sub(3)).unwrap_or(&largest);
        index_all(&mut arena, &[document], |_| {});
    });
}
