//! One process's share of a comparison: samples of one side, and of no other.
//!
//! The other side's blocks would be in the same heap, and change what this side's allocations cost: by up to a
//! third in an exercise of ours.

use super::clock::cost_of;
use super::stats;
use crate::protocol::Clock;
use std::fmt::{self, Write as _};
use std::hint::black_box;
use std::str::FromStr;
use std::time::{Duration, Instant};

/// The fraction of a process's time whose samples are discarded, while caches, page tables and clock rates settle.
const WARM_UP: f64 = 0.2;
/// Under load, a process may take this many times as long as it has a processor.
const PATIENCE: u32 = 8;

/// Which function a process times.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Bad,
    Yours,
}

impl fmt::Display for Side {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Side::Bad => "bad",
            Side::Yours => "yours",
        })
    }
}

impl FromStr for Side {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "bad" => Ok(Side::Bad),
            "yours" => Ok(Side::Yours),
            _ => Err(()),
        }
    }
}

/// By which clock and for how long a process takes samples, and how long one sample is to last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Plan {
    pub(super) clock: Clock,
    pub(super) time: Duration,
    /// The same for both sides: what interrupts a long sample more often than a short one would favour one of them.
    pub(super) sample: Duration,
}

/// One sample: some calls on one input.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Sample {
    /// The input's number.
    pub(super) input: usize,
    /// Nanoseconds per call.
    pub(super) ns: f64,
    /// Minor page faults per call, where they are counted.
    pub(super) faults: Option<f64>,
    /// How often a thread had to wait per call, where that is counted.
    pub(super) waits: Option<f64>,
}

/// What one process measured.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Share {
    pub(super) clock: Clock,
    /// The answer to each input, which the other side's must equal.
    pub(super) answers: Vec<u64>,
    /// At least one of each input.
    pub(super) samples: Vec<Sample>,
}

impl Share {
    /// Times `f` for about as long as planned, on all inputs alike.
    pub(super) fn measure<I>(inputs: &[I], plan: Plan, mut f: impl FnMut(&I) -> u64) -> Self {
        let answers: Vec<u64> = inputs.iter().map(&mut f).collect();
        let calls = inputs.iter().map(|input| calls_for(plan, input, &mut f));
        let mut sampler = Sampler {
            clock: plan.clock,
            inputs,
            calls: calls.collect(),
            answers,
            f: &mut f,
        };
        sampler.take(plan.time.mul_f64(WARM_UP));
        let samples = sampler.take(plan.time.mul_f64(1.0 - WARM_UP));
        Self {
            clock: plan.clock,
            answers: sampler.answers,
            samples,
        }
    }

    /// Times `f` once on each input, which it has never seen before.
    pub(super) fn measure_fresh<I>(
        inputs: &[I],
        clock: Clock,
        mut f: impl FnMut(&I) -> u64,
    ) -> Self {
        let mut answers = Vec::new();
        let mut samples = Vec::new();
        for (number, input) in inputs.iter().enumerate() {
            let (sample, answer) = sample(clock, number, input, 1, &mut f);
            answers.push(answer);
            samples.push(sample);
        }
        Self {
            clock,
            answers,
            samples,
        }
    }

    /// The value of this process: the logarithm of its nanoseconds per call. Each input counts alike, by the median
    /// of its samples, however many of them there were.
    pub(super) fn log_ns(&self) -> f64 {
        let medians = self.by_input().into_iter();
        let logs: Vec<f64> = medians
            .map(|mut times| stats::median(&mut times).ln())
            .collect();
        logs.iter().sum::<f64>() / logs.len() as f64
    }

    /// Page faults per call, over all samples.
    pub(super) fn faults(&self) -> Option<f64> {
        self.mean(|sample| sample.faults)
    }

    /// Waits per call, over all samples.
    pub(super) fn waits(&self) -> Option<f64> {
        self.mean(|sample| sample.waits)
    }

    fn mean(&self, count: impl Fn(&Sample) -> Option<f64>) -> Option<f64> {
        let counts: Option<Vec<f64>> = self.samples.iter().map(count).collect();
        let counts = counts?;
        Some(counts.iter().sum::<f64>() / counts.len() as f64)
    }

