//! Interleaved samples.

use super::extent::Extent;
use crate::evidence::median;
use std::time::{Duration, Instant};

/// Rounds that warm the caches and the heap, and are discarded.
const WARM_UP: usize = 3;
/// Fewer rounds than this have no meaningful median.
const MIN_ROUNDS: usize = 15;
/// More rounds than this add nothing.
const MAX_ROUNDS: usize = 1_000;

/// How long the rounds of one comparison may take together.
fn budget(extent: Extent) -> Duration {
    Duration::from_millis(match extent {
        Extent::Full => 120,
        Extent::Quick => 1,
    })
}

/// The result of one run of a side.
pub trait Sample {
    /// The mean of two samples.
    fn mean(self, other: Self) -> Self;
}

impl Sample for f64 {
    fn mean(self, other: Self) -> Self {
        f64::midpoint(self, other)
    }
}

/// Runs all sides in rounds until the time is up. In a round they run in order and then in reverse, so
/// that what one side leaves to the next (caches, the state of the heap) reaches each from both
/// neighbours. Each side gives one sample per round, the mean of its two runs, so the lists are
/// equally long.
pub fn interleave<T: Sample, const N: usize>(
    extent: Extent,
    sides: [&mut dyn FnMut() -> T; N],
) -> [Vec<T>; N] {
    let mut samples = std::array::from_fn(|_| Vec::new());
    let mut start = Instant::now();
    for round in 0..MAX_ROUNDS + WARM_UP {
        if round == WARM_UP {
            samples.iter_mut().for_each(Vec::clear);
            start = Instant::now();
        }
        let forward: [T; N] = std::array::from_fn(|at| sides[at]());
        for (at, first) in forward.into_iter().enumerate().rev() {
            samples[at].push(first.mean(sides[at]()));
        }
        if round >= MIN_ROUNDS + WARM_UP && start.elapsed() > budget(extent) {
            break;
        }
    }
    samples
}

/// The median of `figure` over the samples.
pub fn median_of<T>(samples: &[T], figure: impl Fn(&T) -> f64) -> f64 {
    median(&mut samples.iter().map(figure).collect::<Vec<_>>())
}

/// The median over rounds of one side's `figure` divided by the other's.
pub fn ratio<T>(above: &[T], below: &[T], figure: impl Fn(&T) -> f64) -> f64 {
    let rounds = above.iter().zip(below);
    let ratios = rounds.map(|(above, below)| figure(above) / figure(below).max(f64::MIN_POSITIVE));
    median(&mut ratios.collect::<Vec<_>>())
}

/// A clock that subtracts the cost of reading it.
pub struct Clock {
    cost: f64,
}

impl Clock {
    /// Measures the cost of two readings in a row.
    pub fn new() -> Self {
        let costs = (0..1_001).map(|_| {
            let start = Instant::now();
            start.elapsed().as_nanos() as f64
        });
        Self {
            cost: median(&mut costs.collect::<Vec<_>>()),
        }
    }

    /// Nanoseconds from `start` to `end`; never negative.
    pub fn between(&self, start: Instant, end: Instant) -> f64 {
        let elapsed = end.duration_since(start).as_nanos() as f64;
        (elapsed - self.cost).max(0.0)
    }

    /// Nanoseconds that `work` takes.
    pub fn time<R>(&self, work: impl FnOnce() -> R) -> f64 {
        let start = Instant::now();
        let result = std::hint::black_box(work());
        let end = Instant::now();
        drop(result);
        self.between(start, end)
    }
}
