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

#[test]
fn documents_that_come_and_go_leave_nothing() {
    let mut rng = Rng::with_seed(yardstick::seed());
    let guides: Vec<String> = (0..20).map(|_| guides::random(&mut rng, 20)).collect();
    Budget::named("twenty guides, closed in a different order from the one they were opened in")
        .live(0)
        .process_wide()
        .run(|| {
            let mut open = Vec::new();
            for guide in &guides {
                open.push(Document::parse(guide.clone(), Bump::new()));
                if open.len() == 5 {
                    open.swap_remove(rng.usize(..5));
                }
            }
        });
}
