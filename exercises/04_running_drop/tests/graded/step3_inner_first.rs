//! A folder is removed after those inside it.
//!
//! A folder that is not empty cannot be removed. The order in which Rust drops is no accident: it is
//! laid down for the fields of a struct, for the elements of a vector, and for the variables of a
//! function, so a program may rely on it. They do not all go the same way.
//!
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
        assert!(tree.is_ok(), "yours: this list is refused:\n{list}");
    }
    lists::assert_each_once(
        "after tree and arena were dropped",
        &drops,
        list.lines().count(),
    );
    lists::assert_inner_first(list, &drops);
}
