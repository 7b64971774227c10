//! The sections live in the arena passed to `parse`, and the arena can be recovered.
//!
//! When a document is closed, its arena can serve the next one: warm memory, and no heap call.
//! `into_arena` drops the tree, so that nothing refers to the arena any more, and returns it as it
//! is. The test inspects it, resets it, and reuses it.
//! The cheapest version that passes: `self.cell.into_owner().arena`.
//! Before moving on: `into_arena(self)` takes the document by value. What would go wrong with `&mut
//! self`?

use bumpalo::Bump;
use fastrand::Rng;
use owned_document::Document;
use yardstick::{Budget, Chunks};

use super::guides;

#[test]
fn the_sections_are_in_the_arena_passed_to_parse() {
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
        "the bytes of the arena that `into_arena` returned, and of the document's arena"
    );
    // The first section is the document itself, which may be outside the arena.
    Chunks::of(&arena).assert_holds(
        "every section and its list of paragraphs",
        addresses.into_iter().skip(1),
    );
}

#[test]
fn a_guide_in_a_warm_arena_needs_two_heap_calls() {
    let mut rng = Rng::with_seed(yardstick::seed());
    // The largest first: after these, the arena has all the memory it needs.
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
        // One for the document's own block on the heap, and one to spare for its text.
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
