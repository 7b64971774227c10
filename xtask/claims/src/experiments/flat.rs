//! A flat list, made, read and freed: a box per node, the nodes themselves, an arena.
//!
//! | figure | meaning |
//! |---|---|
//! | `flat/SIZE/boxed` | nanoseconds per node, for `Vec<Box<Node>>` |
//! | `flat/SIZE/plain` | the same, for `Vec<Node>` |
//! | `flat/SIZE/arena` | the same, for `Vec<&Node>` with the nodes in an arena that is reused |
//! | `flat/SIZE/ratio` | `plain` over `arena`, turn by turn: above 1, the arena is faster |
//! | `flat/SIZE/boxes-ratio` | `boxed` over `arena`, turn by turn |

use super::Extent;
use super::timing::{Clock, in_turns, middle, ratio};
use crate::evidence::{Evidence, LISTED};
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

/// No vector here is told how many nodes will come: a parser would not know.
fn list<const WORDS: usize>(evidence: &mut Evidence, extent: Extent) {
    let clock = Clock::new();
    let count = black_box(if extent == Extent::Quick { 50 } else { LISTED });
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
    let [boxed, plain, arena] = in_turns(extent, [&mut boxed, &mut plain, &mut arena]);
    let size = WORDS * 8;
    for (who, samples) in [("boxed", &boxed), ("plain", &plain), ("arena", &arena)] {
        let ns = middle(samples, |ns| *ns) / count as f64;
        evidence.put(format!("flat/{size}/{who}"), ns);
    }
    let gain = ratio(&plain, &arena, |ns| *ns);
    evidence.put(format!("flat/{size}/ratio"), gain);
    let gain = ratio(&boxed, &arena, |ns| *ns);
    evidence.put(format!("flat/{size}/boxes-ratio"), gain);
}
