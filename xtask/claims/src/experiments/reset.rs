//! How long `Bump::reset` takes, by the size of one chunk and by the number of chunks.
//!
//! | figure | meaning |
//! |---|---|
//! | `reset/one/BYTES` | nanoseconds for an arena of one chunk of that capacity, all of it written |
//! | `reset/chunks/N` | nanoseconds for an arena that has grown to N chunks, all of them written |

use super::extent::Extent;
use super::timing::{Clock, interleave, median_of};
use crate::evidence::{CHUNK_CAPACITIES, CHUNK_COUNTS, Evidence};
use bumpalo::Bump;
use std::hint::black_box;

/// Measures every case.
pub fn measure(extent: Extent) -> Evidence {
    let clock = Clock::new();
    let mut evidence = Evidence::default();
    for bytes in CHUNK_CAPACITIES {
        let capacity = if extent == Extent::Quick {
            4 << 10
        } else {
            bytes
        };
        evidence.put(
            format!("reset/one/{bytes}"),
            one_chunk(&clock, extent, capacity),
        );
    }
    for n in CHUNK_COUNTS {
        let chunks = if extent == Extent::Quick { n.min(4) } else { n };
        evidence.put(format!("reset/chunks/{n}"), several(&clock, extent, chunks));
    }
    evidence
}

/// The chunk stays, so many resets can be timed together. At each of them the arena holds one value,
/// since no program resets an empty arena.
fn one_chunk(clock: &Clock, extent: Extent, capacity: usize) -> f64 {
    const TIMES: usize = 1_000;
    let mut arena = Bump::with_capacity(capacity);
    arena.alloc_slice_fill_copy(arena.chunk_capacity(), 1_u8);
    assert_eq!(
        arena.iter_allocated_chunks().count(),
        1,
        "the capacity was allocated at once"
    );
    let mut resets = || {
        clock.time(|| {
            for at in 0..TIMES {
                black_box(&mut arena).alloc(at);
                arena.reset();
            }
        }) / TIMES as f64
    };
    let [samples] = interleave(extent, [&mut resets]);
    median_of(&samples, |ns| *ns)
}

/// A reset leaves one chunk, so each arena is grown anew, untimed. Small arenas are reset several at a
/// time, or the clock's resolution would show.
fn several(clock: &Clock, extent: Extent, chunks: usize) -> f64 {
    let together = if chunks > 8 { 1 } else { 32 };
    let mut resets = || {
        let mut arenas: Vec<Bump> = (0..together).map(|_| grown(chunks)).collect();
        let arenas = black_box(&mut arenas);
        clock.time(|| arenas.iter_mut().for_each(Bump::reset)) / together as f64
    };
    let [samples] = interleave(extent, [&mut resets]);
    median_of(&samples, |ns| *ns)
}

fn grown(chunks: usize) -> Bump {
    let mut arena = Bump::new();
    for _ in 0..chunks {
        arena.alloc(0_u8);
        arena.alloc_slice_fill_copy(arena.chunk_capacity(), 1_u8);
    }
    assert_eq!(
        arena.iter_allocated_chunks().count(),
        chunks,
        "each was filled"
    );
    arena
}
