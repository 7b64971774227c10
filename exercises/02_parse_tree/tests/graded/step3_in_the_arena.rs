//! The nodes lie in the arena that `parse` was given: not in a `Box`, not in a `Vec` with indices
//! (good as that often is), and not in an arena of the parser's own.
//!
//! The test asks `visit` for the address of every node, and asks the arena for its chunks. The
//! root may also be returned by value, so its address alone does not count.
//! Before moving on: print the addresses of a few nodes. Which way does the arena grow, and how far
//! from a parent do its children lie?

use bumpalo::Bump;
use fastrand::Rng;
use parse_tree::parse;
use yardstick::Chunks;

use super::formulas;

#[test]
fn every_node_lies_in_the_arena_that_parse_was_given() {
    let source = formulas::random(&mut Rng::with_seed(yardstick::seed()), 1_000);
    let arena = Bump::new();
    let mut addresses = Vec::new();
    let root = parse(&arena, &source).expect("a formula made for this test is well formed");
    root.visit(&mut |node| addresses.push(std::ptr::from_ref(node).addr()));
    // Parents come first, so the root does.
    Chunks::of(&arena).assert_holds("every node below the root", addresses.into_iter().skip(1));
}
