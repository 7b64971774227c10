//! 10 000 nodes and their lists take at most 32 heap calls.
//!
//! The budget is enough for the arena's chunks and for what the parser needs once for a page. It is
//! not enough for anything that asks the heap once for each node, or once for each node with children.
//! Before moving on: how large is your node, and how large is the starter's with its two counters?

use bumpalo::Bump;
use cyclic_graph::parse;
use fastrand::Rng;
use yardstick::Budget;

use super::markup;

#[test]
fn ten_thousand_nodes_need_at_most_32_allocations() {
    let seed = yardstick::seed();
    let mut rng = Rng::with_seed(seed);
    let page = markup::random(&mut rng, yardstick::size(10_000, 50), true);
    let ((), bad_usage) = yardstick::measure(|| {
        let arena = Bump::new();
        drop(bad::parse(&arena, &page));
    });
    // Process-wide, so that heap calls from a helper thread count like any other.
    Budget::named("parsing a page of 10 000 nodes")
        .allocations(32)
        .process_wide()
        .baseline(bad_usage)
        .run(|| {
            let arena = Bump::new();
            let is_good = parse(&arena, &page).is_ok();
            assert!(is_good, "a page of 10 000 nodes is refused");
        });
    let mut id = || format!("e{}", rng.usize(..5_000));
    let moves: Vec<_> = (0..8).map(|_| (id(), id())).collect();
    let is_same = described!(parse, &page, &moves) == described!(bad::parse, &page, &moves);
    assert!(
        is_same,
        "yours: the links of the 10 000 nodes, after some moves, are not those of Bad; step 1 \
         compares smaller pages (seed {seed})"
    );
}
