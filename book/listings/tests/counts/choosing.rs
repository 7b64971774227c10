//! One task in each kind of arena: the same answer from all, and what each asks of the heap.

use crate::auto_traits::{Otherwise as _, Traits};
use crate::prose::{self, thousands};
use bumpalo::Bump;
use listings::choosing::{
    bad, boxed, good, identified, keyed, numbered, referred,
    two_arenas,
};
use std::mem::needs_drop;
use yardstick::{Chunks, Usage};

const N: u32 = yardstick::size(10_000, 40) as u32;

/// What a design asks of the heap for `N` changes.
fn row(
    design: &str,
    size: usize,
    total: fn(u32) -> u64,
) -> Usage {
    let (sum, usage) = yardstick::measure(|| total(N));
    let expected = u64::from(N) * u64::from(N - 1) / 2;
    assert_eq!(sum, expected, "{design}");
    assert_eq!(usage.live, 0, "{design}");
    println!("{design}: {size} {usage:?}");
    prose::says(
        "choosing.md",
        &format!(
            "| {design} | {size} | {} | {} |",
            thousands(usage.heap_calls()),
            thousands(usage.peak)
        ),
    );
    usage
}

#[test]
fn one_task_in_each_arena() {
    let referred = size_of::<referred::Change<'_>>();
    row("boxes", size_of::<boxed::Change>(), boxed::total);
    row("bumpalo", referred, referred::total);
    row(
        "bumpalo, `Bump<8>`",
        referred,
        referred::total_aligned,
    );
    row("bump-scope", referred, referred::total_scoped);
    row("typed-arena", referred, referred::total_typed);
    let identified = size_of::<identified::Change>();
    row("id-arena", identified, identified::total);
    row("slotmap", size_of::<keyed::Change>(), keyed::total);
    let numbered = size_of::<numbered::Change>();
    row("`Vec` and `u32`", numbered, numbered::total);
}

/// A thousand lines of twelve words.
fn text() -> String {
    let words = [
        "Every", "word", "of", "every", "line", "is", "a",
        "word", "of", "this", "Line", "again",
    ];
    let line = words.join(" ");
    vec![line; yardstick::size(1_000, 10)].join("\n")
}

#[test]
fn temporary_words_stay_or_go() {
    let text = text();
    let ((counts, n_bytes), in_bump) =
        yardstick::measure(|| {
            let arena = Bump::new();
            let counts =
                bad::distinct(&arena, &text).to_vec();
            (
                counts,
                arena.allocated_bytes_including_metadata(),
            )
        });
    assert!(counts.iter().all(|count| *count == 8));
    let calls = |usage: Usage| {
        // The copy of the counts is the test's own.
        thousands(usage.heap_calls() - 1)
    };
    prose::says(
        "choosing.md",
        &format!(
            "| one arena, no scope | {} | {} |",
            calls(in_bump),
            thousands(n_bytes as u64)
        ),
    );

    let ((scoped, n_bytes), in_scopes) =
        yardstick::measure(|| {
            let mut arena: bump_scope::Bump =
                bump_scope::Bump::new();
            let counts =
                good::distinct(arena.as_mut_scope(), &text)
                    .to_vec();
            (counts, arena.stats().size())
        });
    assert_eq!(scoped, counts);
    prose::says(
        "choosing.md",
        &format!(
            "| a scope for each line | {} | {} |",
            calls(in_scopes),
            thousands(n_bytes as u64)
        ),
    );

    let ((two, n_bytes), in_two) = yardstick::measure(|| {
        let (arena, mut scratch) = (Bump::new(), Bump::new());
        let counts =
            two_arenas::distinct(&arena, &mut scratch, &text)
                .to_vec();
        let n_bytes = arena
            .allocated_bytes_including_metadata()
            + scratch.allocated_bytes_including_metadata();
        (counts, n_bytes)
    });
    assert_eq!(two, counts);
    prose::says(
        "choosing.md",
        &format!(
            "| two arenas, one reset for each line | {} | {} |",
            calls(in_two),
            thousands(n_bytes as u64)
        ),
    );
}

#[test]
fn a_minimal_alignment_takes_room() {
    let used = |n_bytes: usize| thousands(n_bytes as u64);
    let arena = Bump::new();
    (0..1_000).for_each(|_| {
        arena.alloc(7_u8);
    });
    let packed = Chunks::of(&arena).used_bytes();
    let mut arena = Bump::<8>::with_min_align();
    (0..1_000).for_each(|_| {
        arena.alloc(7_u8);
    });
    let spread: usize = arena
        .iter_allocated_chunks()
        .map(|chunk| chunk.len())
        .sum();
    let mut arena = Bump::<8>::with_min_align();
    (0..3).for_each(|_| {
        arena.alloc(7_u8);
    });
    let three: usize = arena
        .iter_allocated_chunks()
        .map(|chunk| chunk.len())
        .sum();
    prose::says(
        "choosing.md",
        &format!("number = {three} unit = \"bytes\""),
    );
    prose::says(
        "choosing.md",
        &format!(
            "A thousand bytes, one at a time, take {} in a `Bump` and {} in a `Bump<8>`",
            used(packed),
            used(spread)
        ),
    );
}

