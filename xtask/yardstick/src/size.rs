//! Sizes of inputs, for tests that also run under Miri, and once more when nobody waits.

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

/// The size of an input: `n` in the build that a learner waits for, and `large` in the optimised one, in which whatever
/// passes is tried once more.
#[must_use]
pub const fn thorough(n: usize, large: usize) -> usize {
    if cfg!(debug_assertions) { n } else { large }
}
