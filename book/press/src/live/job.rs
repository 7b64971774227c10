//! Grades one exercise, or measures it.

use super::now::Now;
use super::view;
use super::wire::Card;
use anyhow::Result;
use grader::cancellation::Cancellation;
use grader::check::{Options, SpeedPolicy, check, look};
use grader::event::{Control, Event, Stage};
use grader::state::State;
use std::time::Duration;
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
}

impl Task {
    /// What the card says meanwhile.
    pub(super) fn name(self) -> &'static str {
        match self {
            Task::Grade => "checking",
            Task::Look => "looking",
            Task::Measure => "measuring",
        }
    }
}

/// Does it, and shows what came of it.
///
/// # Errors
/// When the workbook or the machine is broken, or the task was cancelled.
pub(super) fn run(
    task: Task,
    workbook: &Workbook,
    exercise: &Exercise,
    now: &Now,
    cancellation: Cancellation,
) -> Result<()> {
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
    }
    let grade = match task {
        Task::Look => Some(look(workbook, exercise, TIMEOUT, &control)?),
        Task::Grade | Task::Measure => check(workbook, &[exercise], &options, &control)?.pop(),
    };
    let Some(grade) = grade else {
        return Ok(());
    };
    let state = State::peek(workbook);
    let mut card = view::card(workbook, exercise, &state);
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
    now.set_overview(view::overview(workbook, &state));
    Ok(())
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
