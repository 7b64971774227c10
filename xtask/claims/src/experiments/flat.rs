//! A flat list, built, read and freed: a box per node, the nodes themselves, an arena.
//!
//! | figure | meaning |
//! |---|---|
//! | `flat/SIZE/boxed` | nanoseconds per node, for `Vec<Box<Node>>` |
//! | `flat/SIZE/plain` | the same, for `Vec<Node>` |
//! | `flat/SIZE/arena` | the same, for `Vec<&Node>` with the nodes in an arena that is reused |
//! | `flat/SIZE/ratio` | `plain` over `arena`, round by round: above 1, the arena is faster |
//! | `flat/SIZE/boxes-ratio` | `boxed` over `arena`, round by round |

use super::extent::Extent;
use super::timing::{Clock, interleave, median_of, ratio};
use crate::evidence::{Evidence, LIST_LENGTH};
use bumpalo::Bump;
use std::hint::black_box;

/// Measures all sizes.
pub fn measure(extent: Extent) -> Evidence {
    let mut evidence = Evidence::default();
    list::<2>(&mut evidence, extent);
    list::<8>(&mut evidence, extent);
    list::<32>(&mut evidence, extent);
    evidence
}

/// No vector here gets a capacity: a parser would not know one.
fn list<const WORDS: usize>(evidence: &mut Evidence, extent: Extent) {
    let clock = Clock::new();
    let count = black_box(if extent == Extent::Quick {
        50
    } else {
        LIST_LENGTH
    });
    let node = |at: usize| [at as u64; WORDS];

    let mut boxed = || {
        clock.time(|| {
            let mut list = Vec::new();
            for at in 0..count {
                list.push(Box::new(node(at)));
            }
            black_box(&list).iter().map(|node| node[0]).sum::<u64>()
        })
    };
    let mut plain = || {
        clock.time(|| {
            let mut list = Vec::new();
            for at in 0..count {
                list.push(node(at));
            }
            black_box(&list).iter().map(|node| node[0]).sum::<u64>()
        })
    };
    let mut bump = Bump::new();
    let mut arena = || {
        clock.time(|| {
            let mut list: Vec<&[u64; WORDS]> = Vec::new();
            for at in 0..count {
                list.push(bump.alloc(node(at)));
            }
            let sum = black_box(&list).iter().map(|node| node[0]).sum::<u64>();
            bump.reset();
            sum
        })
    };
    let [boxed, plain, arena] = interleave(extent, [&mut boxed, &mut plain, &mut arena]);
    let size = WORDS * 8;
    for (list, samples) in [("boxed", &boxed), ("plain", &plain), ("arena", &arena)] {
        let ns = median_of(samples, |ns| *ns) / count as f64;
        evidence.put(format!("flat/{size}/{list}"), ns);
    }
    let gain = ratio(&plain, &arena, |ns| *ns);
    evidence.put(format!("flat/{size}/ratio"), gain);
    let gain = ratio(&boxed, &arena, |ns| *ns);
    evidence.put(format!("flat/{size}/boxes-ratio"), gain);
}
