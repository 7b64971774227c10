//! The links match the page. The starter passes this step; keep it passing.
//!
//! The tests go from node to node by `parent`, `form` and `children`, and never name the type of a
//! link. So the type is yours to choose.
//! Before moving on: the starter's `parent` is `Weak`. What would happen to a document if it were
//! an `Rc`? And what kind of link is `form`?

use bumpalo::Bump;
use cyclic_graph::parse;
use fastrand::Rng;

use super::markup;

#[test]
fn the_order_page_is_linked_as_written() {
    let arena = Bump::new();
    let document = parse(&arena, markup::order()).expect("a well-formed page");
    let form_of = |id: &str| {
        let node = document.find(id).unwrap_or_else(|| panic!("no `{id}`"));
        node.form().map(|form| form.id().to_owned())
    };
    assert_eq!(form_of("q").as_deref(), Some("search"), "the form of `q`");
    assert_eq!(form_of("fast").as_deref(), Some("order"), "of `fast`");
    assert_eq!(form_of("mail").as_deref(), Some("newsletter"), "of `mail`");
    assert_eq!(form_of("order"), None, "a form is not inside itself");
    assert_eq!(form_of("menu"), None, "the menu is in no form");
    let address = document.find("address").expect("the page has an address");
    let children = address.children();
    let names: Vec<_> = children.into_iter().map(|child| child.name()).collect();
    assert_eq!(
        names,
        ["legend", "label", "label", "label"],
        "the children of `address`"
    );
    let parent = address.parent().map(|parent| parent.id().to_owned());
    assert_eq!(parent.as_deref(), Some("order"), "what is around `address`");
    assert!(
        document.root().parent().is_none(),
        "nothing is around the root"
    );
}

#[test]
fn moved_elements_are_relinked() {
    let arena = Bump::new();
    let document = parse(&arena, markup::order()).expect("a well-formed page");
    assert!(
        document.move_into("address", "newsletter"),
        "`address` can be moved into `newsletter`"
    );
    assert!(
        !document.move_into("order", "total"),
        "`order` was moved into `total`, which is inside it"
    );
    assert!(
        !document.move_into("order", "order"),
        "`order` was moved into itself"
    );
    assert!(
        !document.move_into("order", "nowhere"),
        "`order` was moved into `nowhere`, which is not on the page"
    );
    let town = document.find("town").expect("the town moved along");
    let form = town.form().map(|form| form.id().to_owned());
    assert_eq!(form.as_deref(), Some("newsletter"), "the form of `town`");
    let order = document.find("order").expect("the order is still there");
    let first = order
        .children()
        .into_iter()
        .next()
        .map(|child| child.id().to_owned());
    assert_eq!(
        first.as_deref(),
        Some("delivery"),
        "the first child of `order`"
    );
}

#[test]
fn random_pages_are_linked_as_in_bad() {
    let seed = yardstick::seed();
    let mut rng = Rng::with_seed(seed);
    for _ in 0..yardstick::size(200, 4) {
        let n_nodes = rng.usize(0..60);
        let page = markup::random(&mut rng, n_nodes, true);
        let mut id = || format!("e{}", rng.usize(..n_nodes.max(1)));
        let moves: Vec<_> = (0..8).map(|_| (id(), id())).collect();
        let yours = described!(parse, &page, &moves);
        let bad = described!(bad::parse, &page, &moves);
        assert_eq!(
            yours, bad,
            "the links in this page after the moves {moves:?} (seed {seed}):\n{page}"
        );
        let n_seen = yours.map_or(0, |(_, lines)| lines.len());
        assert_eq!(n_seen, n_nodes + 1, "nodes visited by `walk` (seed {seed})");
    }
}

