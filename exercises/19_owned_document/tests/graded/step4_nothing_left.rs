//! A dropped document leaves nothing behind.
//!
//! `Box::leak` and `String::leak` give a `'static` lifetime, at a price: a viewer that opens a
//! guide each minute grows each minute. An owned document frees its text and its arena. The tree
//! itself needs no drop if no section owns heap memory.
//! Before moving on: in which order must tree, arena and text be dropped? What ensures it?

use bumpalo::Bump;
use fastrand::Rng;
use owned_document::Document;
use yardstick::Budget;

use super::guides;
use super::words::{around, words_of_the_source};

#[test]
fn documents_that_come_and_go_leave_nothing() {
    let mut rng = Rng::with_seed(yardstick::seed());
    let guides: Vec<String> = (0..yardstick::size(20, 8))
        .map(|_| guides::random(&mut rng, 20))
        .collect();
    Budget::named("twenty guides, closed in a different order from the one they were opened in")
        .live(0)
        .process_wide()
        .run(|| {
            let mut open = Vec::new();
            for guide in &guides {
                open.push(Document::parse(guide.clone(), Bump::new()));
                if open.len() == 5 {
                    let closed = open.swap_remove(rng.usize(..5));
                    closed.visit(&mut |section| assert!(section.level <= 6));
                    // Every other one gives its arena back; its text goes all the same.
                    if guide.len() % 2 == 0 {
                        drop(closed.into_arena());
                    }
                }
            }
        });
}

#[test]
fn nothing_claims_to_live_forever() {
    // As a bound (`T: Send + 'static`) and for texts of the program (`&'static str`), `'static` is
    // what it says. Of anything that a document owns it is either a leak or untrue.
    let words = words_of_the_source();
    let is_claim = |at: &usize| {
        let word = |at: usize| words.get(at).map_or("", String::as_str);
        let is_bound = *at > 0 && matches!(word(at - 1), ":" | "+");
        let is_text = word(at + 1) == "str" || (word(at + 1), word(at + 2)) == (",", "str");
        words[*at] == "'static" && !is_bound && !is_text
    };
    let found = (0..words.len()).find(is_claim);
    assert!(
        found.is_none(),
        "yours: the source claims that something lives forever, at `{}`\nText, arena and tree live as \
         long as their document. What is leaked does live forever; nothing else does.",
        around(&words, found)
    );
}
