//! What can be counted: bytes, capacities, gaps between neighbours, drops. Nothing is timed.
//!
//! | figure | meaning |
//! |---|---|
//! | `capacity/N/usable` | bytes that an arena created `with_capacity(N)` holds before it grows |
//! | `capacity/N/asked` | bytes that it asked of the heap |
//! | `step/SIZE/heap` | bytes from one box to the next: the most common gap between neighbours |
//! | `step/SIZE/arena` | the same, in an arena |
//! | `taken/SIZE/COUNT/fresh` | bytes that a fresh arena asks of the heap for COUNT nodes |
//! | `taken/SIZE/COUNT/sized` | the same, for an arena created with the nodes' bytes as capacity |
//! | `handle/std`, `handle/arena` | the size of a vector itself, in bytes |
//! | `reset/drops` | values dropped by `reset`, of [`DROPPABLE`](crate::evidence::DROPPABLE) |
//!
//! The arena itself reports what it asked of the heap. `tests/bytes.rs` checks that with a counting
//! allocator; linking it here would double the build time.

use crate::evidence::{CAPACITIES, DROPPABLE, Evidence, NODE_SIZES, STORED_COUNTS};
use bumpalo::Bump;
use std::cell::Cell;
use std::collections::BTreeMap;

/// Counts everything.
pub fn count() -> Evidence {
    let mut evidence = Evidence::default();
    for capacity in CAPACITIES {
        let arena = Bump::with_capacity(capacity);
        let usable = arena.chunk_capacity() as f64;
        evidence.put(format!("capacity/{capacity}/usable"), usable);
        evidence.put(format!("capacity/{capacity}/asked"), asked(&arena));
    }
    steps::<2>(&mut evidence);
    steps::<8>(&mut evidence);
    steps::<32>(&mut evidence);
    for (size, count) in NODE_SIZES
        .iter()
        .flat_map(|size| STORED_COUNTS.map(|count| (*size, count)))
    {
        let fresh = taken(Bump::new, size, count);
        let sized = taken(|| Bump::with_capacity(size * count), size, count);
        evidence.put(format!("taken/{size}/{count}/fresh"), fresh);
        evidence.put(format!("taken/{size}/{count}/sized"), sized);
    }
    let arena_vector = size_of::<bumpalo::collections::Vec<'_, u64>>();
    evidence.put("handle/std", size_of::<Vec<u64>>() as f64);
    evidence.put("handle/arena", arena_vector as f64);
    evidence.put("reset/drops", drops() as f64);
    evidence
}

fn steps<const WORDS: usize>(evidence: &mut Evidence) {
    const COUNT: usize = 10_000;
    let size = WORDS * 8;
    let boxes: Vec<_> = (0..COUNT).map(|at| Box::new([at as u64; WORDS])).collect();
    let heap = boxes.iter().map(|node| std::ptr::from_ref(&**node).addr());
    evidence.put(format!("step/{size}/heap"), step(heap.collect()));
    let arena = Bump::new();
    let nodes = (0..COUNT).map(|at| std::ptr::from_mut(arena.alloc([at as u64; WORDS])).addr());
    evidence.put(format!("step/{size}/arena"), step(nodes.collect()));
}

/// The most common gap between neighbours. Addresses are sorted first: some allocators return the
/// blocks of a page in random order.
fn step(mut addresses: Vec<usize>) -> f64 {
    addresses.sort_unstable();
    let mut gaps: BTreeMap<usize, usize> = BTreeMap::new();
    for pair in addresses.windows(2) {
        *gaps.entry(pair[1] - pair[0]).or_default() += 1;
    }
    let most_common = gaps.into_iter().max_by_key(|(_, times)| *times);
    most_common.map_or(f64::NAN, |(gap, _)| gap as f64)
}

/// Bytes asked of the heap for `count` nodes of `size` bytes.
fn taken(arena: impl FnOnce() -> Bump, size: usize, count: usize) -> f64 {
    let arena = arena();
    for _ in 0..count {
        match size {
            16 => drop(arena.alloc([0_u64; 2])),
            64 => drop(arena.alloc([0_u64; 8])),
            _ => drop(arena.alloc([0_u64; 32])),
        }
    }
    asked(&arena)
}

/// Bytes of all chunks, with the arena's own footer in each.
fn asked(arena: &Bump) -> f64 {
    arena.allocated_bytes_including_metadata() as f64
}

fn drops() -> usize {
    struct Counted<'a>(&'a Cell<usize>);
    impl Drop for Counted<'_> {
        fn drop(&mut self) {
            self.0.set(self.0.get() + 1);
        }
    }
    let dropped = Cell::new(0);
    let mut arena = Bump::new();
    for _ in 0..DROPPABLE {
        arena.alloc(Counted(&dropped));
    }
    arena.reset();
    dropped.get()
}
