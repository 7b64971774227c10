//! The folders still live in the arena. The starter passes this step; keep it passing.
//!
//! `std::boxed::Box` would run every `Drop` as well, at the price of a heap call for each folder.
//! The point is to have both: memory from the arena, and owners. Guards may live elsewhere if you
//! keep them apart from the folders: a vector of them costs a few calls.
//! Before moving on: what does dropping a `boxed::Box` do to the memory of its value?

use std::cell::Cell;

use bumpalo::Bump;
use fastrand::Rng;
use running_drop::stage;
use yardstick::{Budget, Chunks};

use super::lists;

/// A guard that needs no memory of its own.
struct Guard<'c>(&'c Cell<usize>);

impl Drop for Guard<'_> {
    fn drop(&mut self) {
        self.0.set(self.0.get() + 1);
    }
}

#[test]
fn a_thousand_folders_need_at_most_32_allocations() {
    let list = lists::random(&mut Rng::with_seed(yardstick::seed()), 1_000);
    let n_dropped = Cell::new(0);
    Budget::named("1 000 folders, made and removed")
        .allocations(32)
        .live(0)
        .process_wide()
        .run(|| {
            let arena = Bump::new();
            let tree = stage(&arena, &list, |_, _| Guard(&n_dropped));
            assert!(tree.is_ok(), "a list of 1 000 folders is refused");
        });
}

#[test]
fn folders_and_names_are_in_the_arena_passed_to_stage() {
    let list = lists::random(&mut Rng::with_seed(yardstick::seed()), 200);
    let n_dropped = Cell::new(0);
    let arena = Bump::new();
    let tree = match stage(&arena, &list, |_, _| Guard(&n_dropped)) {
        Ok(tree) => tree,
        Err(error) => panic!("line {} is refused in:\n{list}", error.line),
    };
    let (mut folders, mut names) = (Vec::new(), Vec::new());
    tree.visit(&mut |folder, _| {
        folders.push(std::ptr::from_ref(folder).addr());
        names.push(folder.name.as_ptr().addr());
    });
    let chunks = Chunks::of(&arena);
    // Parents come first. The root may be returned by value, so its address is not checked.
    chunks.assert_holds("every folder below the root", folders.into_iter().skip(1));
    chunks.assert_holds("the name of every folder", names);
}
