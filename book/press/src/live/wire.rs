//! What the pages are told about their reader: JSON, sent as events.
//!
//! A page gets the [`Overview`] of all exercises, a [`Card`] for each exercise that it shows, and [`Claims`] if it shows
//! those. All texts are plain: the page never takes one for markup.

use grader::results::Standing;
use serde::Serialize;
use std::collections::BTreeMap;

/// Where the reader is in the whole workbook.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Overview {
    /// In teaching order.
    pub exercises: Vec<Line>,
    /// The id of the exercise to go on with; `None` where nothing is left.
    pub next: Option<String>,
    /// What was guessed at the book's questions, by the question's key.
    pub predictions: BTreeMap<String, String>,
}

/// One exercise in the overview.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Line {
    /// Its id.
    pub id: String,
    /// Its number.
    pub number: u32,
    /// Its title.
    pub title: String,
    /// About how long it takes.
    pub minutes: u32,
    /// The page of its chapter, relative to the book's root.
    pub page: String,
    /// Whether it has ever passed.
    pub passed: bool,
    /// Whether it has passed with a star.
    pub star: bool,
    /// Whether it was marked as known.
    pub known: bool,
    /// Where it stands now, as `failed`; `None` before the first check.
    pub standing: Option<Standing>,
    /// Steps passed, and how many there are; both 0 before the first check.
    pub steps: (usize, usize),
    /// Its latest speedups on this machine.
    pub speedups: Option<Speedups>,
}

/// How many times as fast as Bad the versions of an exercise are, each with the ends of its interval.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Speedups {
    /// Without an arena.
    pub tuned: Option<[f64; 3]>,
    /// The solution.
    pub reference: Option<[f64; 3]>,
    /// The reader's.
    pub yours: [f64; 3],
}

/// What the card of an exercise shows.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Card {
    /// The exercise's id.
    pub id: String,
    /// What is being done for it now, as `checking`; `None` when nothing is.
    pub busy: Option<String>,
    /// Where it stands now, as `failed`; `None` before the first check.
    pub standing: Option<Standing>,
    /// The steps, in teaching order; empty before the first check, and where the code does not compile.
    pub steps: Vec<StepLine>,
    /// Heap calls, in words.
    pub heap_calls: Option<String>,
    /// The first failure.
    pub failure: Option<Failure>,
    /// What a pass says, as names and texts.
    pub pass: Option<Vec<(String, String)>>,
    /// Whether it has passed before, and that version is kept.
    pub has_passed: bool,
    /// The step that hints and the lesson are about.
    pub step: String,
    /// The hints of that step that were shown so far.
    pub hints: Vec<String>,
    /// How many more there are.
    pub more_hints: usize,
    /// What the step asks for, and why.
    pub lesson: Option<String>,
    /// The question to ask before the first check.
    pub guess: Option<Question>,
    /// What came of the last action, and its number, so that the same words twice are said twice.
    pub said: Option<(u64, String)>,
    /// Whether it has a benchmark.
    pub can_measure: bool,
    /// When the trace that is kept was recorded, in milliseconds since 1970; `None` where there is none.
    pub trace: Option<u64>,
    /// Its latest measurement on this machine.
    pub measured: Option<Measured>,
    /// Its latest measurement by number of threads on this machine.
    pub by_threads: Option<ByThreads>,
    /// The solution beside the learner's version, once somebody asked for it.
    pub solution: Option<Solution>,
}

/// Where the learner's version and the solution differ.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Solution {
    /// The files: yours and ours.
    pub files: [String; 2],
    /// Empty where they are the same.
    pub groups: Vec<Lines>,
}

/// Neighbouring differences.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Lines {
    /// The numbers of the first lines, from 1.
    pub first: [usize; 2],
    /// A line of yours, a line of ours, and whether they are the same.
    pub rows: Vec<(Option<String>, Option<String>, bool)>,
}

/// A measurement of an exercise, to be drawn.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Measured {
    /// When, in seconds since 1970.
    pub seconds: u64,
    /// The processor, the system and the compiler.
    pub machine: String,
    /// Whether it is of the sources as they are now; true where that is not known.
    pub is_current: bool,
    /// Bad and the others, Bad first.
    pub versions: Vec<Version>,
    /// Those of yours before it, oldest first.
    pub earlier: Vec<Earlier>,
    /// What was guessed before the first check, where that was about speed: in words, and as a factor.
    pub guess: Option<(String, f64)>,
}

/// One of the versions that were measured.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Version {
    /// As `without an arena`.
    pub name: &'static str,
    /// Bad's time divided by this version's: 1 for Bad.
    pub ratio: f64,
    /// The interval's lower end.
    pub low: f64,
    /// The interval's upper end.
    pub high: f64,
    /// Page faults of a call, where that is known.
    pub faults: Option<f64>,
    /// Heap calls in the graded test that reports them, where that is known.
    pub heap_calls: Option<u64>,
}

/// An earlier measurement of the reader's version.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Earlier {
    /// When, in seconds since 1970.
    pub seconds: u64,
    /// Bad's time divided by that version's.
    pub ratio: f64,
    /// The interval's lower end.
    pub low: f64,
    /// The interval's upper end.
    pub high: f64,
}

/// How an exercise scales with threads, to be drawn.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ByThreads {
    /// When, in seconds since 1970.
    pub seconds: u64,
    /// The processor, the system and the compiler.
    pub machine: String,
    /// Whether it is of the sources as they are now; true where that is not known.
    pub is_current: bool,
    /// Bad, yours and the solution.
    pub versions: Vec<Scaled>,
}

/// The times of one version by number of threads.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Scaled {
    /// As `yours`.
    pub name: &'static str,
    /// The number of threads, with nanoseconds per call of the fastest process, the median one and the slowest.
    pub times: Vec<(u64, [f64; 3])>,
}

/// How far the run is that tries the published claims.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Claims {
    /// What is being done now, in words; `None` when nothing is.
    pub busy: Option<String>,
    /// How many experiments have run.
    pub done: usize,
    /// How many will run at most; 0 where that is not known yet.
    pub total: usize,
    /// What came of the last run, and its number.
    pub said: Option<(u64, String)>,
}

/// One step.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StepLine {
    /// As `step2_budget`.
    pub name: String,
    /// Whether all its tests passed.
    pub passed: bool,
    /// The figure that comes nearest to its limit.
    pub figure: Option<String>,
}

/// A failure, in the order in which it is read.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Failure {
    /// Where and how: `step2_budget: failed`, or `does not compile`.
    pub title: String,
    /// What the test claims.
    pub claim: Option<String>,
    /// The message.
    pub message: String,
    /// What points at the cause.
    pub question: Option<String>,
    /// What has changed since the last attempt.
    pub since: Option<String>,
    /// The place of the test.
    pub place: Option<String>,
}

/// A question with choices.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Question {
    /// The question.
    pub ask: String,
    /// What to choose from.
    pub choices: Vec<String>,
}