    /// The nanoseconds per call of each sample, divided by the median of its input's.
    pub(super) fn unevenness(&self) -> Vec<f64> {
        let by_input = self.by_input().into_iter();
        let relative = by_input.flat_map(|mut times| {
            let median = stats::median(&mut times);
            times.into_iter().map(move |time| time / median)
        });
        relative.collect()
    }

    fn by_input(&self) -> Vec<Vec<f64>> {
        let mut all = vec![Vec::new(); self.answers.len()];
        for sample in &self.samples {
            all[sample.input].push(sample.ns);
        }
        all.retain(|times| !times.is_empty());
        all
    }

    /// As lines of text: what the parent process reads.
    pub(super) fn write(&self) -> String {
        let mut text = self.clock.name().to_owned();
        for answer in &self.answers {
            // Writing to a `String` cannot fail.
            let _ = write!(text, " {answer}");
        }
        text.push('\n');
        let word = |count: &Option<f64>| count.map_or("-".to_owned(), |count| count.to_string());
        for Sample {
            input,
            ns,
            faults,
            waits,
        } in &self.samples
        {
            let _ = writeln!(text, "{input} {ns} {} {}", word(faults), word(waits));
        }
        text
    }

    /// Reads what [`write`](Self::write) wrote; `None` for anything else.
    pub(super) fn read(text: &str) -> Option<Self> {
        let mut lines = text.lines();
        let mut words = lines.next()?.split(' ');
        let clock = Clock::named(words.next()?)?;
        let answers: Vec<u64> = words.map(|word| word.parse().ok()).collect::<Option<_>>()?;
        let count = |word: &str| match word {
            "-" => Some(None),
            count => count.parse().ok().map(Some),
        };
        let samples = lines.map(|line| {
            let words: Vec<&str> = line.split(' ').collect();
            let &[input, ns, faults, waits] = words.as_slice() else {
                return None;
            };
            Some(Sample {
                input: input.parse().ok().filter(|input| *input < answers.len())?,
                ns: ns.parse().ok()?,
                faults: count(faults)?,
                waits: count(waits)?,
            })
        });
        let samples: Vec<Sample> = samples.collect::<Option<_>>()?;
        (!samples.is_empty()).then_some(Self {
            clock,
            answers,
            samples,
        })
    }
}

/// How many calls on this input a sample needs to last as long as it should.
fn calls_for<I>(plan: Plan, input: &I, f: &mut impl FnMut(&I) -> u64) -> u32 {
    const MAX: u32 = 1 << 24;
    let length = plan.sample;
    let mut calls = 1;
    loop {
        let time = cost_of(plan.clock, || {
            black_box(call(input, calls, f));
        })
        .time;
        if time >= length || calls >= MAX {
            return calls;
        }
        if time >= length / 4 {
            let calls = f64::from(calls) * length.as_secs_f64() / time.as_secs_f64();
            return (calls.ceil() as u32).min(MAX);
        }
        calls *= 2;
    }
}

/// Calls `f` so often; the sum of its answers.
fn call<I>(input: &I, calls: u32, f: &mut impl FnMut(&I) -> u64) -> u64 {
    let answers = (0..calls).map(|_| black_box(f(black_box(input))));
    answers.fold(0, u64::wrapping_add)
}

/// A sample of input `number`, and the sum of the answers.
fn sample<I>(
    clock: Clock,
    number: usize,
    input: &I,
    calls: u32,
    f: &mut impl FnMut(&I) -> u64,
) -> (Sample, u64) {
    let mut sum = 0;
    let cost = cost_of(clock, || sum = call(input, calls, f));
    let per_call = |amount: f64| amount / f64::from(calls);
    let sample = Sample {
        input: number,
        // Never zero, however coarse the clock: its logarithm is taken.
        ns: per_call((cost.time.as_secs_f64() * 1e9).max(1.0)),
        faults: cost.faults.map(|faults| per_call(faults as f64)),
        waits: cost.waits.map(|waits| per_call(waits as f64)),
    };
    (sample, sum)
}

