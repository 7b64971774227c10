//! The whole flow, from the source to a grade that is saved.

use crate::build::Allocator;
use crate::entry::Entry;
use crate::event::{Control, Event};
use crate::grade::{Evidence, add_speed, grade, passes};
use crate::history::{self, HeapUse, Line, Setting};
use crate::measure::{self, Request};
use crate::optimised::{self, Candidate};
use crate::pipeline::{Attempt, CachePolicy, Subject, try_tests};
use crate::question;
use crate::results::{Build, Grade, Measurement, Since};
use crate::source;
use crate::state::{self, Data, State};
use crate::versions::{self, Sources};
use anyhow::Result;
use std::collections::HashMap;
use std::time::Duration;
use workbook::{Exercise, Workbook};

/// How to grade.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// How long one test may run.
    pub timeout: Duration,
    /// Which exercises to measure.
    pub speed: SpeedPolicy,
    /// Whether what passes must pass with optimisation, too. What is measured must, in any case.
    pub optimised: bool,
    /// Measure again, although nothing changed.
    pub remeasure: bool,
    /// Run all tests again, although nothing changed.
    pub rerun: bool,
}

/// Which exercises to measure, among those with a benchmark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SpeedPolicy {
    /// None.
    Skip,
    /// Those that pass: a fast wrong answer is not timed.
    Passing,
    /// All that compile: an untouched starter is Bad against Bad.
    All,
}

impl Options {
    /// Grades only, and every test runs: what a learner who saves a file waits for.
    #[must_use]
    pub fn grades_only(timeout: Duration) -> Self {
        Self {
            timeout,
            speed: SpeedPolicy::Skip,
            optimised: false,
            remeasure: false,
            rerun: true,
        }
    }
}

/// Grades these exercises and saves the results; the grades are in the order of `exercises`.
///
/// # Errors
/// When the workbook or the machine is broken, or the run is cancelled. What a learner's code does
/// is part of the grade.
pub fn check<'a>(
    workbook: &Workbook,
    exercises: &[&'a Exercise],
    options: &Options,
    control: &Control<'_>,
) -> Result<Vec<Grade<'a>>> {
    let mut state = State::load(workbook);
    warn(&mut state, control);
    let subjects: Vec<Subject<'_>> = exercises.iter().copied().map(Subject::learner).collect();
    // Taken before the build: what is saved meanwhile is another version.
    let sources: Vec<Option<Sources>> = exercises
        .iter()
        .map(|exercise| Sources::of(exercise))
        .collect();
    let policy = match options.rerun {
        true => CachePolicy::Order,
        false => CachePolicy::SkipKnown,
    };
    let attempts = try_tests(workbook, &subjects, options.timeout, policy, control)?;
    let candidates = to_go_on_with(exercises, &attempts, options);
    // A learner waits for the verdict, and not for what comes afterwards. Whatever becomes of that, it is saved.
    let mut grades = grades(workbook, exercises, attempts, &sources, &state);
    if !candidates.is_empty() {
        control.emit(Event::Verdicts(&grades));
    }
    let mut best = vec![false; grades.len()];
    let is_final = candidates.is_empty();
    let before = exercises.iter();
    let before: Vec<Entry> = before.map(|exercise| state.of(&exercise.id)).collect();
    state.update(control.cancellation(), |data| {
        grades.iter().for_each(|grade| data.record(grade));
        if let [exercise] = exercises {
            data.latest = Some(exercise.id.clone());
        }
        if is_final {
            record_best(data, &grades, &mut best);
        }
    });
    warn(&mut state, control);
    note(workbook, &grades, &sources, control);
    let (mut chosen, failures) = match options.speed {
        // Whoever asks for starters to be timed knows that they fail.
        SpeedPolicy::All => (optimised::exercises(&candidates), Vec::new()),
        SpeedPolicy::Skip | SpeedPolicy::Passing => {
            optimised::split(workbook, candidates, options.timeout, control)?
        }
    };
    if !is_final {
        let failed: Vec<&str> = failures.iter().map(|(id, _)| *id).collect();
        for (id, difference) in failures {
            if let Some(grade) = grades.iter_mut().find(|grade| grade.exercise.id == id) {
                difference.decide(grade);
            }
        }
        state.update(control.cancellation(), |data| {
            for (grade, before) in grades.iter().zip(&before) {
                if failed.contains(&&*grade.exercise.id) {
                    data.retract(before, grade);
                }
            }
            record_best(data, &grades, &mut best);
        });
        warn(&mut state, control);
    }
    chosen.retain(|exercise| exercise.speed.is_some() && options.speed != SpeedPolicy::Skip);
    let mut speeds = state.speeds();
    let request = Request {
        exercises: &chosen,
        remeasure: options.remeasure,
        allocator: Allocator::System,
        speeds: &mut speeds,
    };
    let measured = measure::measure(workbook, request, control)?;
    let ids = chosen.iter().map(|exercise| &*exercise.id);
    let mut measured: HashMap<&str, Measurement> = ids.zip(measured).collect();
    for grade in &mut grades {
        if let Some(measurement) = measured.remove(&*grade.exercise.id) {
            add_speed(grade, measurement, state.of(&grade.exercise.id).star);
        }
        control.emit(Event::Graded(grade));
    }
    if grades.iter().any(|grade| grade.speed.is_some()) {
        state.update(control.cancellation(), |data| {
            data.speeds.extend(speeds);
            grades.iter().for_each(|grade| data.record_star(grade));
            record_best(data, &grades, &mut best);
        });
        warn(&mut state, control);
        remember(workbook, &grades, &sources, control);
    }
    for ((grade, sources), is_best) in grades.iter_mut().zip(&sources).zip(best) {
        grade.best = state.of(&grade.exercise.id).best;
        if let (true, Some(sources)) = (is_best, sources) {
            complain(
                versions::keep_pass(workbook, grade.exercise, sources, control.cancellation()),
                control,
            );
        }
    }
    Ok(grades)
}

