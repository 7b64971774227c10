//! Grades one exercise, measures it, or records a trace of it, or tries the published claims.

use super::history::Measurements;
use super::now::Now;
use super::trace;
use super::view;
use super::wire::{Card, Claims};
use crate::output::complain;
use anyhow::Result;
use grader::bench;
use grader::build::Allocator;
use grader::cancellation::Cancellation;
use grader::check::{Options, SpeedPolicy, check, look};
use grader::event::{Control, Event, Stage};
use grader::results::Standing;
use grader::state::State;
use std::time::Duration;
use tutor::experiments::{self, Progress};
use workbook::{Exercise, Workbook};

/// How long a test may run.
const TIMEOUT: Duration = Duration::from_secs(10);

/// What to do for an exercise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Task {
    /// Grade it: it was saved, or somebody asked.
    Grade,
    /// Say what was found last; nothing runs again that has not changed, and nothing is recorded.
    Look,
    /// Grade it, and measure it if it passes.
    Measure,
    /// Record what happens on the heap.
    Trace,
    /// Try the published claims: of no exercise.
    Claims,
}

impl Task {
    /// What the card says meanwhile.
    pub(super) fn name(self) -> &'static str {
        match self {
            Task::Grade => "checking",
            Task::Look => "looking",
            Task::Measure | Task::Claims => "measuring",
            Task::Trace => "recording",
        }
    }

    /// Whether another task for the same exercise need not be done as well.
    pub(super) fn includes(self, other: Task) -> bool {
        match self {
            Task::Look | Task::Trace | Task::Claims => other == self,
            // A look records nothing, so it never stands for a grade.
            Task::Grade => matches!(other, Task::Grade | Task::Look),
            Task::Measure => matches!(other, Task::Grade | Task::Look | Task::Measure),
        }
    }
}

/// Does it, and shows what came of it. Returns what else there is to say.
///
/// # Errors
/// When the workbook or the machine is broken, or the task was cancelled.
pub(super) fn run(
    task: Task,
    workbook: &Workbook,
    exercise: &Exercise,
    now: &Now,
    cancellation: Cancellation,
) -> Result<Option<String>> {
    let listen = |event: Event<'_>| {
        if let Event::Stage { stage, .. } = event {
            say(now, exercise, stage);
        }
    };
    let control = Control::new(&listen, cancellation);
    let mut options = Options::grades_only(TIMEOUT);
    if task == Task::Measure {
        options.speed = SpeedPolicy::Passing;
        options.rerun = false;
        // It was asked for: what is known already is on the card.
        options.remeasure = true;
    }
    let grade = match task {
        Task::Look => Some(look(workbook, exercise, TIMEOUT, &control)?),
        Task::Trace => return trace::record(workbook, exercise, TIMEOUT, &control).map(Some),
        Task::Grade | Task::Measure | Task::Claims => {
            check(workbook, &[exercise], &options, &control)?.pop()
        }
    };
    let Some(grade) = grade else {
        return Ok(None);
    };
    let mut trouble = None;
    if task == Task::Measure && exercise.scaling.is_some() && grade.standing == Standing::Passed {
        // A check measures no times by number of threads.
        let kept = bench::by_threads(workbook, exercise, Allocator::System, &control)?;
        trouble = kept.err().map(|reason| format!("not measured: {reason}"));
    }
    let state = State::peek(workbook);
    let measurements = Measurements::load(&workbook.root);
    let mut card = view::card(workbook, exercise, &state, &measurements);
    if let Some(before) = now.card(&exercise.id) {
        card.said.clone_from(&before.said);
        // Who reads it and saves goes on reading it.
        card.solution = match before.solution {
            Some(_) => view::solution(workbook, exercise).ok(),
            None => None,
        };
    }
    view::add(&mut card, workbook, &grade);
    now.set_card(card);
    now.set_overview(view::overview(workbook, &state, &measurements));
    // Whoever takes part in a workshop from here reports it, once the verdict is on the page.
    let unreported = match task {
        Task::Look => None,
        _ => workshop::membership::renew(workbook),
    };
    if let Some(trouble) = unreported {
        complain(format!("warning: {trouble}"));
    }
    Ok(trouble)
}

/// Says on the card what is being done.
fn say(now: &Now, exercise: &Exercise, stage: Stage) {
    let text = match stage {
        Stage::BuildTests => "compiling",
        Stage::BuildOptimisedTests | Stage::BuildBenchmarks => "compiling with optimisation",
        Stage::Test => "testing",
        Stage::Measure | Stage::MeasureNoise => "measuring",
    };
    if let Some(card) = now.card(&exercise.id) {
        now.set_card(Card {
            busy: Some(text.to_owned()),
            ..Card::clone(&card)
        });
    }
}

/// Tries the published claims, and keeps the outcome for the book.
///
/// # Errors
/// When the experiments cannot be built, run or saved, or the task was cancelled.
pub(super) fn try_claims(
    workbook: &Workbook,
    now: &Now,
    cancellation: &Cancellation,
) -> Result<()> {
    let listen = |progress: Progress<'_>| {
        let (busy, done, total) = match progress {
            Progress::Building => ("compiling the experiments", 0, 0),
            Progress::Waiting(what) => (what, 0, 0),
            Progress::Measuring { name, done, total } => (name, done, total),
        };
        now.set_claims(Claims {
            busy: Some(busy.to_owned()),
            done,
            total,
            ..Claims::clone(&now.claims())
        });
    };
    let options = experiments::Options {
        allocator: Allocator::System,
        quick: false,
    };
    let document = experiments::run(workbook, options, &listen, cancellation)?;
    experiments::save(&document, workbook)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grade_that_waits_is_not_dropped_for_a_look() {
        assert!(!Task::Look.includes(Task::Grade));
        assert!(Task::Grade.includes(Task::Look));
        assert!(Task::Measure.includes(Task::Grade));
        assert!(!Task::Measure.includes(Task::Trace));
    }
}
