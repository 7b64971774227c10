//! Many nodes, one by one: on the heap and in an arena, from memory that is used again or is new.
//!
//! | figure | meaning |
//! |---|---|
//! | `nodes/SIZE/COUNT/OWNER/alloc` | nanoseconds to allocate one node of COUNT that are kept |
//! | `nodes/SIZE/COUNT/OWNER/free` | nanoseconds to free one: `drop` of each box, `reset`, or `drop` of the arena |
//! | `nodes/SIZE/COUNT/ratio/ARENA/alloc` | the heap's time over the arena's, without freeing |
//! | `nodes/SIZE/COUNT/ratio/ARENA/both` | the same, with freeing |
//! | `nodes/SIZE/single` | nanoseconds to allocate one box and free it at once |
//!
//! OWNER is `heap` (in a steady state: what was freed serves the next batch), `reused` (an arena that
//! is reset after each batch), `fresh` (a new arena per batch), or one of two that take memory
//! which this process has never touched: `new-heap` and `new-arena`. On the `busy-heap`, a larger
//! block is allocated and freed between two batches. ARENA is `reused` or `fresh`, against the steady
//! heap, or `new`, new memory on both sides.

use super::extent::Extent;
use super::timing::{Clock, Sample, interleave, median_of, ratio};
use crate::evidence::{Evidence, NODE_COUNTS};
use bumpalo::Bump;
use std::hint::black_box;
use std::time::Instant;

/// Size of the block that a busy heap is asked for between two batches, in bytes. Freeing a block of
/// this size makes some allocators merge what was freed before it.
const BETWEEN: usize = 100_000;

/// A node of `WORDS` times 8 bytes, all of which are written.
struct Node<const WORDS: usize>(
    #[allow(dead_code, reason = "written, as a program would")] [u64; WORDS],
);

impl<const WORDS: usize> Node<WORDS> {
    fn new(at: usize) -> Self {
        Self([at as u64; WORDS])
    }
}

/// Nanoseconds per node.
#[derive(Default)]
struct Cost {
    alloc: f64,
    free: f64,
}

impl Sample for Cost {
    fn mean(self, other: Self) -> Self {
        Self {
            alloc: self.alloc.mean(other.alloc),
            free: self.free.mean(other.free),
        }
    }
}

impl Cost {
    fn both(&self) -> f64 {
        self.alloc + self.free
    }

    fn add(&mut self, clock: &Clock, stamps: [Instant; 3], nodes: usize) {
        self.alloc += clock.between(stamps[0], stamps[1]) / nodes as f64;
        self.free += clock.between(stamps[1], stamps[2]) / nodes as f64;
    }
}

/// Measures nodes of `WORDS` times 8 bytes.
pub fn measure<const WORDS: usize>(extent: Extent) -> Evidence {
    let clock = Clock::new();
    let size = WORDS * 8;
    let mut evidence = Evidence::default();
    let few = |count| if extent == Extent::Quick { 50 } else { count };
    // This goes first: later, the heap has freed memory to reuse.
    let most = NODE_COUNTS[NODE_COUNTS.len() - 1];
    let prefix = format!("nodes/{size}/{most}");
    new_memory::<WORDS>(&mut evidence, &clock, &prefix, few(most));
    for count in NODE_COUNTS {
        let prefix = format!("nodes/{size}/{count}");
        kept::<WORDS>(&mut evidence, &clock, extent, &prefix, few(count));
    }
    let single = single::<WORDS>(&clock, extent);
    evidence.put(format!("nodes/{size}/single"), single);
    evidence
}

/// Boxes that are kept while more are allocated, beside an arena that is never reset. Both take all
/// their memory from the system, alternating every few thousand nodes. Sums, not medians: a chunk or
/// a page costs once, and serves many nodes.
fn new_memory<const WORDS: usize>(
    evidence: &mut Evidence,
    clock: &Clock,
    prefix: &str,
    count: usize,
) {
    const ROUNDS: usize = 20;
    let per_round = (count / ROUNDS).max(1);
    let mut boxes: Vec<Box<Node<WORDS>>> = Vec::with_capacity(per_round * ROUNDS);
    let mut addresses: Vec<usize> = vec![0; per_round];
    let mut arena = Bump::new();
    let (mut heap, mut new) = (Cost::default(), Cost::default());
    for _ in 0..ROUNDS {
        let start = Instant::now();
        boxes.extend((0..per_round).map(|at| Box::new(Node::new(at))));
        black_box(&mut boxes);
        let middle = Instant::now();
        fill::<WORDS>(&arena, &mut addresses);
        black_box(&mut arena);
        let end = Instant::now();
        heap.alloc += clock.between(start, middle);
        new.alloc += clock.between(middle, end);
    }
    heap.free = clock.time(|| drop(boxes));
    new.free = clock.time(|| drop(arena));
    for (owner, cost) in [("new-heap", &heap), ("new-arena", &new)] {
        let per_node = |ns: f64| ns / (per_round * ROUNDS) as f64;
        evidence.put(format!("{prefix}/{owner}/alloc"), per_node(cost.alloc));
        evidence.put(format!("{prefix}/{owner}/free"), per_node(cost.free));
    }
    let (heap, new) = (&[heap], &[new]);
    let alloc = ratio(heap, new, |cost| cost.alloc);
    evidence.put(format!("{prefix}/ratio/new/alloc"), alloc);
    evidence.put(
        format!("{prefix}/ratio/new/both"),
        ratio(heap, new, Cost::both),
    );
}

