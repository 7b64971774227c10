//! `grade`: grades what others have handed in, with the tests of this checkout. `workshop grade` is the same for a class:
//! it finds everybody's work, and grades it here.
//!
//! Of a submission, only the `src` of its exercises is read: its tests, manifests and runner are not used,
//! and it is not changed. Its code runs all the same, without a sandbox, as `check` runs one's own.

mod repository;

mod baseline;

mod submission;

mod class;

pub(super) use class::works;

use super::shared::Finish;
use super::trials::{self, Trial, graded};
use crate::cli::{GradeOptions, TimeLimits};
use crate::interrupt;
use crate::progress_bar::ProgressBar;
use crate::report;
use crate::report::format::Report;
use crate::report::submissions::{Handed, Submission, SubmissionResult, SubmissionsReport};
use crate::terminal;
use anyhow::Result;
use baseline::Baseline;
use grader::diagnostic::rendered;
use grader::event::Control;
use grader::optimised::Difference;
use grader::pipeline::{CachePolicy, Subject, try_tests};
use grader::results::{Grade, Standing, TestOutcome};
use std::time::Duration;
use submission::{Sources, Work, read};
use workbook::{Exercise, Workbook};

pub(super) fn run(options: &GradeOptions) -> Result<Finish> {
    let workbook = Workbook::open()?;
    let exercises = workbook.choose(&options.only)?;
    let works: Vec<Work> = options.what.iter().map(|what| Work::named(what)).collect();
    let report = grade_all(&workbook, &exercises, &works, options.limits, Trials::Both)?;
    report::print(&options.format.export(&Report::Submissions(&report))?)?;
    Ok(finish(&report))
}

/// How a command ends that reports this.
pub(super) fn finish(report: &SubmissionsReport) -> Finish {
    let all_pass = |submission: &Submission| submission.n_passed() == report.exercises.len();
    match report.submissions.iter().all(all_pass) {
        true => Finish::Passes,
        false => Finish::Incomplete,
    }
}

/// In which builds what was handed in is tried.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Trials {
    /// In the one that its author waited for. For a class: optimising takes about three times as long as all the rest.
    First,
    /// What passes in that one, with optimisation, too.
    Both,
}

/// What is the same for all that is graded.
struct Terms {
    baseline: Baseline,
    /// How long one test may run.
    time: Duration,
    trials: Trials,
}

/// Grades all of this, one after another.
pub(super) fn grade_all(
    workbook: &Workbook,
    exercises: &[&Exercise],
    works: &[Work],
    limits: TimeLimits,
    trials: Trials,
) -> Result<SubmissionsReport> {
    let terms = Terms {
        baseline: Baseline::of(workbook, interrupt::program())?,
        time: limits.timeout,
        trials,
    };
    let bar = ProgressBar::new();
    let mut submissions = Vec::new();
    for work in works {
        let graded = bar.follow(limits.build_timeout, |control| {
            one(workbook, exercises, work, &terms, control)
        });
        submissions.push(graded?);
    }
    bar.clear();
    Ok(SubmissionsReport {
        exercises: exercises
            .iter()
            .map(|exercise| exercise.id.clone())
            .collect(),
        submissions,
        columns: terminal::width(),
    })
}

/// Grades one submission.
fn one(
    workbook: &Workbook,
    exercises: &[&Exercise],
    work: &Work,
    terms: &Terms,
    control: &Control<'_>,
) -> Result<Submission> {
    let submission = |results, differs| Submission {
        name: work.name.clone(),
        source: work.source.clone(),
        results,
        differs,
    };
    let Terms {
        baseline,
        time,
        trials,
    } = terms;
    let read = read(workbook, exercises, work, baseline, control.cancellation())?;
    let (handed, differs) = match read {
        Ok(read) => read,
        Err(problem) => return Ok(submission(Err(problem.to_string()), None)),
    };
    let mut all = Vec::new();
    for (exercise, sources) in exercises.iter().zip(&handed) {
        if let Sources::Files(files) = sources {
            all.push(Trial {
                exercise,
                package: format!("{}-submission", exercise.id),
                sources: files.clone(),
            });
        }
    }
    let layout = trials::lay_out(workbook, "submissions", &all)?;
    let pairs = all.iter().zip(layout.crates);
    let subjects = pairs.map(|(trial, package)| Subject::variant(trial.exercise, package));
    let subjects: Vec<Subject<'_>> = subjects.collect();
    let policy = CachePolicy::Ignore;
    let attempts = match subjects.is_empty() {
        true => Vec::new(),
        false => try_tests(&layout.workbook, &subjects, *time, policy, control)?,
    };
    let pairs = all.iter().zip(&attempts);
    let mut grades: Vec<Grade<'_>> = pairs
        .map(|(trial, attempt)| graded(trial.exercise, attempt))
        .collect();
    if *trials == Trials::Both {
        try_optimised(&layout.workbook, subjects, &mut grades, *time, control)?;
    }
    let mut grades = grades.iter();
    let results = exercises.iter().zip(handed).map(|(exercise, sources)| {
        let (standing, failure) = match sources {
            Sources::Files(_) => {
                return grades.next().map_or_else(
                    || result(exercise, Handed::Missing, None),
                    |grade| of_grade(exercise, grade),
                );
            }
            Sources::Starter => (Handed::NotBegun, None),
            Sources::None => (Handed::Missing, None),
            Sources::Refused(reason) => {
                (Handed::Unreadable, Some(("its source".to_owned(), reason)))
            }
        };
        result(exercise, standing, failure)
    });
    Ok(submission(Ok(results.collect()), differs))
}

/// What passes must pass with optimisation, too.
fn try_optimised(
    workbook: &Workbook,
    subjects: Vec<Subject<'_>>,
    grades: &mut [Grade<'_>],
    time: Duration,
    control: &Control<'_>,
) -> Result<()> {
    let pairs = subjects.into_iter().zip(grades);
    let passed = pairs.filter(|(_, grade)| grade.standing == Standing::Passed);
    let (subjects, grades): (Vec<Subject<'_>>, Vec<&mut Grade<'_>>) = passed
        .map(|(subject, grade)| (subject.optimised(), grade))
        .unzip();
    if subjects.is_empty() {
        return Ok(());
    }
    let attempts = try_tests(workbook, &subjects, time, CachePolicy::Ignore, control)?;
    for (grade, attempt) in grades.into_iter().zip(&attempts) {
        if let Some(difference) = Difference::of(attempt) {
            difference.decide(grade);
        }
    }
    Ok(())
}

fn result(
    exercise: &Exercise,
    standing: Handed,
    failure: Option<(String, String)>,
) -> SubmissionResult {
    SubmissionResult {
        id: exercise.id.clone(),
        standing,
        steps_passed: 0,
        steps: exercise.shipped.steps().len(),
        hangs: false,
        failure,
    }
}

fn of_grade(exercise: &Exercise, grade: &Grade<'_>) -> SubmissionResult {
    let of_test = grade.first_failure().map(|test| {
        let message = test.message.clone().unwrap_or_default();
        (test.name.clone(), message)
    });
    let of_build = || ("does not compile".to_owned(), rendered(&grade.errors));
    let failure = match grade.errors.is_empty() {
        true => of_test,
        false => Some(of_build()),
    };
    let first = grade.first_failure();
    SubmissionResult {
        steps_passed: grade.steps_passed(),
        hangs: first.is_some_and(|test| test.outcome == TestOutcome::TimedOut),
        ..result(exercise, Handed::Graded(grade.standing), failure)
    }
}
