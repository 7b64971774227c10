//! A folder is removed after those inside it.
//!
//! Rust drops the fields of a struct in declaration order, and the elements of a vector from first
//! to last. Both are guaranteed, so a program may rely on them. (Variables go the other way:
//! declared last, dropped first.)
//! The cheapest version that passes: swap two fields.
//! Before moving on: how would a reader of your struct know that the order matters? Write it there.

use bumpalo::Bump;
use fastrand::Rng;
use running_drop::stage;
use yardstick::DropCounter;

use super::lists;

#[test]
fn the_folders_of_a_package_are_removed_before_their_parents() {
    removes_inner_first(lists::PACKAGE);
}

#[test]
fn the_folders_of_random_lists_are_removed_before_their_parents() {
    let mut rng = Rng::with_seed(yardstick::seed());
    for n_folders in 2..yardstick::size(40, 6) {
        removes_inner_first(&lists::random(&mut rng, n_folders));
    }
    for (_, list) in lists::unusual() {
        removes_inner_first(&list);
    }
}

#[track_caller]
fn removes_inner_first(list: &str) {
    let mut drops = DropCounter::new();
    {
        let arena = Bump::new();
        let tree = stage(&arena, list, |_, _| drops.token());
        assert!(tree.is_ok(), "this list is refused:\n{list}");
    }
    lists::assert_each_once(
        "after tree and arena were dropped",
        &drops,
        list.lines().count(),
    );
    lists::assert_inner_first(list, &drops);
}
