//! The nodes live in the arena passed to `parse`: not in a `Box`, not in a `Vec` with indices
//! (often a good design), and not in an arena of the parser's own.
//!
//! The test takes the address of every node from `visit`, and the chunks from the arena. The root
//! may also be returned by value, so its address is not checked.
//! Before moving on: print the addresses of a few nodes. Which way does the arena grow, and how far
//! from a parent are its children?

use bumpalo::Bump;
use fastrand::Rng;
use parse_tree::parse;
use yardstick::Chunks;

use super::formulas;

#[test]
fn every_node_is_in_the_arena_passed_to_parse() {
    let source = formulas::random(&mut Rng::with_seed(yardstick::seed()), 1_000);
    let arena = Bump::new();
    let mut addresses = Vec::new();
    let root = parse(&arena, &source).expect("a formula made for this test is well formed");
    root.visit(&mut |node| addresses.push(std::ptr::from_ref(node).addr()));
    // Parents come first, so the first address is the root's.
    Chunks::of(&arena).assert_holds("every node below the root", addresses.into_iter().skip(1));
}
