//! Ten thousand nodes, at most 32 heap calls: the nodes *and* their lists of children.
//!
//! The starter makes one call for each node, and more for each list that grows. In an arena a link
//! is `Cell<Option<&'a Node<'a>>>`, whether it leads up, down or sideways.
//! The cheapest version that passes: `Node::new` becomes `arena.alloc`, `Rc` and `Weak` become
//! references, and the list of children becomes an arena list, or links from child to child.
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
        "the links of the 10 000 nodes, after some moves, are not those of Bad; step 1 compares \
         smaller pages (seed {seed})"
    );
}
