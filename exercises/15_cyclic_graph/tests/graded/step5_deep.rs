//! A page of 200 000 levels is parsed, climbed, walked, moved and dropped.
//!
//! A stack holds a few megabytes. What goes one call deeper for each element overflows it long
//! before the innermost one, and that kills the process: a call that you wrote, or one that the
//! compiler did. Anyone can send you such a page.
//! Before moving on: how would you drop the starter's document without recursion?

use bumpalo::Bump;
use cyclic_graph::parse;

use super::markup;

const N_ELEMENTS: usize = if cfg!(miri) { 100 } else { 200_000 };

#[test]
fn a_deep_page_can_be_climbed_and_dropped() {
    let page = markup::deep(N_ELEMENTS);
    let arena = Bump::new();
    // A stack overflow does not say where it happened.
    eprintln!("now the page is parsed");
    let n_around = parse_and_climb(&arena, &page);
    assert_eq!(n_around, N_ELEMENTS, "nodes around the innermost element");
}

#[test]
fn a_deep_page_can_be_walked_and_moved() {
    let deep = markup::deep(N_ELEMENTS);
    let page = format!("<ul id=\"all\">{deep}</ul><form id=\"aside\"></form>");
    let arena = Bump::new();
    eprintln!("now the page is parsed");
    let document = parse(&arena, &page).expect("a deep page is well formed");
    eprintln!("the page was parsed; now its nodes are walked");
    let count = || {
        let mut n_nodes = 0;
        document.walk(&mut |_| n_nodes += 1);
        n_nodes
    };
    // The root, the list, the form, and the text in the innermost element.
    assert_eq!(count(), N_ELEMENTS + 4, "nodes visited by `walk`");
    eprintln!("now the outermost element is moved, with everything in it");
    assert!(
        document.move_into("all", "aside"),
        "an element can be moved"
    );
    let form_of_the_core = || {
        let core = document.find("core")?;
        let form = core.form()?;
        Some(form.id().to_owned())
    };
    assert_eq!(
        form_of_the_core().as_deref(),
        Some("aside"),
        "the form of the innermost element, which moved along"
    );
    assert!(
        !document.move_into("aside", "core"),
        "`aside` was moved into `core`, which is inside it"
    );
    assert_eq!(count(), N_ELEMENTS + 4, "nodes after the move");
    eprintln!("the page was moved; now the document is dropped, with all its nodes");
}

fn parse_and_climb(arena: &Bump, page: &str) -> usize {
    let document = parse(arena, page).expect("a deep page is well formed");
    eprintln!("the page was parsed; now its innermost element is looked for");
    let core = document.find("core");
    eprintln!("it was looked for; now the page is climbed from there");
    let mut n_around = 0;
    let mut around = core.and_then(|core| core.parent());
    while let Some(node) = around {
        n_around += 1;
        around = node.parent();
    }
    eprintln!("it was climbed; now the document is dropped, with all its nodes");
    n_around
}