#[test]
fn ids_that_repeat_are_found_as_in_bad() {
    let page = "<div id=\"g\"><p id=\"a\"/><p id=\"b\"/></div>\
                <ul id=\"a\"><p id=\"b\"/><form id=\"a\"><p id=\"c\"/></form></ul><p id=\"\"/>\
                <form id=\"d\"><form id=\"b\"><p id=\"e\" id=\"f\">text</p></form></form>";
    let ids = ["a", "b", "c", "d", "e", "f", "g", ""];
    let n_ids = yardstick::size(ids.len(), 2);
    for id in ids.into_iter().take(n_ids) {
        for into in ids.into_iter().take(n_ids) {
            let moves = [(id.to_owned(), into.to_owned())];
            assert_eq!(
                described!(parse, page, &moves),
                described!(bad::parse, page, &moves),
                "the links after `{id}` was moved into `{into}`: of several elements with the same \
                 id, the last counts"
            );
            // A move changes which of them is the last.
            let moves_again = ids.map(|other| [("a", other), ("b", other)]);
            let n_again = yardstick::size(2 * ids.len(), 4);
            for (again, into_again) in &moves_again.as_flattened()[..n_again] {
                let moves = [(id, into), (*again, *into_again)]
                    .map(|(id, into)| (id.to_owned(), into.to_owned()));
                assert_eq!(
                    described!(parse, page, &moves),
                    described!(bad::parse, page, &moves),
                    "the links after the moves {moves:?}: of several elements with the same id, the \
                     last counts, in the order of the page as it is now"
                );
            }
        }
    }
}

#[test]
fn a_wide_page_is_linked_as_written() {
    const N_ITEMS: usize = if cfg!(miri) { 40 } else { 70_000 };
    let page = format!(
        "<form id=\"all\">{}<p id=\"last\"/></form><ul id=\"aside\"></ul>",
        "<li/>".repeat(N_ITEMS)
    );
    let arena = Bump::new();
    let document = parse(&arena, &page).expect("a wide page is well formed");
    let n_children = |id: &str| {
        let node = document.find(id).unwrap_or_else(|| panic!("no `{id}`"));
        // Not `len`: any list will do.
        node.children().into_iter().fold(0, |n, _| n + 1)
    };
    assert_eq!(n_children("all"), N_ITEMS + 1, "children of the form");
    assert!(
        document.move_into("last", "aside"),
        "the last child can be moved"
    );
    assert_eq!(
        (n_children("all"), n_children("aside")),
        (N_ITEMS, 1),
        "children after a move"
    );
    assert!(document.move_into("last", "all"), "and back again");
    let all = document.find("all").expect("the form is still there");
    let last = all
        .children()
        .into_iter()
        .last()
        .map(|child| child.id().to_owned());
    assert_eq!(last.as_deref(), Some("last"), "the last child of the form");
    let mut n_inside = 0;
    document.walk(&mut |node| n_inside += usize::from(node.form().is_some()));
    assert_eq!(n_inside, N_ITEMS + 1, "nodes that know their form");
}

#[test]
fn pages_cut_short_are_refused_at_the_same_byte_as_in_bad() {
    let page = markup::order();
    let n_good = (0..page.len())
        .step_by(if cfg!(miri) { 397 } else { 1 })
        .filter(|end| {
            let cut = &page[..*end];
            let (yours, bad) = (
                described!(parse, cut, &[]),
                described!(bad::parse, cut, &[]),
            );
            assert_eq!(
                yours, bad,
                "links, or the position of the error, for:\n{cut}"
            );
            yours.is_ok()
        })
        .count();
    assert!(
        n_good < 4,
        "{n_good} unfinished pages were accepted as complete"
    );
    for malformed in ["</p>", "<p></b>", "<p id>", "<p id=\"a></p>", "<>", "a < b"] {
        let yours = described!(parse, malformed, &[]);
        assert!(yours.is_err(), "`{malformed}` is not valid markup");
        assert_eq!(
            yours,
            described!(bad::parse, malformed, &[]),
            "the position of the error in `{malformed}`"
        );
    }
}