/// Pushes a thousand numbers. How often was the vector elsewhere
/// afterwards?
fn n_moves<V>(
    vector: &mut V,
    push: impl Fn(&mut V, u64),
    place: impl Fn(&V) -> *const u64,
) -> usize {
    push(vector, 0);
    let mut n_moves = 0;
    for number in 1..1_000 {
        let before = place(vector);
        push(vector, number);
        n_moves += usize::from(place(vector) != before);
    }
    n_moves
}

#[test]
fn vectors_in_an_arena_move_or_stay() {
    use allocator_api2::vec::Vec as AnyVec;
    // Room for all, whatever it has to leave behind.
    const ROOM: usize = 1 << 15;
    let row = |vector: &str, n_moves: usize, used: usize| {
        let used = thousands(used as u64);
        println!("{vector}: {n_moves} {used}");
        prose::says(
            "choosing.md",
            &format!("| {vector} | {n_moves} | {used} |"),
        );
    };
    let arena = Bump::with_capacity(ROOM);
    let mut list = bumpalo::collections::Vec::new_in(&arena);
    let n =
        n_moves(&mut list, |l, n| l.push(n), |l| l.as_ptr());
    let used = Chunks::of(&arena).used_bytes();
    row("`bumpalo::collections::Vec`", n, used);

    let arena = Bump::with_capacity(ROOM);
    let mut list: AnyVec<u64, &Bump> = AnyVec::new_in(&arena);
    let n =
        n_moves(&mut list, |l, n| l.push(n), |l| l.as_ptr());
    let used = Chunks::of(&arena).used_bytes();
    row("`allocator_api2::vec::Vec` in a `Bump`", n, used);

    let arena: bump_scope::Bump =
        bump_scope::Bump::with_size(ROOM);
    let mut list = bump_scope::BumpVec::new_in(&arena);
    let n =
        n_moves(&mut list, |l, n| l.push(n), |l| l.as_ptr());
    let used = arena.stats().allocated();
    row("`bump_scope::BumpVec`", n, used);
}

/// Handles of two arenas are told apart, and so are those of one place.
#[test]
fn handles_know_where_they_belong() {
    let (mut one, mut two) = (
        id_arena::Arena::<&str>::new(),
        id_arena::Arena::<&str>::new(),
    );
    let (of_one, of_two) = (one.alloc("a"), two.alloc("b"));
    assert_eq!(one.get(of_one), Some(&"a"));
    assert_eq!(one.get(of_two), None);
    assert_eq!(size_of_val(&of_one), 16);
    prose::says(
        "choosing.md",
        "An `Id` is 16 bytes, since it names its arena",
    );
    let mut slots = slotmap::SlotMap::new();
    let first = slots.insert("a");
    slots.remove(first);
    let second = slots.insert("b");
    assert_eq!(slots.get(first), None);
    assert_eq!(slots.get(second), Some(&"b"));
    assert_eq!(size_of_val(&second), 8);
}

/// Which arenas can be sent to another thread, and which lend values to several.
#[test]
fn arenas_and_threads() {
    assert!(Traits::<Bump>::of().is_send());
    assert!(!Traits::<Bump>::of().is_sync());
    assert!(Traits::<bump_scope::Bump>::of().is_send());
    assert!(!Traits::<bump_scope::Bump>::of().is_sync());
    assert!(Traits::<typed_arena::Arena<u8>>::of().is_send());
    assert!(
        !Traits::<typed_arena::Arena<u8>>::of().is_sync()
    );
    assert!(Traits::<id_arena::Arena<u8>>::of().is_send());
    assert!(Traits::<id_arena::Arena<u8>>::of().is_sync());
    type Map = slotmap::SlotMap<slotmap::DefaultKey, u8>;
    assert!(Traits::<Map>::of().is_send());
    assert!(Traits::<Map>::of().is_sync());
}

#[test]
fn who_drops_what_is_in_an_arena() {
    let mut drops = yardstick::DropCounter::new();
    Bump::new().alloc(drops.token());
    assert_eq!(drops.count(), 0, "bumpalo");
    {
        let arena: bump_scope::Bump = bump_scope::Bump::new();
        drop(arena.alloc(drops.token()));
        assert_eq!(drops.count(), 1, "a box of bump-scope");
        let _token: &mut yardstick::DropToken =
            bump_scope::BumpBox::leak(
                arena.alloc(drops.token()),
            );
        assert_eq!(drops.count(), 1, "a leaked one");
    }
    typed_arena::Arena::new().alloc(drops.token());
    assert_eq!(drops.count(), 2, "typed-arena");
    id_arena::Arena::<_>::new().alloc(drops.token());
    assert_eq!(drops.count(), 3, "id-arena");
    slotmap::SlotMap::new().insert(drops.token());
    assert_eq!(drops.count(), 4, "slotmap");
}

/// `needs_drop`, for what the prediction of `dropless-arena` asks about.
#[test]
fn which_types_have_something_to_drop() {
    assert!(!needs_drop::<std::cell::Cell<u32>>());
    assert!(!needs_drop::<&String>());
    assert!(needs_drop::<Option<Box<u8>>>());
    assert!(
        needs_drop::<bumpalo::collections::Vec<'_, u32>>()
    );
    assert!(!needs_drop::<[u64; 8]>());
}
