//! The nodes live in the arena passed to `parse`, before a move and after it.
//!
//! A `Vec` of nodes, linked by indices, is a good design too: it needs no `Cell`, and it can be
//! about as fast. But it is not what this exercise is about, so the test checks the address of each
//! node.
//! Before moving on: what does a link cost to follow in each of the three designs (`Rc`, index,
//! reference)? What could go wrong with an index that cannot go wrong with a reference?

use bumpalo::Bump;
use cyclic_graph::parse;
use fastrand::Rng;
use yardstick::Chunks;

use super::markup;

#[test]
fn every_node_is_in_the_arena_passed_to_parse() {
    let page = markup::random(&mut Rng::with_seed(yardstick::seed()), 1_000, true);
    let arena = Bump::new();
    let document = parse(&arena, &page).expect("a page generated for this test is well formed");
    let mut addresses = Vec::new();
    document.walk(&mut |node| addresses.push(std::ptr::from_ref(node).addr()));
    // The root comes first. It may also be in the document itself.
    Chunks::of(&arena).assert_holds("every node below the root", addresses.into_iter().skip(1));
}

#[test]
fn parents_and_children_are_the_nodes_themselves() {
    let arena = Bump::new();
    let document = parse(&arena, markup::order()).expect("a well-formed page");
    document.move_into("help", "search");
    let mut nodes = Vec::new();
    document.walk(&mut |node| {
        nodes.push(std::ptr::from_ref(node).addr());
        for child in node.children() {
            let parent = child.parent().expect("a child has a parent");
            let is_this = std::ptr::eq(&*parent, node);
            assert!(
                is_this,
                "the parent of {}'s child is a different node",
                node.id()
            );
        }
    });
    Chunks::of(&arena).assert_holds("every node below the root", nodes.into_iter().skip(1));
}
