//! `heaviest_part`: 28 heap calls, and 1.5 times Bad's memory.
//!
//! That is the most for a tree of 3 000 parts. Here no size is known, and nothing can be used again
//! within a call. There are many parts, on many levels, that refer to each other, and all of them
//! are useless when the function returns.
//! You can also buy fewer calls with memory that holds no part of the tree, so the peak is checked
//! too.
//! Before moving on: which of the parts' fields could borrow from the manifest?

use fastrand::Rng;
use pick_the_tool::heaviest_part;
use yardstick::Budget;

use super::night;

#[test]
fn a_tree_of_three_thousand_parts_needs_few_heap_calls() {
    let mut rng = Rng::with_seed(yardstick::seed());
    let manifest = night::manifest(&mut rng, yardstick::size(3_000, 200));
    let (expected, bad_usage) = yardstick::measure(|| bad::heaviest_part(&manifest));
    let path = Budget::named("heaviest_part of a manifest of 3 000 lines")
        .allocations(28)
        // A chunk may be half empty when the tree is complete.
        .peak(bad_usage.peak * 3 / 2)
        // The path, and nothing of the tree.
        .live(1 << 10)
        .process_wide()
        .run(|| heaviest_part(&manifest));
    assert_eq!(path, expected, "the heaviest part");
}
