//! One process's share of a comparison: samples of one side, and of no other.
//!
//! The other side's blocks would be in the same heap, and change what this side's allocations cost: by up to a
//! third in an exercise of ours.

use super::sampler::{Plan, Sample, Sampler, calls_for, sample};
use super::stats;
use crate::protocol::Clock;
use std::fmt::{self, Write as _};
use std::str::FromStr;

/// The fraction of a process's time whose samples are discarded, while caches, page tables and clock rates settle.
const WARM_UP: f64 = 0.2;
/// All inputs are called at least this often, so that a median means something where a call takes milliseconds: code that
/// allocates is slower in its first rounds, while the heap's free blocks find their order.
const ROUNDS: usize = 3;

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
        let mut sampler = Sampler {
            clock: plan.clock,
            inputs,
            calls: calls_for(plan, inputs, &mut f),
            answers,
            f: &mut f,
        };
        sampler.take(plan.time.mul_f64(WARM_UP), 1);
        let rounds = if plan.time.is_zero() { 1 } else { ROUNDS };
        let samples = sampler.take(plan.time.mul_f64(1.0 - WARM_UP), rounds);
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
        for number in 0..inputs.len() {
            let (sample, answer) = sample(clock, inputs, number, 1, &mut f);
            answers.push(answer);
            samples.push(sample);
        }
        Self {
            clock,
            answers,
            samples,
        }
    }

    /// The value of this process: the logarithm of its nanoseconds per call. Samples that begin with the same input are of
    /// the same calls: each such group counts alike, by the median of its samples, however many of them there were.
    pub(super) fn log_ns(&self) -> f64 {
        let medians = self.by_first().into_iter();
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

    /// The nanoseconds per call of each sample, divided by the median of its group's.
    pub(super) fn unevenness(&self) -> Vec<f64> {
        let by_first = self.by_first().into_iter();
        let relative = by_first.flat_map(|mut times| {
            let median = stats::median(&mut times);
            times.into_iter().map(move |time| time / median)
        });
        relative.collect()
    }

    fn by_first(&self) -> Vec<Vec<f64>> {
        let mut all = vec![Vec::new(); self.answers.len()];
        for sample in &self.samples {
            all[sample.first].push(sample.ns);
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
            first,
            ns,
            faults,
            waits,
        } in &self.samples
        {
            let _ = writeln!(text, "{first} {ns} {} {}", word(faults), word(waits));
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
            let &[first, ns, faults, waits] = words.as_slice() else {
                return None;
            };
            Some(Sample {
                first: first.parse().ok().filter(|first| *first < answers.len())?,
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

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    const AT_ONCE: Plan = Plan {
        clock: Clock::Wall,
        time: Duration::ZERO,
        sample: Duration::ZERO,
    };

    fn share(samples: &[(usize, f64)]) -> Share {
        let samples = samples.iter().map(|&(first, ns)| Sample {
            first,
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
    fn samples_of_the_same_calls_count_alike() {
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
        let inputs: Vec<usize> = share.samples.iter().map(|sample| sample.first).collect();
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
