//! The tree lives in the arena passed to `parse`. It is not in a `Box`, not in a `Vec` of the heap, not
//! in an arena of the parser's own, and not in the text, to be parsed again when somebody asks.
//!
//! One test looks where the heap's bytes went. The other takes the arena's chunks as soon as `parse`
//! has returned, and then the address of every node from `visit`. A handle (a reference, or a slice
//! and an index) may also be shown by value, from the stack, as long as what it refers to is in the
//! arena; and the root may be returned by value.
//!
//! Before moving on: print the addresses of a few nodes. Which way does the arena grow, and how far
//! from a parent are its children?

use bumpalo::Bump;
use fastrand::Rng;
use parse_tree::parse;
use yardstick::{Chunks, grouped, measure_process};

use super::formulas;

const N_NODES: usize = yardstick::size(1_000, 40);

/// About half of the nodes are numbers, and a number alone takes eight bytes. An operator may be a
/// single byte, if its operands come right before it.
const LEAST_PER_NODE: usize = 4;

/// Room for a root of your own type, wherever it is.
const MOST_ELSEWHERE: i64 = 256;

#[test]
fn all_that_parse_keeps_is_in_the_arena_passed_to_it() {
    let source = formulas::random(&mut Rng::with_seed(yardstick::seed()), N_NODES);
    let arena = Bump::new();
    // Process-wide, so that memory kept by another thread counts too.
    let (root, usage) = measure_process(|| parse(&arena, &source));
    // Neither the tree nor `parse` has run since.
    let (used, taken) = (
        Chunks::of(&arena).used_bytes(),
        arena.allocated_bytes_including_metadata(),
    );
    assert!(
        root.is_ok(),
        "yours: a formula of {N_NODES} nodes is refused"
    );
    let elsewhere = usage.live - taken as i64;
    assert!(
        elsewhere <= MOST_ELSEWHERE,
        "yours: besides the arena's chunks, `parse` keeps {} bytes of the heap for a tree of {} nodes",
        grouped(elsewhere.unsigned_abs()),
        grouped(N_NODES as u64)
    );
    let least = LEAST_PER_NODE * N_NODES;
    assert!(
        used >= least,
        "yours: `parse` has used {} bytes of the arena, but the numbers of {} nodes alone take {}",
        grouped(used as u64),
        grouped(N_NODES as u64),
        grouped(least as u64)
    );
}

#[test]
fn every_node_is_in_the_arena_passed_to_parse() {
    let source = formulas::random(&mut Rng::with_seed(yardstick::seed()), N_NODES);
    let arena = Bump::new();
    let root = parse(&arena, &source).expect("a formula made for this test is well formed");
    // Taken now: a copy that `visit` makes in the arena comes too late to be in these.
    let chunks = Chunks::of(&arena);
    let mut addresses = Vec::new();
    root.visit(&mut |node| addresses.push(std::ptr::from_ref(node).addr()));
    // Parents come first, so the first address is the root's.
    let below = addresses.iter().skip(1);
    // A node may be shown as a view of what is in the arena.
    let elsewhere = below
        .filter(|address| !chunks.contains(**address) && !yardstick::is_on_the_stack(**address));
    let n_elsewhere = elsewhere.count();
    assert_eq!(addresses.len(), N_NODES, "the nodes that `visit` shows");
    assert_eq!(
        n_elsewhere, 0,
        "nodes that were not in the arena when `parse` returned, of {N_NODES} that `visit` shows"
    );
}

/// A node is made once, and has one place: a copy that its parser makes on the way stays in the
/// arena as long as the node. Parentheses are no nodes; a list of those that are open may take some room.
#[test]
fn a_node_takes_one_place_in_the_arena() {
    const MOST: usize = 48;
    let n = yardstick::size(1_000, 40);
    let random = formulas::random(&mut Rng::with_seed(yardstick::seed()), N_NODES);
    let repeated = |open: &str, close: &str| format!("{}A1{}", open.repeat(n), close.repeat(n));
    let formulas = [
        ("nodes", N_NODES, random),
        ("pairs of parentheses", n, repeated("(", ")")),
        (
            "minuses and pairs of parentheses",
            2 * n,
            repeated("-(", ")"),
        ),
        (
            "nodes and pairs of parentheses",
            3 * n,
            repeated("(1+", ")"),
        ),
    ];
    for (what, n, source) in formulas {
        // One chunk, so that nothing of it is left where another one begins.
        let arena = Bump::with_capacity(1 << 20);
        let is_read = parse(&arena, &source).is_ok();
        let (used, most) = (Chunks::of(&arena).used_bytes(), MOST * (n + 8));
        assert!(is_read, "yours: a formula of {n} {what} is refused");
        assert!(
            used <= most,
            "yours: a formula of {} {what} takes {} bytes of the arena, where at most {} will do",
            grouped(n as u64),
            grouped(used as u64),
            grouped(most as u64)
        );
    }
}
