//! Two hundred thousand elements, each inside the one before: parsed, climbed, and dropped.
//!
//! The starter parses and climbs without recursion. It is the drop that recurses: dropping an `Rc`
//! drops its node, which drops its children, each of them an `Rc`. The stack overflows long before
//! the innermost node, and that kills the process. Anyone can send you such a page.
//! An arena has nothing to recurse into: it frees its chunks.
//! Before moving on: how would you drop the starter's document without recursion?

use bumpalo::Bump;
use cyclic_graph::parse;

use super::markup;

const N_ELEMENTS: usize = 200_000;

#[test]
fn a_deep_page_can_be_dropped() {
    let page = markup::deep(N_ELEMENTS);
    let arena = Bump::new();
    let n_around = parse_and_climb(&arena, &page);
    assert_eq!(n_around, N_ELEMENTS, "nodes around the innermost element");
}

fn parse_and_climb(arena: &Bump, page: &str) -> usize {
    let document = parse(arena, page).expect("a deep page is well formed");
    let mut n_around = 0;
    let mut around = document.find("core").and_then(|core| core.parent());
    while let Some(node) = around {
        n_around += 1;
        around = node.parent();
    }
    // A stack overflow does not say where it happened.
    eprintln!("the page was parsed and climbed; now the document is dropped, with all its nodes");
    n_around
}
