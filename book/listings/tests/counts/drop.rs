//! What is left when an arena is dropped, which drops run, and in which order.

use crate::prose::{self, thousands};
use bumpalo::Bump;
use bumpalo::boxed::Box as ArenaBox;
use bumpalo::collections::Vec as ArenaVec;
use listings::drop::{
    Folder, all_dropped, bad, good, keep, locks, owned,
};
use std::cell::RefCell;
use yardstick::{DropCounter, DropToken};

const LINE: &str = "Ada Lovelace: engine, analysis, tea";

const FILES: &[&str] = &["a.log", "b.log", "c.log"];

/// Returns the counter as well, since it must outlive what it counts.
fn with_tokens<R>(
    use_tokens: impl FnOnce(&dyn Fn(&str) -> DropToken) -> R,
) -> (R, DropCounter) {
    let counter = RefCell::new(DropCounter::new());
    let result =
        use_tokens(&|_| counter.borrow_mut().token());
    (result, counter.into_inner())
}

#[test]
fn both_read_the_same_contacts() {
    let arena = Bump::new();
    for line in [LINE, "", "Bob", "Eve:", "a:b:c,d"] {
        let bad = bad::contact(&arena, line);
        let good = good::contact(&arena, line);
        assert_eq!(bad.name, good.name, "{line}");
        assert_eq!(bad.groups, good.groups, "{line}");
    }
}

#[test]
fn owned_text_leaks_when_the_arena_is_dropped() {
    let (_, leaked) = yardstick::measure(|| {
        let arena = Bump::new();
        (0..yardstick::size(1000, 20)).for_each(|_| {
            bad::contact(&arena, LINE);
        });
    });
    let (_, nothing) = yardstick::measure(|| {
        let arena = Bump::new();
        (0..yardstick::size(1000, 20)).for_each(|_| {
            good::contact(&arena, LINE);
        });
    });
    println!("{leaked:?}\n{nothing:?}");
    let (live, blocks) = (
        leaked.live.unsigned_abs(),
        leaked.allocations - leaked.deallocations,
    );
    prose::says(
        "drop.md",
        &format!(
            "| text on the heap | {} | {} |",
            thousands(blocks),
            thousands(live)
        ),
    );
    assert_eq!(nothing.live, 0);
    assert_eq!(nothing.allocations, nothing.deallocations);
    prose::says("drop.md", "| text in the arena | 0 | 0 |");
    let size = size_of::<bad::Contact>();
    prose::says(
        "drop.md",
        &format!("the {size} bytes of each contact"),
    );
}

#[test]
fn a_bound_admits_copy_types() {
    let arena = Bump::new();
    assert_eq!(*keep(&arena, 5), 5);
    let name: &&str = keep(&arena, "borrowed");
    assert_eq!(*name, "borrowed");
}

#[test]
fn boxes_that_nobody_owns_drop_nothing() {
    let (during, drops) = with_tokens(|token| {
        let arena = Bump::new();
        locks(&arena, FILES, token).len()
    });
    assert_eq!((during, drops.count()), (3, 0));
}

#[test]
fn boxes_in_a_vector_of_yours_drop_all() {
    let (during, drops) = with_tokens(|token| {
        let arena = Bump::new();
        owned::locks(&arena, FILES, token).len()
    });
    assert_eq!((during, drops.order()), (3, vec![0, 1, 2]));
}

#[test]
fn the_table_of_drops_is_right() {
    let arena = Bump::new();
    let mut drops = DropCounter::new();
    let mut rows = Vec::new();
    let mut add = |name: &str, drops: &DropCounter| {
        rows.push((name.to_owned(), drops.count()));
    };
    arena.alloc(drops.token());
    add("`arena.alloc(value)`", &drops);
    let boxed = ArenaBox::new_in(drops.token(), &arena);
    arena.alloc(boxed);
    add("a `boxed::Box`, itself in `arena.alloc`", &drops);
    let mut frozen = ArenaVec::new_in(&arena);
    frozen.push(drops.token());
    frozen.into_bump_slice();
    add("a vector, frozen by `into_bump_slice`", &drops);
    let before = drops.count();
    drop(ArenaBox::new_in(drops.token(), &arena));
    assert_eq!(drops.count(), before + 1);
    let mut vector = ArenaVec::new_in(&arena);
    vector.push(drops.token());
    drop(vector);
    assert_eq!(drops.count(), before + 2);
    for (name, count) in rows {
        assert_eq!(count, 0, "{name}");
        prose::says(
            "drop.md",
            &format!("| {name} | never |"),
        );
    }
    for name in [
        "a `boxed::Box` that you own",
        "a `collections::Vec` that you own",
    ] {
        prose::says(
            "drop.md",
            &format!("| {name} | when you"),
        );
    }
}

#[test]
fn a_typed_arena_drops_all() {
    let (during, drops) =
        with_tokens(|token| all_dropped(FILES, token));
    assert_eq!(during, 3);
    let mut dropped = drops.order();
    dropped.sort_unstable();
    assert_eq!(dropped, [0, 1, 2]);
}

#[test]
fn contents_are_dropped_first() {
    let mut drops = DropCounter::new();
    let arena = Bump::new();
    let mut leaf = || Folder {
        inside: ArenaVec::new_in(&arena),
        guard: drops.token(),
    };
    let (mut root, first, second) = (leaf(), leaf(), leaf());
    root.inside.push(first);
    root.inside.push(second);
    drop(root);
    assert_eq!(drops.order(), [1, 2, 0]);
}

#[test]
fn a_dropped_box_keeps_its_memory_in_the_arena() {
    let arena = Bump::new();
    let used = || yardstick::Chunks::of(&arena).used_bytes();
    let boxed = ArenaBox::new_in([0_u64; 4], &arena);
    let before = used();
    drop(boxed);
    assert_eq!(used(), before);
}
