//! Two thousand functions, at most 48 heap calls.
//!
//! There is more than one way to end the leak. Owning the symbols (`Vec<Symbol>`, or
//! `bumpalo::boxed::Box`) brings `Drop` back, and with it a heap call for every piece of text and
//! another to free it. Building each text in its own `String` and copying it over also costs a call
//! for each text. Text built in the arena, in a `bumpalo::collections::String`, costs neither.
//! 48 leaves room for the arena's chunks and for a few vectors that grow.
//! Before moving on: which of your vectors still call the heap, and how often?

use bumpalo::Bump;
use fastrand::Rng;
use leaky_nodes::outline;
use yardstick::Budget;

use super::sources;

#[test]
fn two_thousand_functions_need_at_most_48_allocations() {
    let source = sources::random(&mut Rng::with_seed(yardstick::seed()), 2_000);
    let ((), bad_usage) = yardstick::measure(|| {
        let arena = Bump::new();
        assert!(
            bad::outline(&arena, &source).is_ok(),
            "Bad reads any source"
        );
    });
    Budget::named("the outline of 2 000 functions")
        .allocations(48)
        .process_wide()
        .baseline(bad_usage)
        .run(|| {
            let arena = Bump::new();
            assert!(outline(&arena, &source).is_ok(), "a source is refused");
        });
}
