//! Sizes of inputs, for tests that also run under Miri.

/// The size of an input: `n`, but at most `in_miri` under Miri, which interprets each instruction and takes
/// thousands of times as long.
#[must_use]
pub const fn size(n: usize, in_miri: usize) -> usize {
    if cfg!(miri) && in_miri < n {
        in_miri
    } else {
        n
    }
}
