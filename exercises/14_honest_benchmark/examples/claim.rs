//! What `compare` claims for an arena on this machine, with the real clock. Run it before and after
//! your fix:
//!
//! ```console
//! $ cargo run --release -p honest-benchmark --example claim
//! ```

use std::time::Instant;

use bumpalo::Bump;
use honest_benchmark::{Answer, WallClock, compare};

const N_NODES: u64 = 2_000;

/// One node of a list.
type Node = [u64; 4];

/// Nodes in boxes: each is freed by itself.
#[allow(clippy::vec_box, reason = "the claim is about boxes")]
struct Boxed(Vec<Box<Node>>);

/// An arena with its nodes, and their sum, since a struct cannot hold references into itself.
struct InArena {
    _arena: Bump,
    sum: u64,
}

impl Answer for Boxed {
    fn answer(&self) -> u64 {
        self.0.iter().map(|node| node[0]).sum()
    }
}

impl Answer for InArena {
    fn answer(&self) -> u64 {
        self.sum
    }
}

fn boxed() -> Boxed {
    Boxed((0..N_NODES).map(|n| Box::new([n; 4])).collect())
}

fn in_arena() -> InArena {
    let arena = Bump::new();
    let nodes: Vec<&Node> = (0..N_NODES).map(|n| &*arena.alloc([n; 4])).collect();
    let sum = nodes.iter().map(|node| node[0]).sum();
    drop(nodes);
    InArena { _arena: arena, sum }
}

fn main() {
    let clock = WallClock {
        start: Instant::now(),
    };
    let claims = [
        ("an arena against boxes", compare(&clock, boxed, in_arena)),
        ("boxes against boxes", compare(&clock, boxed, boxed)),
    ];
    for (what, report) in claims {
        println!("{what}: {:?}, {:.2}×", report.verdict, report.ratio);
    }
}
