//! The tree matches the list, and folders are made parents first. The starter passes this step.
//!
//! The tests call `stage`, and `visit` on its result; of a folder they read only the `name`. Where
//! the guards live, and what type the tree has, is up to you.
//!
//! Before moving on: who drops the arena in the tests of this step? Who drops the guards?

use bumpalo::Bump;
use fastrand::Rng;
use running_drop::stage;

use super::lists;

/// Depth and name of each folder, or the line of the error; and the arguments of each call to
/// `make`.
macro_rules! plain {
    ($stage:path, $list:expr) => {{
        let arena = Bump::new();
        let mut made = Vec::new();
        let result = $stage(&arena, $list, |line, name| {
            made.push((line, name.to_string()));
        });
        let result = match result {
            Ok(tree) => {
                let mut folders = Vec::new();
                tree.visit(&mut |folder, depth| folders.push((depth, folder.name.to_string())));
                Ok(folders)
            }
            Err(error) => Err(error.line),
        };
        (result, made)
    }};
}

#[test]
fn a_package_has_its_folders() {
    let (folders, made) = plain!(stage, lists::PACKAGE);
    let folders: Result<_, usize> = folders;
    let indented = folders.map(|folders| {
        let lines = folders
            .iter()
            .map(|(depth, name)| format!("{}{name}\n", "  ".repeat(*depth)));
        lines.collect::<String>()
    });
    assert_eq!(
        indented.as_deref(),
        Ok(lists::PACKAGE),
        "the folders that `visit` shows, indented by their depth"
    );
    let expected: Vec<_> = (1..)
        .zip(lists::PACKAGE.lines().map(|line| line.trim().to_string()))
        .collect();
    assert_eq!(
        made, expected,
        "the arguments of each call to `make`, in order"
    );
}

#[test]
fn random_lists_give_the_same_tree_as_in_bad() {
    let seed = yardstick::seed();
    let mut rng = Rng::with_seed(seed);
    for n_folders in 1..yardstick::size(60, 6) {
        let list = lists::random(&mut rng, n_folders);
        let expected: (Result<_, usize>, _) = plain!(bad::stage, &list);
        assert_eq!(
            plain!(stage, &list),
            expected,
            "the tree, and the calls to `make`, for this list (seed {seed}):\n{list}"
        );
    }
}

#[test]
fn unusual_lists_give_the_same_tree_as_in_bad() {
    for (what, list) in lists::unusual() {
        let (yours, bad): ((Result<_, usize>, _), _) =
            (plain!(stage, &list), plain!(bad::stage, &list));
        assert!(
            yours == bad,
            "yours: for {what}, the tree or the calls to `make` are not those of Bad"
        );
    }
}

#[test]
fn malformed_lists_are_refused_at_the_same_line_as_in_bad() {
    for list in lists::MALFORMED {
        let (yours, made): (Result<_, usize>, _) = plain!(stage, list);
        assert!(
            yours.is_err(),
            "yours: this list is accepted, although it is malformed:\n{list}"
        );
        assert_eq!(
            (yours, made),
            plain!(bad::stage, list),
            "the line of the error, and the calls to `make`, for this list:\n{list}"
        );
    }
}
