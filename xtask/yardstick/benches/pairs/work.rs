//! The work that is timed, of three kinds. Compiled twice, as two modules.

use std::hint::black_box;

/// What a call does.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Kind {
    /// Builds, sums and frees a list of this many boxed nodes.
    List(usize),
    /// Takes fresh memory from the system, touches some pages of it, and gives it back.
    Faults,
    /// Computes, in registers.
    Computes,
}

/// Does it `times` times. `salt` differs between the two modules: otherwise the compiler might merge the two
/// functions.
#[inline(never)]
pub(crate) fn work(kind: Kind, times: usize, salt: u64) -> u64 {
    for _ in 0..times {
        black_box(
            salt ^ match kind {
                Kind::List(n) => list(n),
                Kind::Faults => faults(),
                Kind::Computes => compute(),
            },
        );
    }
    // A slowed A does the same work more often, and must return what A returns.
    1
}

fn list(n: usize) -> u64 {
    let mut nodes: Vec<Box<[u64; 4]>> = Vec::with_capacity(n);
    for i in 0..n as u64 {
        nodes.push(Box::new([i; 4]));
    }
    nodes.iter().map(|node| node[0]).sum()
}

fn faults() -> u64 {
    /// More than allocators keep: glibc's largest threshold is 32 MB.
    const BYTES: usize = 40 << 20;
    const PAGES: usize = 64;
    let mut block: Vec<u8> = Vec::with_capacity(BYTES);
    for place in block.spare_capacity_mut()[..PAGES << 12]
        .iter_mut()
        .step_by(1 << 12)
    {
        black_box(place.write(1));
    }
    block.capacity() as u64
}

fn compute() -> u64 {
    (0..2_000).fold(1, |sum: u64, i| black_box(sum.rotate_left(5) ^ i))
}
