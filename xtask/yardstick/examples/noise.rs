//! The same function as A and as B: the difference measured between them is this machine's noise.
//! `cargo xtask doctor` runs it.

use fastrand::Rng;
use std::hint::black_box;
use yardstick::speed::compare;

fn main() {
    // Like an exercise's benchmark: small inputs of several sizes, boxed nodes, some arithmetic.
    let mut rng = Rng::with_seed(yardstick::seed());
    let inputs: Vec<u64> = (0..8).map(|_| rng.u64(400..600)).collect();
    // One copy in memory: where the linker puts code makes no difference between them.
    compare("the same work twice", &inputs, work, work);
}

/// Builds a list of boxed nodes, sums and frees it.
#[inline(never)]
fn work(n: &u64) -> u64 {
    let nodes: Vec<Box<[u64; 4]>> = (0..*n).map(|i| Box::new([i; 4])).collect();
    black_box(&nodes).iter().map(|node| node[0]).sum()
}
