//! The common method, for comparison: time one function for a while, then the other.

use std::hint::black_box;
use std::time::{Duration, Instant};

/// How long each side is timed, so that both together take as long as a paired measurement.
const SIDE: Duration = Duration::from_millis(500);

/// The ratio of the two medians.
pub(crate) fn ratio(bad: impl Fn() -> u64, yours: impl Fn() -> u64) -> f64 {
    median_time(bad) / median_time(yours)
}

fn median_time(work: impl Fn() -> u64) -> f64 {
    let start = Instant::now();
    let mut times = Vec::new();
    while start.elapsed() < SIDE {
        let call = Instant::now();
        black_box(work());
        times.push(call.elapsed().as_secs_f64());
    }
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}
