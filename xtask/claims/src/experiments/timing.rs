//! Samples by turns.

use super::Extent;
use crate::evidence::median;
use std::time::{Duration, Instant};

/// Turns that warm the caches and the heap, and are not kept.
const WARM_UP: usize = 3;
/// Fewer turns than this have no median worth the name.
const LEAST_TURNS: usize = 15;
/// More turns than this tell nothing new.
const MOST_TURNS: usize = 1_000;

/// How long the turns of one comparison may take together.
fn budget(extent: Extent) -> Duration {
    Duration::from_millis(match extent {
        Extent::Full => 120,
        Extent::Quick => 1,
    })
}

/// What one run of a side gives.
pub trait Sample {
    /// The mean of two samples.
    fn mean(self, other: Self) -> Self;
}

impl Sample for f64 {
    fn mean(self, other: Self) -> Self {
        f64::midpoint(self, other)
    }
}

/// Runs all sides in turns until the time is up: there and back again, so that what one side
/// leaves to the next (caches, the state of the heap) reaches each from both neighbours. Each side
/// gives one sample per turn, the mean of its two runs. The lists are equally long, turn by turn.
pub fn in_turns<T: Sample, const N: usize>(
    extent: Extent,
    sides: [&mut dyn FnMut() -> T; N],
) -> [Vec<T>; N] {
    let mut samples = std::array::from_fn(|_| Vec::new());
    let mut start = Instant::now();
    for turn in 0..MOST_TURNS + WARM_UP {
        if turn == WARM_UP {
            samples.iter_mut().for_each(Vec::clear);
            start = Instant::now();
        }
        let there: [T; N] = std::array::from_fn(|at| sides[at]());
        for (at, first) in there.into_iter().enumerate().rev() {
            samples[at].push(first.mean(sides[at]()));
        }
        if turn >= LEAST_TURNS + WARM_UP && start.elapsed() > budget(extent) {
            break;
        }
    }
    samples
}

/// The median of what `figure` gives for each sample.
pub fn middle<T>(samples: &[T], figure: impl Fn(&T) -> f64) -> f64 {
    median(&mut samples.iter().map(figure).collect::<Vec<_>>())
}

/// The median over turns of `figure` of one side, divided by that of the other.
pub fn ratio<T>(above: &[T], below: &[T], figure: impl Fn(&T) -> f64) -> f64 {
    let turns = above.iter().zip(below);
    let ratios = turns.map(|(above, below)| figure(above) / figure(below).max(f64::MIN_POSITIVE));
    median(&mut ratios.collect::<Vec<_>>())
}

/// A clock that leaves out what reading it costs.
pub struct Clock {
    cost: f64,
}

impl Clock {
    /// Finds out what two readings in a row cost.
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
