//! When the tree goes, every guard is dropped exactly once.
//!
//! `Drop` runs when an owner goes: a variable, a field of something that is dropped, an element of a
//! vector that is dropped. An arena is not an owner in that sense. It lends what is in it, and in the
//! end it frees its chunks without a look at what they hold. The tests count while the arena is
//! still alive, since a tree may go long before its arena.
//!
//! Before moving on: call `into_bump_slice` on one of your lists. Which guards are not dropped then?

use bumpalo::Bump;
use fastrand::Rng;
use running_drop::stage;
use yardstick::DropCounter;

use super::lists;

#[test]
fn every_guard_of_a_package_is_dropped_with_the_tree() {
    drops_run(lists::PACKAGE);
}

#[test]
fn every_guard_of_a_random_list_is_dropped_with_the_tree() {
    let mut rng = Rng::with_seed(yardstick::seed());
    for n_folders in [1, 2, 10, 1_000] {
        drops_run(&lists::random(&mut rng, n_folders));
    }
    for (_, list) in lists::unusual() {
        drops_run(&list);
    }
}

#[test]
fn two_trees_in_one_arena_are_dropped_apart() {
    let mut rng = Rng::with_seed(yardstick::seed());
    let lists = [20, 30].map(|n_folders| lists::random(&mut rng, n_folders));
    let (mut first_drops, mut second_drops) = (DropCounter::new(), DropCounter::new());
    let arena = Bump::new();
    {
        let _first = stage(&arena, &lists[0], |_, _| first_drops.token());
        {
            let _second = stage(&arena, &lists[1], |_, _| second_drops.token());
        }
        lists::assert_each_once("after the second tree was dropped", &second_drops, 30);
        assert_eq!(
            first_drops.count(),
            0,
            "guards of the first tree that were dropped with the second"
        );
    }
    lists::assert_each_once("after the first tree was dropped, too", &first_drops, 20);
}

#[track_caller]
fn drops_run(list: &str) {
    let n_folders = list.lines().count();
    let mut drops = DropCounter::new();
    let arena = Bump::new();
    {
        let tree = stage(&arena, list, |_, _| drops.token());
        assert_eq!(
            drops.count(),
            0,
            "guards dropped while the tree is still alive"
        );
        let mut n_seen = 0;
        if let Ok(tree) = &tree {
            tree.visit(&mut |_, _| n_seen += 1);
        }
        assert_eq!(n_seen, n_folders, "folders that `visit` shows");
    }
    // The arena is still alive: the tree owns the guards, not the arena.
    lists::assert_each_once("after the tree was dropped", &drops, n_folders);
}
