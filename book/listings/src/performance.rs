//! The chapter "Performance impact": a benchmark that stops its
//! clock too early.

/// The clock stops before the result is dropped.
pub mod early {
    // ANCHOR: bad_timed
    /// What `work` takes, by `clock`.
    pub fn timed<T>(
        clock: impl Fn() -> u64,
        work: impl FnOnce() -> T,
    ) -> u64 {
        let start = clock();
        let result = work();
        let taken = clock() - start;
        drop(result);
        taken
    }
    // ANCHOR_END: bad_timed
}

// ANCHOR: good_timed
/// What `work` takes, by `clock`.
pub fn timed<T>(
    clock: impl Fn() -> u64,
    work: impl FnOnce() -> T,
) -> u64 {
    let start = clock();
    let result = work();
    drop(result);
    clock() - start
}
// ANCHOR_END: good_timed
