//! In a warm arena a document needs no heap call.
//!
//! Nothing is left of it either. This is what the reader is for: a service that reads thousands of
//! responses. Between two of them the arena is reset; the compiler ensures that no value of the
//! last one is still in use. Anything that you keep on the heap during a call shows up here, even
//! if it is gone at the end.
//! Before moving on: what is the size of the arena after one document of 50 MB, and who should do
//! something about it?

use bumpalo::Bump;
use fastrand::Rng;
use json_capstone::{Limits, read};
use yardstick::Budget;

use super::documents;

const LIMITS: Limits = Limits {
    bytes: 16 << 20,
    depth: 64,
};

/// Of many sizes. The two largest come first: after these, the arena has all the memory it needs.
fn pages(rng: &mut Rng) -> Vec<String> {
    let sizes: Vec<usize> = [150, 150]
        .into_iter()
        .chain((0..yardstick::size(48, 6)).map(|_| rng.usize(1..40)))
        .collect();
    sizes
        .iter()
        .map(|n_orders| documents::page(rng, *n_orders))
        .collect()
}

#[test]
fn a_warm_arena_needs_no_heap_call() {
    let pages = pages(&mut Rng::with_seed(yardstick::seed()));
    let mut arena = Bump::new();
    yardstick::steady("a page of orders", pages.len(), |round| {
        let is_ok = read(&arena, &pages[round - 1], LIMITS).is_ok();
        assert!(is_ok, "yours: a page is refused, which is a valid document");
        arena.reset();
    });
}

#[test]
fn nothing_is_left_of_documents_read_and_refused() {
    let pages = pages(&mut Rng::with_seed(yardstick::seed()));
    Budget::named("fifty pages, whole and cut short")
        .live(0)
        .process_wide()
        .run(|| {
            let mut arena = Bump::new();
            for page in &pages {
                assert!(
                    read(&arena, page, LIMITS).is_ok(),
                    "yours: a page is refused, which is a valid document"
                );
                arena.reset();
                let cut = page.trim_end().trim_end_matches(['}', ']']);
                assert!(
                    read(&arena, cut, LIMITS).is_err(),
                    "yours: a page without its end is accepted, which is not a document"
                );
                arena.reset();
            }
        });
}
