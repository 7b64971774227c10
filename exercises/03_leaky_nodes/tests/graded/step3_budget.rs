//! Two thousand functions need at most 48 heap calls.
//!
//! There is more than one way to end the leak, and not every one is cheap. Owning the symbols
//! (`Vec<Symbol>`, or `bumpalo::boxed::Box`) brings `Drop` back, and with it a heap call for every
//! piece of text and another to free it. A text that is made for a moment costs a call as well, even
//! if nothing of it is left afterwards. 48 leaves room for the arena's chunks and for a few vectors
//! that grow.
//!
//! Before moving on: which of your vectors still call the heap, and how often?

use bumpalo::Bump;
use fastrand::Rng;
use leaky_nodes::outline;
use yardstick::Budget;

use super::plain::symbols;
use super::{sources, unusual};

#[test]
fn two_thousand_functions_need_at_most_48_allocations() {
    let source = sources::random(&mut Rng::with_seed(yardstick::seed()), 2_000);
    // A new arena has no chunk, so all of them are counted.
    let (arena, bad_arena) = (Bump::new(), Bump::new());
    let (bad, bad_usage) = yardstick::measure(|| bad::outline(&bad_arena, &source));
    let yours = Budget::named("the outline of 2 000 functions")
        .allocations(48)
        .process_wide()
        .baseline(bad_usage)
        .run(|| outline(&arena, &source));
    let (Ok(yours), Ok(bad)) = (yours, bad) else {
        panic!("yours: the source of 2 000 functions is refused");
    };
    assert!(
        symbols!(yours) == symbols!(bad),
        "yours: the outline of 2 000 functions is not that of Bad"
    );
}

#[test]
fn an_unusual_source_needs_at_most_48_allocations() {
    for (what, source) in unusual::sources(1_000) {
        let arena = Bump::new();
        let is_read = Budget::named(format!("{what}, 1 000 times"))
            .allocations(48)
            .process_wide()
            .run(|| outline(&arena, &source).is_ok());
        assert!(is_read, "yours: {what}, 1 000 times: the source is refused");
    }
}
