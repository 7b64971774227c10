//! Ten thousand nodes need at most 24 calls to the heap.
//!
//! An arena asks the heap for chunks, and each chunk is about twice the size of the one before it,
//! so the number of calls grows with the logarithm of the tree's size. 24 leaves room for nodes
//! that are larger than necessary, but not for one call per node.
//!
//! Before moving on: parse with a `Bump::with_capacity` that is large enough. How many calls
//! remain?

use bumpalo::Bump;
use fastrand::Rng;
use parse_tree::parse;
use yardstick::Budget;

use super::formulas;
use super::trees::{assert_same, node_values};

#[test]
fn ten_thousand_nodes_need_at_most_24_allocations() {
    let source = formulas::random(&mut Rng::with_seed(yardstick::seed()), 10_000);
    // A new arena has no chunk, so all of them are counted.
    let (bad_arena, arena) = (Bump::new(), Bump::new());
    let (bad, bad_usage) = yardstick::measure(|| bad::parse(&bad_arena, &source));
    // Process-wide, so that heap calls from a helper thread count like any other.
    let yours = Budget::named("parsing a formula of 10 000 nodes")
        .allocations(24)
        // A node may be large, but is made once.
        .peak(4 << 20)
        .process_wide()
        .baseline(bad_usage)
        .run(|| parse(&arena, &source));
    let (Ok(yours), Ok(bad)) = (yours, bad) else {
        panic!("yours: a formula of 10 000 nodes is refused");
    };
    let (yours, bad) = (node_values!(yours), node_values!(bad));
    assert_same("a formula of 10 000 nodes", &yours, &bad);
}
