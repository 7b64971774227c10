//! Times one big vector that grows by pushes, std's against the
//! arena's, on this machine:
//! `cargo run --release -p listings --example growing_vector`.
//!
//! Each call fills a vector, adds it up, and gives its memory
//! back. The arena is new each time, or kept and reset.

use bumpalo::Bump;
use listings::collections::big::{in_arena, on_the_heap};
use yardstick::speed::compare;

fn main() {
    let inputs = [200_000, 199_000];
    compare(
        "a vector of a new arena, against std's",
        &inputs,
        |count| {
            let arena = Bump::new();
            in_arena(&arena, *count).iter().sum()
        },
        |count| on_the_heap(*count).iter().sum(),
    );
    let mut arena = Bump::new();
    compare(
        "a vector of an arena that is kept, against std's",
        &inputs,
        |count| {
            arena.reset();
            in_arena(&arena, *count).iter().sum()
        },
        |count| on_the_heap(*count).iter().sum(),
    );
}