/// Takes samples of one side.
struct Sampler<'a, I, F> {
    clock: Clock,
    inputs: &'a [I],
    /// Calls per sample, by input.
    calls: Vec<u32>,
    /// By input.
    answers: Vec<u64>,
    f: &'a mut F,
}

impl<I, F: FnMut(&I) -> u64> Sampler<'_, I, F> {
    /// Takes samples of each input in turn until they have lasted this long, and each at least once.
    fn take(&mut self, limit: Duration) -> Vec<Sample> {
        let start = Instant::now();
        let mut spent = Duration::ZERO;
        let mut samples = Vec::new();
        while samples.is_empty() || spent < limit && start.elapsed() < limit * PATIENCE {
            for (number, input) in self.inputs.iter().enumerate() {
                let calls = self.calls[number];
                let (sample, sum) = sample(self.clock, number, input, calls, self.f);
                let answer = self.answers[number];
                assert!(
                    sum == answer.wrapping_mul(u64::from(calls)),
                    "the answer to input {number} changed while it was timed; at first it was {answer}\n\
                     help: make the answer depend on the input alone"
                );
                spent += Duration::from_secs_f64(sample.ns * f64::from(calls) / 1e9);
                samples.push(sample);
            }
        }
        samples
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const AT_ONCE: Plan = Plan {
        clock: Clock::Wall,
        time: Duration::ZERO,
        sample: Duration::ZERO,
    };

    fn share(samples: &[(usize, f64)]) -> Share {
        let samples = samples.iter().map(|&(input, ns)| Sample {
            input,
            ns,
            faults: Some(ns / 2.0),
            waits: None,
        });
        Share {
            clock: Clock::Cpu,
            answers: vec![7, u64::MAX],
            samples: samples.collect(),
        }
    }

    #[test]
    fn a_share_survives_the_way_to_the_parent() {
        let mut share = share(&[(0, 1.5), (1, 1e9 / 3.0)]);
        assert_eq!(Share::read(&share.write()), Some(share.clone()));
        share.clock = Clock::Wall;
        share.samples[1].faults = None;
        share.samples[1].waits = Some(0.25);
        assert_eq!(Share::read(&share.write()), Some(share));
    }

    #[test]
    fn other_text_is_not_a_share() {
        for text in [
            "",
            "cpu 1\n",
            "cpu 1\n0 1.0",
            "cpu 1\n0 1.0 -",
            "cpu 1\n1 1.0 - -",
            "cpu 1\n0 1.0 - - 2",
            "cpu 1\n0 1.0 - x",
            "x 1\n0 1.0 - -",
        ] {
            assert_eq!(Share::read(text), None, "{text:?}");
        }
    }

    #[test]
    fn each_input_counts_alike() {
        let share = share(&[(0, 10.0), (0, 10.0), (0, 10.0), (1, 1_000.0)]);
        assert!((share.log_ns().exp() - 100.0).abs() < 1e-9);
        assert_eq!((share.faults(), share.waits()), (Some(128.75), None));
    }

    #[test]
    fn every_input_is_sampled_after_it_was_answered() {
        let mut asked = Vec::new();
        let share = Share::measure(&[10, 20], AT_ONCE, |n| {
            asked.push(*n);
            *n
        });
        assert_eq!(share.answers, [10, 20]);
        let inputs: Vec<usize> = share.samples.iter().map(|sample| sample.input).collect();
        assert_eq!(inputs, [0, 1]);
        assert_eq!(asked[..2], [10, 20]);
    }

    #[test]
    fn a_fresh_share_asks_for_each_answer_once() {
        let mut asked = Vec::new();
        let share = Share::measure_fresh(&[1, 2, 3], Clock::Wall, |n| {
            asked.push(*n);
            *n
        });
        assert_eq!((share.samples.len(), share.answers), (3, vec![1, 2, 3]));
        assert_eq!(asked, [1, 2, 3]);
    }

    #[test]
    #[should_panic(
        expected = "the answer to input 0 changed while it was timed; at first it was 1"
    )]
    fn an_answer_that_changes_is_not_timed() {
        let mut calls = 0;
        Share::measure(&[()], AT_ONCE, |()| {
            calls += 1;
            calls
        });
    }
}
