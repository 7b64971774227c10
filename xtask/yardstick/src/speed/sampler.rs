//! Samples: calls of one side, timed together.

use super::clock::cost_of;
use crate::protocol::Clock;
use std::hint::black_box;
use std::time::{Duration, Instant};

/// Under load, a process may take this many times as long as it has a processor.
const PATIENCE: u32 = 8;

/// By which clock and for how long a process takes samples, and how long one sample is to last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Plan {
    pub(super) clock: Clock,
    pub(super) time: Duration,
    /// The same for both sides: what interrupts a long sample more often than a short one would favour one of them.
    pub(super) sample: Duration,
}

/// One sample: some calls, each on the next input. Of one input again and again, a processor would learn every branch.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Sample {
    /// The number of the first input.
    pub(super) first: usize,
    /// Nanoseconds per call.
    pub(super) ns: f64,
    /// Minor page faults per call, where they are counted.
    pub(super) faults: Option<f64>,
    /// How often a thread had to wait per call, where that is counted.
    pub(super) waits: Option<f64>,
}

/// How many calls a sample needs to last as long as it should: if more than there are inputs, all of them alike often.
pub(super) fn calls_for<I>(plan: Plan, inputs: &[I], f: &mut impl FnMut(&I) -> u64) -> usize {
    const MAX: usize = 1 << 24;
    let length = plan.sample;
    let whole = |calls: usize| match calls > inputs.len() {
        true => calls.next_multiple_of(inputs.len()),
        false => calls,
    };
    let mut calls = 1;
    loop {
        let time = cost_of(plan.clock, || {
            black_box(call(inputs, 0, calls, f));
        })
        .time;
        if time >= length || calls >= MAX {
            return whole(calls);
        }
        if time >= length / 4 {
            let calls = calls as f64 * length.as_secs_f64() / time.as_secs_f64();
            return whole((calls.ceil() as usize).min(MAX));
        }
        calls *= 2;
    }
}

/// Calls `f` on so many inputs, from number `first` on; the sum of its answers.
fn call<I>(inputs: &[I], first: usize, calls: usize, f: &mut impl FnMut(&I) -> u64) -> u64 {
    let (mut sum, mut number) = (0_u64, first);
    for _ in 0..calls {
        sum = sum.wrapping_add(black_box(f(black_box(&inputs[number]))));
        number += 1;
        if number == inputs.len() {
            number = 0;
        }
    }
    sum
}

/// A sample from input `first` on, and the sum of the answers.
pub(super) fn sample<I>(
    clock: Clock,
    inputs: &[I],
    first: usize,
    calls: usize,
    f: &mut impl FnMut(&I) -> u64,
) -> (Sample, u64) {
    let mut sum = 0;
    let cost = cost_of(clock, || sum = call(inputs, first, calls, f));
    let per_call = |amount: f64| amount / calls as f64;
    let sample = Sample {
        first,
        // Never zero, however coarse the clock: its logarithm is taken.
        ns: per_call((cost.time.as_secs_f64() * 1e9).max(1.0)),
        faults: cost.faults.map(|faults| per_call(faults as f64)),
        waits: cost.waits.map(|waits| per_call(waits as f64)),
    };
    (sample, sum)
}

/// Takes samples of one side.
pub(super) struct Sampler<'a, I, F> {
    pub(super) clock: Clock,
    pub(super) inputs: &'a [I],
    /// Calls per sample.
    pub(super) calls: usize,
    /// By input.
    pub(super) answers: Vec<u64>,
    pub(super) f: &'a mut F,
}

impl<I, F: FnMut(&I) -> u64> Sampler<'_, I, F> {
    /// Takes samples, each from the input on at which the last one ended, until they have lasted this long, and all inputs
    /// were called alike often, in at least `rounds` rounds.
    pub(super) fn take(&mut self, limit: Duration, rounds: usize) -> Vec<Sample> {
        let start = Instant::now();
        let mut spent = Duration::ZERO;
        let mut samples = Vec::new();
        let mut n_rounds = 0;
        while n_rounds < rounds || spent < limit && start.elapsed() < limit * PATIENCE {
            n_rounds += 1;
            let mut first = 0;
            loop {
                let (sample, sum) = sample(self.clock, self.inputs, first, self.calls, self.f);
                self.check(first, sum);
                spent += Duration::from_secs_f64(sample.ns * self.calls as f64 / 1e9);
                samples.push(sample);
                first = (first + self.calls) % self.inputs.len();
                if first == 0 {
                    break;
                }
            }
        }
        samples
    }

    /// Asserts that the answers of a sample have this sum.
    fn check(&mut self, first: usize, sum: u64) {
        let answers = self.answers.iter().cycle().skip(first).take(self.calls);
        if sum == answers.fold(0, |sum, answer| sum.wrapping_add(*answer)) {
            return;
        }
        let mut asked = self.inputs.iter().zip(&self.answers).enumerate();
        let changed = asked.find(|(_, (input, answer))| (self.f)(input) != **answer);
        let which = changed.map_or("an input".to_owned(), |(number, _)| {
            format!("input {number}")
        });
        let at_first = changed.map_or(String::new(), |(_, (_, answer))| {
            format!("; at first it was {answer}")
        });
        panic!(
            "the answer to {which} changed while it was timed{at_first}\n\
             help: make the answer depend on the input alone"
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sample_goes_on_where_the_last_one_ended() {
        let mut asked = Vec::new();
        let mut sampler = Sampler {
            clock: Clock::Wall,
            inputs: &[10, 20, 30],
            calls: 2,
            answers: vec![10, 20, 30],
            f: &mut |n: &u64| {
                asked.push(*n);
                *n
            },
        };
        let firsts: Vec<usize> = sampler
            .take(Duration::ZERO, 1)
            .iter()
            .map(|sample| sample.first)
            .collect();
        assert_eq!(firsts, [0, 2, 1]);
        assert_eq!(asked, [10, 20, 30, 10, 20, 30]);
    }

    #[test]
    fn many_calls_are_on_all_inputs_alike_often() {
        let plan = Plan {
            sample: Duration::from_micros(200),
            clock: Clock::Wall,
            time: Duration::ZERO,
        };
        let calls = calls_for(plan, &[1, 2, 3], &mut |n| {
            (0..100).fold(*n, |a, b| black_box(a ^ b))
        });
        assert!(calls > 3 && calls.is_multiple_of(3), "{calls}");
    }
}
