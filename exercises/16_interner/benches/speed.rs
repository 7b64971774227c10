//! Bad against yours: intern all the names that a large program uses, and drop the interner.
//!
//! Much of the time goes into hashing each use of a name and comparing it with the table's entries,
//! and an arena changes neither. What can be gained: Bad copies each new name twice, and its table
//! grows step by step and hashes all its names again each time. Both sides hash with `std`'s
//! SipHash, unless you choose another hasher for yours; if you do, ask where the gain comes from.

use bumpalo::Bump;
use fastrand::Rng;
use interner::Interner;

#[path = "../tests/graded/names.rs"]
#[allow(dead_code, reason = "the bench needs only random names")]
mod names;

const N_NAMES: usize = 20_000;
const N_USES: usize = 60_000;

/// Every symbol, and the last byte of every name.
macro_rules! checksum {
    ($interner:expr, $uses:expr) => {{
        let mut interner = $interner;
        $uses.iter().fold(0_u64, |sum, name| {
            let symbol = interner.intern(name);
            let last = interner.resolve(symbol).as_bytes().last();
            let last = last.copied().map_or(0, u64::from);
            sum.wrapping_mul(31)
                .wrapping_add(symbol.index() as u64 + last)
        })
    }};
}

pub(crate) fn main() {
    let mut rng = Rng::with_seed(yardstick::seed());
    let programs: Vec<Vec<String>> = (0..4)
        .map(|_| names::different(&mut rng, N_NAMES))
        .collect();
    let inputs: Vec<Vec<&str>> = programs
        .iter()
        .map(|names| names::as_used(&mut rng, names, N_USES))
        .collect();
    // Never used, so it has no chunk: Bad's signature asks for an arena.
    let unused = Bump::new();
    let mut arena = Bump::new();
    yardstick::speed::compare(
        "the names of a large program",
        &inputs,
        |uses| checksum!(bad::Interner::new(&unused), uses),
        |uses| {
            let sum = checksum!(Interner::new(&arena), uses);
            arena.reset();
            sum
        },
    );
}
