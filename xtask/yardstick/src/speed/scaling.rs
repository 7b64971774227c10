//! How two functions scale with threads: their times, with the spread over processes, and no ratio.
//!
//! What threads wait for each other depends on when the system puts one to sleep and wakes it, and that may stay the
//! same for as long as a process lives, or for minutes. The same binary was 1.60 times as fast in one run, and 5.34 times
//! in the next (exercise 18, 2-core Linux VM, November 2026), each with an interval of a tenth: no interval from one run
//! says what the next will show. So all that is reported is what was seen: the lowest, the median and the highest time
//! of some processes, for each number of threads, and how often a thread had to wait.

use super::children::{Children, Method};
use super::comparison::Pair;
use super::purpose::note_if_unoptimised;
use super::side::Share;
use super::stats;
use crate::facts;
use crate::protocol::{Clock, Fact, ScalingPoint, ScalingTimes};

/// Pairs of processes for each number of threads.
const PAIRS: usize = 10;

/// Times `bad` and `yours` by wall time with 1, 2, 4, … threads, up to the number of cores and at least two; prints the
/// results, and writes each as a fact `scaling`.
///
/// Both functions run their work on rayon's global pool: each process gets its number of threads in `RAYON_NUM_THREADS`.
/// Processes of all numbers of threads take turns, so that what drifts slowly hits all of them alike.
///
/// Inputs, answers and processes are as for [`compare`](super::compare), and so is what happens under `cargo test`. It
/// takes about a second for each number of threads, plus the time to start the processes and to build the inputs.
///
/// # Panics
/// When there are no inputs, when the two functions disagree, or when a process cannot be started.
#[track_caller]
pub fn scaling<I>(
    workload: &str,
    inputs: &[I],
    mut bad: impl FnMut(&I) -> u64,
    mut yours: impl FnMut(&I) -> u64,
) {
    let method = Method {
        clock: Clock::Wall,
        children: 2 * PAIRS,
    };
    let Some(children) = Children::of(workload, inputs, method, &mut bad, &mut yours) else {
        return;
    };
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let threads = numbers_of_threads(cores);
    let mut pairs: Vec<Vec<Pair>> = threads.iter().map(|_| Vec::new()).collect();
    for n in 0..PAIRS {
        for (&threads, pairs) in threads.iter().zip(&mut pairs) {
            pairs.push(children.pair(n, Some(threads)));
        }
    }
    println!("{workload}: microseconds a call by wall time, of {PAIRS} processes for each");
    for (threads, pairs) in threads.into_iter().zip(pairs) {
        let point = point(workload, threads, &pairs);
        println!("{}", line(&point));
        facts::emit(&Fact::Scaling(point));
    }
    note_if_unoptimised();
}

/// The powers of two up to the number of cores, and that itself; at least 1 and 2.
fn numbers_of_threads(cores: usize) -> Vec<usize> {
    let most = cores.max(2);
    let powers = std::iter::successors(Some(1), |n| Some(2 * n));
    let below = powers.take_while(|&n| n < most);
    below.chain([most]).collect()
}

fn point(workload: &str, threads: usize, pairs: &[Pair]) -> ScalingPoint {
    let bad = times(pairs.iter().map(|pair| &pair.bad));
    let yours = times(pairs.iter().map(|pair| &pair.yours));
    ScalingPoint {
        workload: workload.to_owned(),
        threads: threads as u64,
        pairs: pairs.len() as u64,
        bad_low_ns: bad.low_ns,
        bad_ns: bad.ns,
        bad_high_ns: bad.high_ns,
        bad_waits: bad.waits,
        yours_low_ns: yours.low_ns,
        yours_ns: yours.ns,
        yours_high_ns: yours.high_ns,
        yours_waits: yours.waits,
    }
}

/// What the processes of one side say; at least one.
fn times<'a>(shares: impl Iterator<Item = &'a Share> + Clone) -> ScalingTimes {
    let mut values: Vec<f64> = shares.clone().map(|share| share.log_ns().exp()).collect();
    let waits: Option<Vec<f64>> = shares.map(Share::waits).collect();
    let ns = stats::median(&mut values);
    ScalingTimes {
        low_ns: values[0],
        ns,
        high_ns: values[values.len() - 1],
        waits: waits.map(|mut waits| stats::median(&mut waits)),
    }
}

fn line(point: &ScalingPoint) -> String {
    let side = |name: &str, times: ScalingTimes| {
        let waits = times.waits.map(|waits| format!(", {waits:.1} waits"));
        format!(
            "{name} {:.1} ({:.1} to {:.1}{})",
            times.ns / 1e3,
            times.low_ns / 1e3,
            times.high_ns / 1e3,
            waits.unwrap_or_default()
        )
    };
    format!(
        "{:>4} {}: {}, {}",
        point.threads,
        if point.threads == 1 {
            "thread"
        } else {
            "threads"
        },
        side("bad", point.bad()),
        side("yours", point.yours())
    )
}

#[cfg(test)]
mod tests {
    use super::super::sampler::Sample;
    use super::*;

    #[test]
    fn threads_double_up_to_the_cores() {
        assert_eq!(numbers_of_threads(1), [1, 2]);
        assert_eq!(numbers_of_threads(2), [1, 2]);
        assert_eq!(numbers_of_threads(6), [1, 2, 4, 6]);
        assert_eq!(numbers_of_threads(16), [1, 2, 4, 8, 16]);
    }

    fn share(ns: f64, waits: Option<f64>) -> Share {
        Share {
            clock: Clock::Wall,
            answers: vec![7],
            samples: vec![Sample {
                first: 0,
                ns,
                faults: None,
                waits,
            }],
        }
    }

    #[test]
    fn a_point_has_the_median_and_the_outermost_of_the_processes() {
        let pair = |bad: f64, yours: f64| Pair {
            bad: share(bad, Some(bad / 1e3)),
            yours: share(yours, None),
        };
        let pairs = [pair(9e3, 2e3), pair(3e3, 1e3), pair(4e3, 8e3)];
        assert_eq!(
            line(&point("w", 2, &pairs)),
            "   2 threads: bad 4.0 (3.0 to 9.0, 4.0 waits), yours 2.0 (1.0 to 8.0)"
        );
    }
}
