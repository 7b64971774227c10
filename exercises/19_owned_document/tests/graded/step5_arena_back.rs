//! The sections lie in the arena that the document was given, and the arena can be had back.
//!
//! Whoever closes a document may want its arena for the next one: warm memory, and no call to the
//! heap. `into_arena` gives up the tree, so that nothing refers to the arena any more, and returns it
//! as it is. The test looks into it, resets it, and hands it on.
//! The cheapest version that passes: `self.cell.into_owner().arena`.
//! Before moving on: `into_arena(self)` takes the document by value. What would go wrong with `&mut
//! self`?

use bumpalo::Bump;
use fastrand::Rng;
use owned_document::Document;
use yardstick::{Budget, Chunks};

use super::guides;

#[test]
fn the_sections_lie_in_the_arena_that_parse_was_given() {
    let guide = guides::random(&mut Rng::with_seed(yardstick::seed()), 200);
    let document = Document::parse(guide, Bump::new());
    let n_bytes = document.arena_bytes();
    let mut addresses = Vec::new();
    document.visit(&mut |section| {
        addresses.push(std::ptr::from_ref(section).addr());
        if !section.paragraphs.is_empty() {
            addresses.push(section.paragraphs.as_ptr().addr());
        }
    });
    let arena = document.into_arena();
    assert_eq!(
        arena.allocated_bytes(),
        n_bytes,
        "bytes of the arena that `into_arena` returns, and of the one that the document had"
    );
    // The first section is the document itself, which may lie beside the arena.
    Chunks::of(&arena).assert_holds(
        "every section and its list of paragraphs",
        addresses.into_iter().skip(1),
    );
}

#[test]
fn a_guide_in_a_warm_arena_needs_two_heap_calls() {
    let mut rng = Rng::with_seed(yardstick::seed());
    // The largest first: whatever room the arena needs, it has after these.
    let guides: Vec<String> = [120, 120]
        .into_iter()
        .chain([40; 20])
        .map(|n_sections| guides::random(&mut rng, n_sections))
        .collect();
    let mut bad_arena = Bump::new();
    let mut arena = Bump::new();
    for (round, guide) in (1..).zip(guides) {
        let (bad_guide, before) = (guide.clone(), std::mem::take(&mut bad_arena));
        let (after, bad_usage) = yardstick::measure(|| {
            let mut arena = bad::Document::parse(bad_guide, before).into_arena();
            arena.reset();
            arena
        });
        bad_arena = after;
        let given = std::mem::take(&mut arena);
        // One for the document's own place on the heap, and one to spare for its text.
        arena = Budget::named(format!("guide {round}, in the arena of the one before it"))
            .allocations(if round < 3 { u64::MAX } else { 2 })
            .process_wide()
            .baseline(bad_usage)
            .run(|| {
                let mut arena = Document::parse(guide, given).into_arena();
                arena.reset();
                arena
            });
    }
}