/// Leaves the heap with freed memory for more than `count` nodes, below a block that stays. Without
/// that block, an allocator may return all memory to the system after each batch, which would not
/// happen in a program with anything else on its heap.
fn settle<const WORDS: usize>(count: usize) -> Box<Node<WORDS>> {
    let boxes: Vec<_> = (0..2 * count)
        .map(|at| Box::new(Node::<WORDS>::new(at)))
        .collect();
    let stays = Box::new(Node::new(count));
    drop(black_box(boxes));
    stays
}

fn kept<const WORDS: usize>(
    evidence: &mut Evidence,
    clock: &Clock,
    extent: Extent,
    prefix: &str,
    count: usize,
) {
    // A sample of few nodes takes several batches, or the clock's resolution would show.
    let batches = (20_000 / count).max(1);
    // Both sides store an address per node, in a vector that was touched before: where the nodes
    // are is the only difference.
    let mut boxes: Vec<Box<Node<WORDS>>> = Vec::with_capacity(count);
    let mut addresses: Vec<usize> = vec![0; count];
    let mut more_addresses: Vec<usize> = vec![0; count];
    let mut arena = Bump::new();
    let stays = settle::<WORDS>(count);

    let mut on_heap = |between: usize| {
        let mut cost = Cost::default();
        for _ in 0..batches {
            drop(black_box(vec![0_u8; between]));
            let start = Instant::now();
            boxes.extend((0..count).map(|at| Box::new(Node::new(at))));
            black_box(&mut boxes);
            let made = Instant::now();
            boxes.clear();
            let freed = Instant::now();
            cost.add(clock, [start, made, freed], count * batches);
        }
        cost
    };
    let [busy] = interleave(extent, [&mut || on_heap(BETWEEN)]);
    put(evidence, &format!("{prefix}/busy-heap"), &busy);
    let mut heap = || on_heap(0);
    let mut reused = || {
        let mut cost = Cost::default();
        for _ in 0..batches {
            let start = Instant::now();
            fill::<WORDS>(&arena, &mut addresses);
            black_box(&mut arena);
            let made = Instant::now();
            arena.reset();
            let freed = Instant::now();
            cost.add(clock, [start, made, freed], count * batches);
        }
        cost
    };
    let mut fresh = || {
        let mut cost = Cost::default();
        for _ in 0..batches {
            let start = Instant::now();
            let mut arena = Bump::new();
            fill::<WORDS>(&arena, &mut more_addresses);
            black_box(&mut arena);
            let made = Instant::now();
            drop(arena);
            let freed = Instant::now();
            cost.add(clock, [start, made, freed], count * batches);
        }
        cost
    };
    // Two comparisons, not one of three: creating and dropping an arena changes what the heap has
    // available, and with it what a box costs.
    let sides: [(&str, &mut dyn FnMut() -> Cost); 2] =
        [("reused", &mut reused), ("fresh", &mut fresh)];
    for (arena, side) in sides {
        let [boxes, nodes] = interleave(extent, [&mut heap, side]);
        if arena == "reused" {
            put(evidence, &format!("{prefix}/heap"), &boxes);
        }
        put(evidence, &format!("{prefix}/{arena}"), &nodes);
        let alloc = ratio(&boxes, &nodes, |cost| cost.alloc);
        let both = ratio(&boxes, &nodes, Cost::both);
        evidence.put(format!("{prefix}/ratio/{arena}/alloc"), alloc);
        evidence.put(format!("{prefix}/ratio/{arena}/both"), both);
    }
    drop(black_box(stays));
}

fn put(evidence: &mut Evidence, prefix: &str, samples: &[Cost]) {
    evidence.put(
        format!("{prefix}/alloc"),
        median_of(samples, |cost| cost.alloc),
    );
    evidence.put(
        format!("{prefix}/free"),
        median_of(samples, |cost| cost.free),
    );
}

/// Allocates a node for each element of `addresses`.
fn fill<const WORDS: usize>(arena: &Bump, addresses: &mut Vec<usize>) {
    let count = addresses.len();
    addresses.clear();
    let nodes = (0..count).map(|at| std::ptr::from_mut(arena.alloc(Node::<WORDS>::new(at))).addr());
    addresses.extend(nodes);
    black_box(addresses);
}

/// One box at a time: the allocator gets back what it has just given out.
fn single<const WORDS: usize>(clock: &Clock, extent: Extent) -> f64 {
    const TIMES: usize = 10_000;
    let mut boxes = || {
        clock.time(|| {
            for at in 0..TIMES {
                black_box(Box::new(Node::<WORDS>::new(at)));
            }
        }) / TIMES as f64
    };
    let [samples] = interleave(extent, [&mut boxes]);
    median_of(&samples, |ns| *ns)
}
