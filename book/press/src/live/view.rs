//! Makes what the pages are told from grades and the saved state.

use super::history::Measurements;
use super::trace;
use super::wire::{Card, Failure, Line, Lines, Overview, Question, Solution, StepLine};
use anyhow::Result;
use grader::diagnostic::rendered;
use grader::results::{Grade, Standing, TestResult};
use grader::state::{Entry, State};
use tutor::differences::differences;
use tutor::pass;
use tutor::progress::{believable_steps, next_incomplete, step_or_failing};
use tutor::truncate::truncate;
use tutor::words::{claim, heap_calls, outcome, refusal, since};
use tutor::{guess, hint, lesson};
use workbook::{Exercise, Workbook, read_text, step_of, test_source};

/// How many bytes of a message are sent.
const MAX_BYTES: usize = 16 << 10;

/// Where the reader is.
pub(super) fn overview(
    workbook: &Workbook,
    state: &State,
    measurements: &Measurements,
) -> Overview {
    let exercises = workbook.exercises.iter();
    Overview {
        exercises: exercises
            .map(|exercise| line(exercise, &state.of(&exercise.id), measurements))
            .collect(),
        next: next_incomplete(workbook, state).map(|exercise| exercise.id.clone()),
        predictions: state.predictions().clone(),
    }
}

fn line(exercise: &Exercise, entry: &Entry, measurements: &Measurements) -> Line {
    let chapter = exercise.chapter.strip_suffix(".md");
    Line {
        id: exercise.id.clone(),
        number: exercise.number,
        title: exercise.title.clone(),
        minutes: exercise.minutes,
        page: format!("{}.html", chapter.unwrap_or(&exercise.chapter)),
        passed: entry.has_passed(),
        star: entry.has_star(),
        known: entry.known,
        standing: entry.standing,
        steps: believable_steps(entry),
        speedups: measurements.speedups(exercise),
    }
}

/// The card of an exercise by the saved state alone, without steps and failure.
pub(super) fn card(
    workbook: &Workbook,
    exercise: &Exercise,
    state: &State,
    measurements: &Measurements,
) -> Card {
    let entry = state.of(&exercise.id);
    let mut card = Card {
        id: exercise.id.clone(),
        can_measure: exercise.workload().is_some(),
        ..Card::default()
    };
    update(&mut card, workbook, exercise, state, measurements);
    card.guess = guess::wanted(exercise, &entry).map(|prediction| Question {
        ask: prediction.ask.clone(),
        choices: prediction.choices.clone(),
    });
    card
}

/// Brings what the saved state says up to date.
pub(super) fn update(
    card: &mut Card,
    workbook: &Workbook,
    exercise: &Exercise,
    state: &State,
    measurements: &Measurements,
) {
    let entry = state.of(&exercise.id);
    card.standing = entry.standing;
    card.has_passed = entry.has_passed();
    card.trace = trace::recorded(workbook, &exercise.id);
    card.step = step_or_failing(state, exercise, None).unwrap_or_default();
    let shown = hint::shown(state, exercise, &card.step);
    let hints = exercise.hints(&card.step);
    card.hints = hints[..shown].to_vec();
    card.more_hints = hints.len() - shown;
    card.lesson = lesson::lesson(workbook, exercise, &card.step).ok();
    card.measured = measurements.latest(exercise, &entry);
    card.by_threads = measurements.by_threads(exercise);
    if entry.standing.is_some() || entry.guess.is_some() {
        card.guess = None;
    }
}

/// Adds what a grade says.
pub(super) fn add(card: &mut Card, workbook: &Workbook, grade: &Grade<'_>) {
    card.standing = Some(grade.standing);
    let is_built = grade.standing != Standing::BuildFailed;
    let steps = grade.steps.iter().filter(|_| is_built);
    card.steps = steps
        .map(|step| StepLine {
            name: step.name.clone(),
            passed: step.passed,
            figure: pass::figure(grade, &step.name).filter(|_| step.passed),
        })
        .collect();
    card.heap_calls = heap_calls(grade);
    card.failure = failure(workbook, grade);
    card.pass = (grade.standing == Standing::Passed).then(|| rows(grade));
}

fn failure(workbook: &Workbook, grade: &Grade<'_>) -> Option<Failure> {
    match grade.standing {
        Standing::Passed => None,
        Standing::BuildFailed => Some(Failure {
            title: match grade.refusing_step() {
                Some(step) => refusal(&step),
                None => "does not compile".to_owned(),
            },
            message: shortened(&rendered(&grade.errors)),
            ..Failure::default()
        }),
        Standing::Failed | Standing::NotRun => Some(match grade.first_failure() {
            Some(test) => failed(workbook, grade, test),
            None => Failure {
                title: "no graded test that could pass".to_owned(),
                ..Failure::default()
            },
        }),
    }
}

fn failed(workbook: &Workbook, grade: &Grade<'_>, test: &TestResult) -> Failure {
    let source = test_source(grade.exercise, &test.name);
    Failure {
        title: format!("{}: {}", step_of(&test.name), outcome(test.outcome)),
        claim: Some(claim(&test.name)),
        message: shortened(test.message.as_deref().unwrap_or("(no message)")),
        question: grade.question.clone(),
        since: since(grade),
        place: source.map(|source| source.place(&workbook.root)),
    }
}

/// What a pass says, besides its steps.
fn rows(grade: &Grade<'_>) -> Vec<(String, String)> {
    let rows = [
        ("speed", grade.speed.as_ref().map(pass::speed)),
        ("star", pass::no_star(grade)),
        ("your guess", pass::guess(grade)),
        ("try this", grade.exercise.experiment.clone()),
    ];
    rows.into_iter()
        .filter_map(|(name, text)| Some((name.to_owned(), text?)))
        .collect()
}

/// The solution beside the learner's version.
///
/// # Errors
/// When one of them cannot be read.
pub(super) fn solution(workbook: &Workbook, exercise: &Exercise) -> Result<Solution> {
    workbook.require_solutions()?;
    let files = [exercise.source(), exercise.solved_source()];
    let yours = read_text(&workbook.root, &files[0])?;
    let ours = read_text(&workbook.root, &files[1])?;
    let groups = differences(&yours, &ours).into_iter().map(|group| Lines {
        first: group.first,
        rows: group
            .rows
            .iter()
            .map(|row| {
                let [yours, ours] = [row.yours, row.ours].map(|line| line.map(str::to_owned));
                (yours, ours, row.is_equal)
            })
            .collect(),
    });
    Ok(Solution {
        files: files.map(|file| workbook.show(&file)),
        groups: groups.collect(),
    })
}

fn shortened(text: &str) -> String {
    truncate(text.trim_end(), MAX_BYTES)
}
