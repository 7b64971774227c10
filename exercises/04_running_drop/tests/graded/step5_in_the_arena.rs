//! The folders still live in the arena. The starter passes this step; keep it passing.
//!
//! `std::boxed::Box` would run every `Drop` as well, at the price of a heap call for each folder.
//! The point is to have both: memory from the arena, and owners. Guards may live elsewhere if you
//! keep them apart from the folders: a vector of them costs a few calls.
//!
//! Before moving on: what does dropping a `boxed::Box` do to the memory of its value?

use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use bumpalo::Bump;
use fastrand::Rng;
use running_drop::stage;
use yardstick::{Budget, Chunks, grouped, measure_process};

use super::lists;

static N_DROPPED: AtomicUsize = AtomicUsize::new(0);

/// A guard that takes no memory, wherever it is: all that counts is where the folders are. Beside the
/// number of its line it takes some, and a `Box` of it costs a call.
struct Guard;

impl Drop for Guard {
    fn drop(&mut self) {
        N_DROPPED.fetch_add(1, Relaxed);
    }
}

/// Depth and name of each folder.
macro_rules! folders {
    ($tree:expr) => {{
        let mut folders = Vec::new();
        $tree.visit(&mut |folder, depth| folders.push((depth, folder.name.to_string())));
        folders
    }};
}

#[test]
fn a_thousand_folders_need_at_most_32_allocations() {
    let list = lists::random(&mut Rng::with_seed(yardstick::seed()), 1_000);
    // A new arena has no chunk, so all of them are counted.
    let (arena, bad_arena) = (Bump::new(), Bump::new());
    let tree = Budget::named("1 000 folders, made")
        .allocations(32)
        .process_wide()
        .run(|| stage(&arena, &list, |line, _| (Guard, line)));
    let (Ok(tree), Ok(bad)) = (tree, bad::stage(&bad_arena, &list, |_, _| ())) else {
        panic!("yours: a list of 1 000 folders is refused");
    };
    assert!(
        folders!(tree) == folders!(bad),
        "yours: `visit` shows other folders than Bad's, for this list:\n{list}"
    );
    let before = N_DROPPED.load(Relaxed);
    Budget::named("1 000 folders, removed")
        .allocations(0)
        .process_wide()
        .run(|| {
            let _gone = tree;
        });
    let n_dropped = N_DROPPED.load(Relaxed) - before;
    // Steps 2 and 3 have more to say about drops. Bad runs none.
    assert!(
        n_dropped == 0 || n_dropped == yardstick::size(1_000, 40),
        "yours: {n_dropped} of 1 000 guards were dropped with the tree"
    );
}

#[test]
fn unusual_lists_need_at_most_32_allocations() {
    for (what, list) in lists::unusual() {
        let arena = Bump::new();
        let tree = Budget::named(format!("{what}, made"))
            .allocations(32)
            .process_wide()
            .run(|| stage(&arena, &list, |line, _| (Guard, line)));
        assert!(tree.is_ok(), "yours: the list is refused, {what}");
        Budget::named(format!("{what}, removed"))
            .allocations(0)
            .process_wide()
            .run(|| {
                let _gone = tree;
            });
    }
}

/// Arena memory is not free either: room is for folders that come. A list that grows leaves its
/// smaller copies behind, and has room for that.
#[test]
fn folders_take_little_of_the_arena() {
    const MOST_PER_FOLDER: usize = 512;
    const MOST_PER_BYTE: usize = 4;
    let n_folders = yardstick::size(yardstick::thorough(1_000, 5_000), 40);
    let random = lists::random(&mut Rng::with_seed(yardstick::seed()), n_folders);
    let lists = [
        ("at most eight deep", random),
        ("all in the first", lists::wide(n_folders)),
        (
            "each in the one before",
            lists::deep(yardstick::size(100, 10)),
        ),
    ];
    for (what, list) in lists {
        let n_folders = list.lines().count();
        let arena = Bump::new();
        let tree = stage(&arena, &list, |_, _| Guard);
        assert!(tree.is_ok(), "yours: the list is refused: {what}");
        let used = Chunks::of(&arena).used_bytes();
        let most = MOST_PER_FOLDER * n_folders + MOST_PER_BYTE * list.len();
        assert!(
            used <= most,
            "yours: {} folders, {what}, take {} bytes of the arena, where at most {} will do: a \
             few hundred for each folder, and a few times the list's text",
            grouped(n_folders as u64),
            grouped(used as u64),
            grouped(most as u64)
        );
    }
}

#[test]
fn nothing_is_left_of_the_folders_and_their_arena() {
    let list = lists::random(&mut Rng::with_seed(yardstick::seed()), 1_000);
    nothing_is_left_of("1 000 folders", &list);
    for (what, list) in lists::unusual() {
        nothing_is_left_of(what, &list);
    }
}

#[test]
fn nothing_is_left_of_any_malformed_list() {
    for list in lists::MALFORMED {
        nothing_is_left_of(&format!("the malformed list {list:?}"), list);
    }
}

#[track_caller]
fn nothing_is_left_of(what: &str, list: &str) {
    let malformed = lists::MALFORMED.contains(&list);
    Budget::named(format!("{what}: folders and arena, made and removed"))
        .live(0)
        .process_wide()
        .run(|| {
            let arena = Bump::new();
            let tree = stage(&arena, list, |_, _| Guard);
            assert_eq!(
                tree.is_err(),
                malformed,
                "whether `stage` refuses the list: {what}"
            );
        });
}

#[test]
fn folders_and_names_are_in_the_arena_passed_to_stage() {
    const N_FOLDERS: usize = yardstick::size(200, 40);
    let list = lists::random(&mut Rng::with_seed(yardstick::seed()), N_FOLDERS);
    assert_in_the_arena("200 folders", &list);
    for (what, list) in lists::unusual() {
        assert_in_the_arena(what, &list);
    }
}

#[track_caller]
fn assert_in_the_arena(what: &str, list: &str) {
    let n_folders = list.lines().count();
    // Room for a vector of guards that take no memory, with a number beside each.
    let most_elsewhere = 16 * n_folders as i64;
    let arena = Bump::new();
    let (tree, usage) = measure_process(|| stage(&arena, list, |_, _| Guard));
    // Taken now: a copy that `visit` makes in the arena comes too late to be in these.
    let chunks = Chunks::of(&arena);
    let elsewhere = usage.live - arena.allocated_bytes_including_metadata() as i64;
    let tree = match tree {
        Ok(tree) => tree,
        Err(error) => panic!("yours: line {} is refused in:\n{list}", error.line),
    };
    let (mut folders, mut names) = (Vec::new(), Vec::new());
    tree.visit(&mut |folder, _| {
        folders.push(std::ptr::from_ref(folder).addr());
        names.push(folder.name.as_ptr().addr());
    });
    chunks.assert_holds("the names of your folders", names);
    assert_eq!(
        folders.len(),
        n_folders,
        "folders that `visit` shows: {what}"
    );
    // Parents come first. The root may be returned by value, so its address is not checked.
    folders.remove(0);
    // A folder may be shown as a view of what is in the arena.
    folders.retain(|address| !yardstick::is_on_the_stack(*address));
    if !folders.is_empty() {
        chunks.assert_holds("your folders below the root", folders);
    }
    assert!(
        elsewhere <= most_elsewhere,
        "yours: besides the arena's chunks, `stage` keeps {elsewhere} bytes of the heap for \
         {n_folders} folders, not counting guards. The list: {what}"
    );
}