/// Grades an exercise as it is now, and saves nothing: for whoever only looks. What has not changed since it ran does not
/// run again.
///
/// # Errors
/// As [`check`].
pub fn look<'a>(
    workbook: &Workbook,
    exercise: &'a Exercise,
    timeout: Duration,
    control: &Control<'_>,
) -> Result<Grade<'a>> {
    let state = State::peek(workbook);
    let subjects = [Subject::learner(exercise)];
    let sources = Sources::of(exercise);
    let policy = CachePolicy::SkipKnown;
    let attempts = try_tests(workbook, &subjects, timeout, policy, control)?;
    let mut grades = grades(workbook, &[exercise], attempts, &[sources], &state);
    // One subject, one grade.
    Ok(grades.remove(0))
}

/// Records the passes that are the best so far.
fn record_best(data: &mut Data, grades: &[Grade<'_>], best: &mut [bool]) {
    for (grade, is_best) in grades.iter().zip(best) {
        *is_best |= data.record_best(grade);
    }
}

/// Adds to the history what was measured only now.
fn remember(
    workbook: &Workbook,
    grades: &[Grade<'_>],
    sources: &[Option<Sources>],
    control: &Control<'_>,
) {
    let measured = grades.iter().zip(sources).filter_map(|(grade, sources)| {
        let timing = grade.speed.as_ref().filter(|timing| !timing.cached)?;
        Some((grade, timing, sources.as_ref()))
    });
    let measured: Vec<_> = measured.collect();
    if measured.is_empty() {
        return;
    }
    let setting = Setting::here(Allocator::System.name());
    let lines = measured.into_iter().map(|(grade, timing, sources)| {
        let heap = HeapUse {
            yours: grade.allocations,
            reference: None,
        };
        Line::now(&grade.exercise.id, &setting, timing, heap, sources)
    });
    history::remember(&workbook.root, &lines.collect::<Vec<_>>(), control);
}

/// Notes the sources that were tried, for `undo`.
fn note(
    workbook: &Workbook,
    grades: &[Grade<'_>],
    sources: &[Option<Sources>],
    control: &Control<'_>,
) {
    for (grade, sources) in grades.iter().zip(sources) {
        // What has not changed since it ran is noted already.
        if let (false, Some(sources)) = (grade.cached, sources) {
            complain(
                versions::note(workbook, grade.exercise, sources, control.cancellation()),
                control,
            );
        }
    }
}

/// Without them, a grade is a grade all the same.
fn complain(kept: Result<()>, control: &Control<'_>) {
    if let Err(error) = kept {
        control.emit(Event::Warning(&format!(
            "this version of your source is not kept: {error:#}"
        )));
    }
}

/// Passes on what could not be read or written.
fn warn(state: &mut State, control: &Control<'_>) {
    for warning in state.warnings() {
        control.emit(Event::Warning(&warning));
    }
}

/// What is tried with optimisation, and then measured where there is a benchmark.
fn to_go_on_with<'a>(
    exercises: &[&'a Exercise],
    attempts: &[Attempt],
    options: &Options,
) -> Vec<Candidate<'a>> {
    let qualifies = |attempt: &Attempt| match (&attempt.build, &attempt.run) {
        (Build::Ready { .. }, Some(_)) if options.speed == SpeedPolicy::All => true,
        (Build::Ready { .. }, Some(run)) => {
            (options.optimised || options.speed == SpeedPolicy::Passing) && passes(run)
        }
        _ => false,
    };
    let pairs = exercises.iter().zip(attempts);
    let chosen = pairs.filter(|(_, attempt)| qualifies(attempt));
    let candidates = chosen.map(|(exercise, attempt)| Candidate {
        exercise,
        fingerprint: attempt.fingerprint.clone(),
    });
    candidates.collect()
}

fn grades<'a>(
    workbook: &Workbook,
    exercises: &[&'a Exercise],
    attempts: Vec<Attempt>,
    sources: &[Option<Sources>],
    state: &State,
) -> Vec<Grade<'a>> {
    let mut grades = Vec::new();
    let tried = exercises.iter().copied().zip(attempts);
    for ((exercise, attempt), sources) in tried.zip(sources) {
        let entry = state.of(&exercise.id);
        let is_cached = attempt.run.as_ref().is_some_and(|run| run.cached);
        let build = source::explained(workbook, exercise, attempt.build);
        let mut grade = grade(Evidence {
            exercise,
            build: &build,
            run: attempt.run,
            is_as_shipped: exercise.is_as_shipped(&workbook.root).unwrap_or(false),
            changed: exercise.shipped.changed(&exercise.folder),
            hints_used: entry.hints,
            last_heap_calls: match is_cached {
                true => entry.last_heap_calls,
                false => entry.heap_calls,
            },
        });
        grade.since = state::since(&entry, &grade);
        grade.question = grade.first_failure().and_then(|test| {
            let is_better = grade.since.as_ref().is_some_and(Since::is_better);
            question::about(exercise, test, is_better, sources.as_ref())
        });
        grade.best = entry.best;
        grade.guess = entry.guess.filter(|guess| *guess > 0);
        grades.push(grade);
    }
    grades
}
