//! The work that is timed: a boxed list, built, summed and freed. Compiled twice, as two modules.

use std::hint::black_box;

/// Builds `n` boxed nodes, sums them, and frees them. `salt` differs between the two modules, or
/// the compiler might make one function of the two. The checksum is the same for every `n`.
#[inline(never)]
pub(crate) fn work(n: usize, salt: u64) -> u64 {
    let mut nodes: Vec<Box<[u64; 4]>> = Vec::with_capacity(n);
    for i in 0..n as u64 {
        nodes.push(Box::new([i; 4]));
    }
    let sum: u64 = nodes.iter().map(|node| node[0]).sum();
    black_box(sum ^ salt);
    // A slowed A has another sum, and must give an answer equal to A's.
    1
}
