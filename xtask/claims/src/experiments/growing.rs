//! One big vector that grows by pushes: std's against the arena's.
//!
//! | figure | meaning |
//! |---|---|
//! | `growing/ARENA/HOW/std` | nanoseconds per push, for std's vector, freeing included |
//! | `growing/ARENA/HOW/arena` | the same, for bumpalo's vector; freeing is `reset`, or `drop` of the arena |
//! | `growing/ARENA/HOW/ratio` | `std` over `arena`, round by round: above 1, the arena is faster |
//!
//! ARENA is `fresh` or `reused`; HOW is `grown` from nothing, or `sized` by `with_capacity`.

use super::extent::Extent;
use super::timing::{Clock, interleave, median_of, ratio};
use crate::evidence::Evidence;
use bumpalo::Bump;
use bumpalo::collections::Vec as ArenaVec;
use std::hint::black_box;

/// Measures all four cases.
pub fn measure(extent: Extent) -> Evidence {
    let clock = Clock::new();
    let count = black_box(if extent == Extent::Quick {
        500
    } else {
        200_000
    });
    let mut evidence = Evidence::default();
    for (how, capacity) in [("grown", 0), ("sized", count)] {
        let mut std = || {
            clock.time(|| {
                let mut vector = Vec::with_capacity(capacity);
                for at in 0..count {
                    vector.push(at as u64);
                }
                black_box(&vector);
            })
        };
        let mut fresh = || {
            clock.time(|| {
                let arena = Bump::new();
                push(&arena, capacity, count);
            })
        };
        let mut kept = Bump::new();
        let mut reused = || {
            clock.time(|| {
                push(&kept, capacity, count);
                kept.reset();
            })
        };
        let [std, fresh, reused] = interleave(extent, [&mut std, &mut fresh, &mut reused]);
        for (arena, samples) in [("fresh", &fresh), ("reused", &reused)] {
            let prefix = format!("growing/{arena}/{how}");
            let per_push = |samples: &[f64]| median_of(samples, |ns| *ns) / count as f64;
            evidence.put(format!("{prefix}/std"), per_push(&std));
            evidence.put(format!("{prefix}/arena"), per_push(samples));
            let gain = ratio(&std, samples, |ns| *ns);
            evidence.put(format!("{prefix}/ratio"), gain);
        }
    }
    evidence
}

fn push(arena: &Bump, capacity: usize, count: usize) {
    let mut vector = ArenaVec::with_capacity_in(capacity, arena);
    for at in 0..count {
        vector.push(at as u64);
    }
    black_box(vector.as_slice());
}
