//! What the page "bumpalo at a glance" says about heap calls, chunks and drops.

use crate::prose;
use bumpalo::Bump;
use bumpalo::boxed::Box;
use bumpalo::collections::Vec;
use yardstick::{DropCounter, measure};

#[test]
fn a_new_arena_allocates_nothing_until_it_is_used() {
    let (arena, new) = measure(Bump::new);
    assert_eq!(new.heap_calls(), 0);
    let (_, first) = measure(|| *arena.alloc(1));
    assert_eq!(first.heap_calls(), 1);
    let (roomy, with_capacity) =
        measure(|| Bump::with_capacity(10_000));
    assert_eq!(with_capacity.heap_calls(), 1);
    assert!(roomy.chunk_capacity() >= 10_000);
}

#[test]
fn format_takes_names_before_a_comma() {
    let (arena, x) = (Bump::new(), 7);
    assert_eq!(bumpalo::format!(in &arena, "{x}",), "7");
    assert_eq!(bumpalo::format!(in &arena, "{}", x), "7");
}

/// Older versions have a data race: see the page on soundness.
#[test]
fn the_book_asks_for_the_version_that_is_used_here() {
    if cfg!(miri) {
        return; // There, a test has no files.
    }
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
    let lock = format!("{root}/Cargo.lock");
    let lock = std::fs::read_to_string(lock)
        .expect("the workspace has a lock file");
    let version = lock
        .split_once("name = \"bumpalo\"\nversion = \"")
        .and_then(|(_, rest)| rest.split('"').next())
        .expect("bumpalo is locked");
    let numbers: std::vec::Vec<u32> = version
        .split('.')
        .filter_map(|number| number.parse().ok())
        .collect();
    assert!(*numbers >= [3, 20, 4][..], "{version}");
    prose::says(
        "soundness.md",
        &format!("bumpalo = \"{version}\""),
    );
    prose::says(
        "strings.md",
        &format!("bumpalo = {{ version = \"{version}\""),
    );
}

#[test]
fn it_bumps_downwards() {
    let arena = Bump::new();
    let first = std::ptr::from_ref(arena.alloc(1u64)).addr();
    let second = std::ptr::from_ref(arena.alloc(2u64)).addr();
    assert!(second < first);
}

#[test]
fn exceeding_a_limit_is_an_error() {
    let arena = Bump::new();
    arena.set_allocation_limit(Some(1_000));
    assert!(arena.try_alloc([0u8; 10_000]).is_err());
    assert!(arena.allocated_bytes() <= 1_000);
}

#[test]
fn drop_runs_for_what_you_own_and_for_nothing_else() {
    let mut drops = DropCounter::new();
    let mut arena = Bump::new();
    arena.alloc(drops.token());
    arena.alloc(Box::new_in(drops.token(), &arena));
    let mut frozen = Vec::new_in(&arena);
    frozen.push(drops.token());
    frozen.into_bump_slice();
    arena.reset();
    assert_eq!(drops.count(), 0);

    drop(Box::new_in(drops.token(), &arena));
    assert_eq!(drops.count(), 1);
    let mut owned = Vec::new_in(&arena);
    owned.push(drops.token());
    drop(owned);
    assert_eq!(drops.count(), 2);
    drop(arena);
    assert_eq!(drops.count(), 2);
}
