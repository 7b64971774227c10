//! The chapter "Performance impact": a benchmark that times more
//! than the work.

/// The clock runs while the input is copied.
pub mod copied {
    // ANCHOR: bad_timed
    /// What `work` takes on a copy of `input`, by `clock`.
    pub fn timed<T: Clone>(
        clock: impl Fn() -> u64,
        input: &T,
        work: impl FnOnce(&mut T),
    ) -> u64 {
        let start = clock();
        let mut copy = input.clone();
        work(&mut copy);
        clock() - start
    }
    // ANCHOR_END: bad_timed
}

// ANCHOR: good_timed
/// What `work` takes on a copy of `input`, by `clock`.
pub fn timed<T: Clone>(
    clock: impl Fn() -> u64,
    input: &T,
    work: impl FnOnce(&mut T),
) -> u64 {
    let mut copy = input.clone();
    let start = clock();
    work(&mut copy);
    clock() - start
}
// ANCHOR_END: good_timed
