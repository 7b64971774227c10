//! What is left when an arena is dropped, which drops run, and in which order.

use crate::prose::{self, thousands};
use bumpalo::Bump;
use bumpalo::boxed::Box as ArenaBox;
use bumpalo::collections::Vec as ArenaVec;
use listings::drop::{
    Locked, all_dropped, bad, good, keep, owned, pool,
};
use std::cell::RefCell;
use yardstick::{DropCounter, DropToken, Usage};

/// Fifty samples of two bytes.
const BYTES: [u8; 100] = [7; 100];

/// Returns the counter as well, since it must outlive what it counts.
fn with_tokens<R>(
    use_tokens: impl FnOnce(&dyn Fn(usize) -> DropToken) -> R,
) -> (R, DropCounter) {
    let counter = RefCell::new(DropCounter::new());
    let result =
        use_tokens(&|_| counter.borrow_mut().token());
    (result, counter.into_inner())
}

#[test]
fn both_decode_the_same_samples() {
    let arena = Bump::new();
    let packets: [&[u8]; 4] =
        [&[], &[1], &[1, 0, 255, 255], &BYTES];
    for bytes in packets {
        let bad = bad::decode(&arena, 48_000, bytes);
        let good = good::decode(&arena, 48_000, bytes);
        assert_eq!(bad.rate, good.rate, "{bytes:?}");
        assert_eq!(bad.samples, good.samples, "{bytes:?}");
    }
    let two = good::decode(&arena, 8_000, &[1, 0, 255, 255]);
    assert_eq!(two.samples, [1, -1]);
}

/// What is left of a thousand recordings in an arena, once it has been dropped.
fn left(decode: impl Fn(&Bump)) -> Usage {
    let ((), usage) = yardstick::measure(|| {
        let arena = Bump::new();
        (0..yardstick::size(1000, 20))
            .for_each(|_| decode(&arena));
    });
    usage
}

#[test]
fn owned_samples_leak_when_the_arena_is_dropped() {
    let leaked = left(|arena| {
        bad::decode(arena, 48_000, &BYTES);
    });
    let nothing = left(|arena| {
        good::decode(arena, 48_000, &BYTES);
    });
    println!("{leaked:?}\n{nothing:?}");
    let (live, blocks) = (
        leaked.live.unsigned_abs(),
        leaked.allocations - leaked.deallocations,
    );
    prose::says(
        "drop.md",
        &format!(
            "| samples on the heap | {} | {} |",
            thousands(blocks),
            thousands(live)
        ),
    );
    assert_eq!(nothing.live, 0);
    assert_eq!(nothing.allocations, nothing.deallocations);
    prose::says(
        "drop.md",
        "| samples in the arena | 0 | 0 |",
    );
    let size = size_of::<bad::Recording>();
    prose::says(
        "drop.md",
        &format!("the {size} bytes of each recording"),
    );
    let n_samples = BYTES.len() / 2;
    prose::says(
        "drop.md",
        &format!("recordings of {n_samples} samples"),
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
fn a_pool_that_nobody_owns_drops_nothing() {
    let (during, drops) = with_tokens(|token| {
        let arena = Bump::new();
        pool(&arena, token).handles.len()
    });
    assert_eq!((during, drops.count()), (8, 0));
}

#[test]
fn a_pool_of_yours_drops_every_handle() {
    let (during, drops) = with_tokens(|token| {
        let arena = Bump::new();
        owned::pool(&arena, token).handles.len()
    });
    assert_eq!(during, 8);
    assert_eq!(drops.order(), [0, 1, 2, 3, 4, 5, 6, 7]);
}

#[test]
fn a_vector_of_the_arena_drops_its_elements_in_order() {
    let ((), drops) = with_tokens(|token| {
        let arena = Bump::new();
        let mut vector = ArenaVec::new_in(&arena);
        vector.extend([0, 1, 2].map(token));
    });
    assert_eq!(drops.order(), [0, 1, 2]);
}

#[test]
fn a_typed_arena_drops_all() {
    let (during, drops) =
        with_tokens(|token| all_dropped(3, token));
    assert_eq!(during, 3);
    let mut dropped = drops.order();
    dropped.sort_unstable();
    assert_eq!(dropped, [0, 1, 2]);
}

#[test]
fn fields_are_dropped_as_declared() {
    let mut drops = DropCounter::new();
    let (lock, writer) = (drops.token(), drops.token());
    drop(Locked { lock, writer });
    assert_eq!(drops.order(), [1, 0]);
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
