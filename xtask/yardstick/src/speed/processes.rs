//! The whole comparison: pairs of processes, until the answer is clear.

use super::children::{Children, Method};
use super::clock::{CLOCK, fault_ns};
use super::comparison::{Comparison, Pair};
use super::purpose::note_if_unoptimised;
use super::{noise, stats};
use crate::protocol::SpeedVerdict;

/// Pairs of processes that are timed, unless the answer is clear earlier. With twenty, the fourth value from
/// below and the fourth from above enclose the median with 99 % confidence: three unlucky processes
/// do not widen the interval. Twelve longer ones found a slowdown of 5 % in only 92.5 % of 40 runs,
/// since processes differ more than the samples within one.
const PAIRS: usize = 20;
/// From [`stats::MIN_VALUES`] pairs on, an interval no wider than this, as high over low, is enough.
const NARROW: f64 = 1.02;

/// Times `bad` against `yours`, prints the result, and writes it as the fact `speed`.
///
/// Each function gets one of the `inputs` and returns a checksum of its answer, which depends on
/// the input alone. Before anything is timed, both must agree on every input; and so must the two processes of
/// every pair. It takes about a second, or less where the answer is clear earlier, plus the time to start the processes
/// and to build the inputs.
///
/// The program is started again for each process, with the same arguments. In a child, only one of the two functions
/// is called, and measurements before its own return at once, with meaningless figures.
///
/// Under `cargo test`, which starts benchmarks without `--bench`, both functions run a few times, and no figures
/// are printed; the returned ones mean nothing ([`is_trial`](super::is_trial)). Asked for a list of its tests, the program prints
/// one, and exits.
///
/// # Panics
/// When there are no inputs, when the two functions disagree, or when a process cannot be started.
#[track_caller]
pub fn compare<I>(
    workload: &str,
    inputs: &[I],
    mut bad: impl FnMut(&I) -> u64,
    mut yours: impl FnMut(&I) -> u64,
) -> Comparison {
    let method = Method {
        clock: CLOCK,
        children: 2 * PAIRS,
    };
    let Some(children) = Children::of(workload, inputs, method, &mut bad, &mut yours) else {
        return Comparison::meaningless();
    };
    let comparison = in_processes(&children);
    println!("{workload}: {comparison}");
    note_if_unoptimised();
    comparison.emit(workload);
    comparison
}

#[track_caller]
fn in_processes(children: &Children<'_>) -> Comparison {
    let mut pairs = Vec::new();
    while pairs.len() < PAIRS {
        pairs.push(children.pair(pairs.len(), None));
        if pairs.len() >= stats::MIN_VALUES && is_narrow(&pairs) {
            break;
        }
    }
    let mut comparison = Comparison::of(&pairs);
    comparison.details.fault_ns = fault_ns();
    if comparison.verdict() == SpeedVerdict::TooNoisy {
        comparison.details.reason = Some(noise::reason(&pairs));
    }
    comparison
}

fn is_narrow(pairs: &[Pair]) -> bool {
    let mut ratios: Vec<f64> = pairs.iter().map(Pair::log_ratio).collect();
    let interval = stats::interval(&mut ratios);
    (interval.high - interval.low).exp() <= NARROW
}
