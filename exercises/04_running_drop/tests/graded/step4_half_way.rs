//! Folders made before an error or a panic are removed as well.
//!
//! When a list is malformed in the middle, some folders have already been made. The caller gets no
//! tree, so `stage` itself must remove them. The same goes for a `make` that panics: the disk may be
//! full at any folder. In both cases those inside go first.
//!
//! Before moving on: which of your variables own guards while `folder` calls itself?

use std::panic::{AssertUnwindSafe, catch_unwind};

use bumpalo::Bump;
use fastrand::Rng;
use running_drop::stage;
use yardstick::DropCounter;

use super::lists;

#[test]
fn nothing_is_left_of_a_malformed_list() {
    let mut rng = Rng::with_seed(yardstick::seed());
    let mut lists: Vec<String> = [1, 2, 5, 40, 300]
        .map(|n_folders| lists::random(&mut rng, n_folders))
        .into();
    lists.extend(lists::unusual().map(|(_, list)| list));
    for list in lists {
        let n_folders = list.lines().count();
        let list = list + "a second root\n";
        let mut drops = DropCounter::new();
        let arena = Bump::new();
        let error = stage(&arena, &list, |_, _| drops.token()).err();
        assert_eq!(
            error.map(|error| error.line),
            Some(n_folders + 1),
            "the line of the error in:\n{list}"
        );
        lists::assert_each_once("after an error", &drops, n_folders);
        lists::assert_inner_first(&list, &drops);
    }
}

#[test]
fn nothing_is_left_of_a_list_that_is_malformed_in_any_way() {
    for list in lists::MALFORMED {
        let mut n_made = 0;
        let _refused = bad::stage(&Bump::new(), list, |_, _| n_made += 1);
        let mut drops = DropCounter::new();
        let arena = Bump::new();
        let is_refused = stage(&arena, list, |_, _| drops.token()).is_err();
        assert!(is_refused, "yours: this list is accepted:\n{list}");
        lists::assert_each_once(&format!("after the error in {list:?}"), &drops, n_made);
        lists::assert_inner_first(list, &drops);
    }
}

#[test]
fn nothing_is_left_when_a_folder_cannot_be_made() {
    let mut rng = Rng::with_seed(yardstick::seed());
    for n_made in [0, 1, 5, 39] {
        let list = lists::random(&mut rng, 40);
        let mut drops = DropCounter::new();
        let outcome = catch_unwind(AssertUnwindSafe(|| {
            let arena = Bump::new();
            let tree = stage(&arena, &list, |line, _| {
                assert!(line <= n_made, "the disk is full");
                drops.token()
            });
            tree.is_ok()
        }));
        assert!(
            outcome.is_err(),
            "yours: `make` panicked at line {}, and `stage` returned",
            n_made + 1
        );
        lists::assert_each_once("after a panic in `make`", &drops, n_made);
        lists::assert_inner_first(&list, &drops);
    }
}
