//! The sections are in the arena passed in, and it comes back.
//!
//! When a document is closed, its arena can serve the next one: warm memory, and hardly a heap
//! call. After `into_arena`, nothing refers to the arena any more, and it is returned as it is. The
//! tests inspect it, reset it, and reuse it.
//! Before moving on: `into_arena(self)` takes the document by value. What would go wrong with `&mut
//! self`?

use bumpalo::Bump;
use fastrand::Rng;
use owned_document::Document;
use yardstick::{Budget, Chunks};

use super::guides;

#[test]
fn the_sections_are_in_the_arena_passed_to_parse() {
    let guide = guides::random(
        &mut Rng::with_seed(yardstick::seed()),
        yardstick::size(200, 15),
    );
    let document = Document::parse(guide, Bump::new());
    let n_bytes = document.arena_bytes();
    let of_text = document.source().as_bytes().as_ptr_range();
    let of_text = of_text.start.addr()..of_text.end.addr();
    let mut addresses = Vec::new();
    document.visit(&mut |section| {
        addresses.push(std::ptr::from_ref(section).addr());
        if !section.paragraphs.is_empty() {
            addresses.push(section.paragraphs.as_ptr().addr());
        }
        let texts: [&str; 2] = [&section.title, &section.anchor];
        let made = texts.into_iter().filter(|text| !text.is_empty());
        let made = made.map(|text| text.as_ptr().addr());
        addresses.extend(made.filter(|address| !of_text.contains(address)));
    });
    let arena = document.into_arena();
    assert_eq!(
        arena.allocated_bytes(),
        n_bytes,
        "the bytes of the arena that `into_arena` returned, which is to be the document's arena"
    );
    // The first section is the document itself, which may be outside the arena.
    Chunks::of(&arena).assert_holds(
        "every section, its list of paragraphs, and its texts that are not in the guide",
        addresses.into_iter().skip(1),
    );
}

#[test]
fn the_arena_that_comes_back_is_the_one_that_was_passed_in() {
    let callers = Some(64 << 20);
    let arena = Bump::new();
    arena.set_allocation_limit(callers);
    let mark = std::ptr::from_ref(arena.alloc(7_u64)).addr();
    // However much it holds: what is too much is for the caller to say.
    arena.alloc_slice_fill_copy(yardstick::size(20 << 20, 1 << 10), 0_u8);
    let guide = guides::random(
        &mut Rng::with_seed(yardstick::seed()),
        yardstick::size(50, 5),
    );
    let arena = Document::parse(guide, arena).into_arena();
    assert_eq!(
        arena.allocation_limit(),
        callers,
        "the limit that the caller has set on the arena"
    );
    Chunks::of(&arena).assert_holds("what the caller had in the arena before", [mark]);
}

#[test]
fn a_visitor_finds_the_tree_that_root_lends() {
    let guide = guides::random(
        &mut Rng::with_seed(yardstick::seed()),
        yardstick::size(50, 5),
    );
    let document = Document::parse(guide, Bump::new());
    let visited = |document: &Document| {
        let mut addresses = Vec::new();
        document.visit(&mut |section| addresses.push(std::ptr::from_ref(section).addr()));
        addresses
    };
    let addresses = visited(&document);
    let mut open = vec![document.root()];
    let mut lent = Vec::new();
    while let Some(section) = open.pop() {
        lent.push(std::ptr::from_ref(section).addr());
        open.extend(section.sections.iter().rev());
    }
    // Except for the document itself, which may be made for each visit.
    assert!(
        lent[1..] == addresses[1..],
        "yours: the sections below `root()` are not those that `visit` shows"
    );
    document.visit(&mut |_| {
        assert!(
            visited(&document)[1..] == addresses[1..],
            "yours: a visit during another one does not show the same sections"
        );
    });
}

#[test]
fn the_tree_is_built_once() {
    let guide = guides::random(
        &mut Rng::with_seed(yardstick::seed()),
        yardstick::size(200, 15),
    );
    let used_after = |n_visits: usize| {
        let document = Document::parse(guide.clone(), Bump::new());
        document.visit(&mut |_| {});
        let ((), usage) = yardstick::measure_process(|| {
            for _ in 1..n_visits {
                document.visit(&mut |section| assert!(section.level <= 6));
                assert_eq!(document.root().level, 0, "the level of the root");
            }
        });
        assert_eq!(
            usage.heap_calls(),
            0,
            "heap calls of a document that is visited again"
        );
        Chunks::of(&document.into_arena()).used_bytes()
    };
    assert_eq!(
        used_after(20),
        used_after(1),
        "arena bytes used by a guide that was visited twenty times, and by one that was visited once"
    );
}

#[test]
fn a_guide_in_a_warm_arena_needs_at_most_four_heap_calls() {
    let mut rng = Rng::with_seed(yardstick::seed());
    // The largest first: after these, the arena has all the memory it needs.
    let guides: Vec<String> = [120, 120]
        .into_iter()
        .chain([40; yardstick::size(20, 3)])
        .map(|n_sections| n_sections / if cfg!(miri) { 10 } else { 1 })
        .map(|n_sections| guides::random(&mut rng, n_sections))
        .collect();
    for guide in &guides {
        let is_same = outline!(Document, guide) == outline!(bad::Document, guide);
        assert!(
            is_same,
            "yours: the tree of a guide is not that of Bad; step 1 compares smaller guides"
        );
    }
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
        let budget = Budget::named(format!("guide {round}, in the arena of the one before it"));
        let budget = match round {
            ..3 => budget,
            // One for the document's own block on the heap, and some to spare for its text.
            _ => budget.allocations(4),
        };
        arena = budget.process_wide().baseline(bad_usage).run(|| {
            let mut arena = Document::parse(guide, given).into_arena();
            arena.reset();
            arena
        });
    }
}
