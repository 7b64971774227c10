//! The scratch arena: the published version panics, the repaired one does not, and needs no new memory.

use bumpalo::Bump;
use listings::scratch::{copies, passed, trap};
use std::panic::catch_unwind;

const WORDS: &[&str] = &["To", "be", "or", "not", "to", "be"];

#[test]
fn a_reset_inside_the_closure_panics() {
    let panic = catch_unwind(|| trap::distinct(WORDS))
        .expect_err("the published version returned");
    let message = panic
        .downcast_ref::<String>()
        .cloned()
        .or_else(|| {
            panic
                .downcast_ref::<&str>()
                .map(|text| (*text).to_owned())
        })
        .expect("a panic with a message");
    assert!(
        message.contains("already borrowed"),
        "{message}"
    );
}

#[test]
fn a_reset_after_the_closure_works() {
    let count = trap::with_scratch(|arena| {
        copies(arena, WORDS).len()
    });
    trap::reset_scratch();
    assert_eq!(count, WORDS.len());
}

#[test]
fn without_a_reset_the_arena_keeps_everything() {
    trap::reset_scratch();
    let used = || {
        trap::with_scratch(|arena| arena.allocated_bytes())
    };
    let before = used();
    for _ in 0..1000 {
        trap::with_scratch(|arena| {
            copies(arena, WORDS).len()
        });
    }
    assert!(
        used() > before + 1000 * 8,
        "{} to {}",
        before,
        used()
    );
}

#[test]
fn the_owner_can_reset() {
    let lists = [WORDS, &["a", "A"], &[]];
    assert_eq!(passed::distinct_in_each(&lists), [4, 1, 0]);
}

#[test]
fn a_passed_arena_does_not_grow() {
    let mut arena = Bump::new();
    passed::distinct(&mut arena, WORDS);
    let before = arena.allocated_bytes();
    for _ in 0..yardstick::size(10_000, 10) {
        passed::distinct(&mut arena, WORDS);
    }
    assert_eq!(arena.allocated_bytes(), before);
}
