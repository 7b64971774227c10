//! When the document and the arena are gone, nothing is left, forms or not.
//!
//! In the starter a control holds its form by an `Rc`, and the form holds the control, through its
//! children, by another. Each keeps the other alive, so neither count ever reaches zero: a server
//! would leak every form that has something in it, with all its contents. There are other ways to
//! leave something behind, so the test counts what is left of a page after it was parsed, changed and
//! dropped, or refused.
//! Before moving on: which links of the starter form the cycle?

use bumpalo::Bump;
use cyclic_graph::parse;
use fastrand::Rng;
use yardstick::Budget;

use super::markup;

#[test]
fn nothing_is_left_of_a_page_with_forms() {
    nothing_is_left_of("the page of an order", markup::order());
    let page = markup::random(
        &mut Rng::with_seed(yardstick::seed()),
        yardstick::size(1_000, 30),
        true,
    );
    nothing_is_left_of("a page of 1 000 nodes", &page);
}

#[test]
fn nothing_is_left_of_a_page_cut_short() {
    let page = markup::order();
    let end = page.find("</fieldset>").expect("the page has a fieldset");
    nothing_is_left_of("half the page of an order", &page[..end]);
}

fn nothing_is_left_of(title: &str, page: &str) {
    Budget::named(format!("{title}, parsed, changed and dropped"))
        .live(0)
        .process_wide()
        .run(|| {
            let arena = Bump::new();
            if let Ok(document) = parse(&arena, page) {
                document.move_into("help", "search");
                document.move_into("e1", "e0");
                document.walk(&mut |node| assert!(node.text().len() <= page.len()));
            }
        });
}
