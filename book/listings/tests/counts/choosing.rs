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
    row("bumpalo, `Bump<8>`", referred, referred::total_aligned);
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
    let (n_kept, in_bump) = yardstick::measure(|| {
        let arena = Bump::new();
        (bad::distinct(&arena, &text).to_vec(), arena.allocated_bytes())
    });
    let ((counts, n_bytes), _) = (n_kept, ());
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
        let n_bytes = arena.allocated_bytes()
            + scratch.allocated_bytes();
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
    prose::says(
        "choosing.md",
        &format!(
            "A thousand bytes, one at a time, take {} in a `Bump` and {} in a `Bump<8>`",
            used(packed),
            used(spread)
        ),
    );
}

#[test]
fn vectors_in_an_arena_leave_copies_behind_or_not() {
    use allocator_api2::vec::Vec as AnyVec;
    let used = |n_bytes: usize| thousands(n_bytes as u64);
    let arena = Bump::new();
    let mut list = bumpalo::collections::Vec::new_in(&arena);
    (0..1_000_u64).for_each(|number| list.push(number));
    let of_bumpalo = Chunks::of(&arena).used_bytes();
    let other = Bump::new();
    let mut any: AnyVec<u64, &Bump> = AnyVec::new_in(&other);
    (0..1_000_u64).for_each(|number| any.push(number));
    let of_any = Chunks::of(&other).used_bytes();
    let scoped: bump_scope::Bump = bump_scope::Bump::new();
    let mut up = bump_scope::BumpVec::new_in(&scoped);
    (0..1_000_u64).for_each(|number| up.push(number));
    println!(
        "{of_bumpalo} {of_any} {} {}",
        scoped.stats().allocated(),
        scoped.stats().size()
    );
    assert_eq!(list.len() + any.len() + up.len(), 3_000);
    prose::says(
        "choosing.md",
        &format!(
            "| `bumpalo::collections::Vec` | {} |",
            used(of_bumpalo)
        ),
    );
    prose::says(
        "choosing.md",
        &format!(
            "| `allocator_api2::vec::Vec` in a `Bump` | {} |",
            used(of_any)
        ),
    );
    prose::says(
        "choosing.md",
        &format!(
            "| `bump_scope::BumpVec` | {} |",
            used(scoped.stats().allocated())
        ),
    );
}

/// Which arenas can be sent to another thread, and which lend values to several.
#[test]
fn arenas_and_threads() {
    assert!(Traits::<Bump>::of().is_send());
    assert!(!Traits::<Bump>::of().is_sync());
    assert!(Traits::<bump_scope::Bump>::of().is_send());
    assert!(!Traits::<bump_scope::Bump>::of().is_sync());
    assert!(Traits::<typed_arena::Arena<u8>>::of().is_send());
    assert!(!Traits::<typed_arena::Arena<u8>>::of().is_sync());
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
            bump_scope::BumpBox::leak(arena.alloc(drops.token()));
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
    assert!(needs_drop::<bumpalo::collections::Vec<'_, u32>>());
    assert!(!needs_drop::<[u64; 8]>());
}
