//! The work that is timed: a boxed list, built, summed and freed. Compiled twice, as two modules.

use std::hint::black_box;

/// Builds a list of `n` boxed nodes, sums and frees it, `times` times. `salt` differs between the two
/// modules: otherwise the compiler might merge the two functions.
#[inline(never)]
pub(crate) fn work(n: usize, times: usize, salt: u64) -> u64 {
    (0..times).for_each(|_| build_list(n, salt));
    // A slowed A does the same work more often, and must return what A returns.
    n as u64
}

fn build_list(n: usize, salt: u64) {
    let mut nodes: Vec<Box<[u64; 4]>> = Vec::with_capacity(n);
    for i in 0..n as u64 {
        nodes.push(Box::new([i; 4]));
    }
    let sum: u64 = nodes.iter().map(|node| node[0]).sum();
    black_box(sum ^ salt);
}
