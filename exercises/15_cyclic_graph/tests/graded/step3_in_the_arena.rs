//! The nodes live in the arena passed to `parse`, before a move and after it.
//!
//! A `Vec` of nodes, linked by indices, is a good design too, and can be about as fast. But it is
//! not what this exercise is about, so the test checks the address of each node. And a page that is
//! only read must not grow: `find` and `walk` may be called at any time, any number of times, while
//! others use the arena.
//! Before moving on: what does a link cost to follow in each of the three designs (`Rc`, index,
//! reference)? What could go wrong with an index that cannot go wrong with a reference?

use bumpalo::Bump;
use cyclic_graph::parse;
use fastrand::Rng;
use yardstick::{Chunks, grouped};

use super::markup;

#[test]
fn every_node_is_in_the_arena_passed_to_parse() {
    let page = markup::random(
        &mut Rng::with_seed(yardstick::seed()),
        yardstick::size(1_000, 30),
        true,
    );
    let arena = Bump::new();
    let document = parse(&arena, &page).expect("a page generated for this test is well formed");
    // Taken before `walk` runs: what that would still put into the arena is too late.
    let chunks = Chunks::of(&arena);
    let mut addresses = Vec::new();
    document.walk(&mut |node| addresses.push(std::ptr::from_ref(node).addr()));
    assert_eq!(
        addresses.len(),
        yardstick::size(1_000, 30) + 1,
        "nodes shown by `walk`"
    );
    // The root comes first. It may also be in the document itself.
    chunks.assert_holds("every node below the root", addresses.into_iter().skip(1));
}

#[test]
fn nodes_are_made_in_the_arena_and_stay_there() {
    const N_NODES: usize = yardstick::size(10_000, 50);
    let page = markup::random(&mut Rng::with_seed(yardstick::seed()), N_NODES, true);
    let arena = Bump::new();
    let (is_parsed, usage) = yardstick::measure_process(|| parse(&arena, &page).is_ok());
    assert!(is_parsed, "a page of {N_NODES} nodes is refused");
    // Room for lists of pointers to open elements and their children, and none for nodes.
    let most = 32 * N_NODES as u64;
    let n_beside = usage.peak.saturating_sub(arena.allocated_bytes() as u64);
    assert!(
        n_beside <= most,
        "yours: {} bytes were on the heap beside the arena while {N_NODES} nodes were parsed, where \
         at most {} will do",
        grouped(n_beside),
        grouped(most)
    );
}

/// What chunks may add to allocations of eight bytes each.
const PADDING: usize = 256;

#[test]
fn finding_and_walking_leave_the_arena_as_it_is() {
    let page = markup::random(
        &mut Rng::with_seed(yardstick::seed()),
        yardstick::size(200, 30),
        true,
    );
    let arena = Bump::new();
    let document = parse(&arena, &page).expect("a page generated for this test is well formed");
    let before = Chunks::of(&arena).used_bytes();
    for number in 0..yardstick::size(100, 10) {
        document.find(&format!("e{number}"));
        document.walk(&mut |_| {});
    }
    let n_more = Chunks::of(&arena).used_bytes() - before;
    assert_eq!(
        n_more, 0,
        "bytes that a hundred calls of `find` and `walk` took from the arena"
    );
    // The caller may use the arena too, even in the middle of a walk.
    let before = Chunks::of(&arena).used_bytes();
    let mut n_callers = 0;
    for _ in 0..10 {
        document.walk(&mut |_| n_callers += size_of_val(arena.alloc(0_u64)));
    }
    let n_more = Chunks::of(&arena).used_bytes() - before;
    assert!(
        n_more < n_callers + PADDING,
        "yours: {} bytes were taken from the arena during ten walks, and {} of them by the caller, \
         at each node that it was shown",
        grouped(n_more as u64),
        grouped(n_callers as u64)
    );
}

#[test]
fn parents_and_children_are_the_nodes_themselves() {
    let arena = Bump::new();
    let document = parse(&arena, markup::order()).expect("a well-formed page");
    document.move_into("help", "search");
    let chunks = Chunks::of(&arena);
    let mut nodes = Vec::new();
    document.walk(&mut |node| {
        nodes.push(std::ptr::from_ref(node).addr());
        for child in node.children() {
            let parent = child.parent().expect("a child has a parent");
            let is_this = std::ptr::eq(&*parent, node);
            assert!(
                is_this,
                "yours: the parent of a child of `{}` is another node",
                node.id()
            );
        }
    });
    chunks.assert_holds("every node below the root", nodes.into_iter().skip(1));
}

#[test]
fn a_node_that_is_moved_is_the_same_node() {
    let arena = Bump::new();
    let document = parse(&arena, markup::order()).expect("a well-formed page");
    let ids = ["address", "town", "delivery", "fast", "search", "q"];
    let places = || {
        let mut places = ids.map(|id| (id, 0));
        document.walk(&mut |node| {
            let mut known = places.iter_mut();
            if let Some((_, place)) = known.find(|(id, _)| *id == node.id()) {
                *place = std::ptr::from_ref(node).addr();
            }
        });
        places
    };
    let before = places();
    for (id, target) in [
        ("address", "newsletter"),
        ("delivery", "search"),
        ("search", "newsletter"),
    ] {
        assert!(
            document.move_into(id, target),
            "`{id}` can be moved into `{target}`"
        );
    }
    assert!(
        places() == before,
        "yours: after three moves, one of {ids:?} is at another place: whoever has a reference to it would see what it \
         was, and not what it is"
    );
}
