//! What is compiled here: an exercise, to see that it can be; with `--warm`, all that a day needs.
//!
//! `--warm` leaves a note of what it built. Without it, doctor says what is not in that note, or no longer true.

use super::built_note::BuiltNote;
use super::noise;
use crate::commands::shared::build_program;
use crate::commands::{book, claims, lab};
use crate::progress_bar::ProgressBar;
use crate::report::doctor::Finding;
use anyhow::{Error, Result};
use grader::build::{Allocator, Goal, Target, build};
use grader::cancellation::Interrupted;
use grader::results::Build;
use std::path::PathBuf;
use workbook::{Crate, Problem, Workbook};

/// What a day needs, in the order in which it is built.
const PARTS: [Part; 7] = [
    Part::Tests,
    Part::OptimisedTests,
    Part::Benchmarks,
    Part::Book,
    Part::Lab,
    Part::Claims,
    Part::Noise,
];
/// What the findings are called.
pub(super) const EXERCISE: &str = "exercise";
pub(super) const BUILT: &str = "built";
/// What is built once `--warm` has ended.
const EVERYTHING: &str = "everything that a day needs";

/// A part of what a day needs.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Tests,
    OptimisedTests,
    Benchmarks,
    Book,
    Lab,
    Claims,
    Noise,
}

impl Part {
    fn name(self) -> &'static str {
        match self {
            Part::Tests => "the tests of all exercises and solutions",
            Part::OptimisedTests => "their tests with optimisation",
            Part::Benchmarks => "their benchmarks",
            Part::Book => "the book's tools",
            Part::Lab => "the lab",
            Part::Claims => "the experiments of `claims`",
            Part::Noise => "the measurement of noise",
        }
    }

    /// Builds it; returns the executables.
    fn build(self, workbook: &Workbook, bar: &ProgressBar) -> Result<Vec<PathBuf>> {
        let program = match self {
            Part::Tests => return crates(workbook, Goal::Tests, bar),
            Part::OptimisedTests => return crates(workbook, Goal::OptimisedTests, bar),
            Part::Benchmarks => {
                let mut all = crates(workbook, Goal::Benches(Allocator::System), bar)?;
                all.extend(crates(
                    workbook,
                    Goal::TunedBenches(Allocator::System),
                    bar,
                )?);
                return Ok(all);
            }
            Part::Book => book::warm(workbook, bar),
            Part::Lab => build_program(workbook, &lab::PROGRAM, bar),
            Part::Claims => claims::build(workbook, Allocator::System, bar),
            Part::Noise => build_program(workbook, &noise::PROGRAM, bar),
        };
        Ok(vec![program?])
    }
}

/// What a day needs; without [`Part::Noise`] where nobody wants it measured.
fn parts(no_speed: bool) -> impl Iterator<Item = Part> {
    PARTS
        .into_iter()
        .filter(move |part| !(no_speed && *part == Part::Noise))
}

/// Compiles the tests of one solution, the first: learners' own code may be in any state.
pub(super) fn one_exercise(workbook: &Workbook, bar: &ProgressBar) -> Result<Finding> {
    let exercise = &workbook.exercises[0];
    let package = match exercise.has_solution {
        true => exercise.solution(),
        false => exercise.learner(),
    };
    let target = Target { exercise, package };
    Ok(match executables(workbook, &[target], Goal::Tests, bar) {
        Ok(built) if built.is_empty() => Finding::note(
            EXERCISE,
            format!("`{}` does not compile as it is now", exercise.id),
            format!("see why with `cargo xtask check {}`", exercise.id),
        ),
        Ok(_) => Finding::good(EXERCISE, format!("the tests of `{}` compile", exercise.id)),
        Err(error) => problem(EXERCISE, error)?,
    })
}

/// What is built of all that a day needs, according to the note.
pub(super) fn built(workbook: &Workbook, no_speed: bool) -> Finding {
    let note = BuiltNote::read(workbook);
    let missing = parts(no_speed).filter(|part| !note.has(part.name()));
    let missing: Vec<&str> = missing.map(Part::name).collect();
    if missing.is_empty() {
        return Finding::good(BUILT, EVERYTHING);
    }
    Finding::note(
        BUILT,
        format!("not yet: {}", missing.join(", ")),
        "each is compiled when it is first used, while you wait; `cargo xtask doctor --warm` compiles all of it now",
    )
}

/// Builds all that a day needs, whatever the note says: cargo knows best what is up to date.
pub(super) fn warm(workbook: &Workbook, no_speed: bool, bar: &ProgressBar) -> Result<Finding> {
    let mut note = BuiltNote::new(workbook);
    for part in parts(no_speed) {
        match part.build(workbook, bar) {
            Ok(executables) => note.add(part.name(), executables),
            Err(error) => return problem(BUILT, error),
        }
    }
    Ok(Finding::good(BUILT, EVERYTHING))
}

/// Builds the tests or benchmarks of each exercise and solution that has them.
fn crates(workbook: &Workbook, goal: Goal, bar: &ProgressBar) -> Result<Vec<PathBuf>> {
    let exercises = workbook.exercises.iter();
    let exercises = exercises.filter(|exercise| match goal {
        Goal::Tests | Goal::OptimisedTests => true,
        Goal::TunedBenches(_) => exercise.speed.is_some(),
        Goal::Benches(_) => exercise.workload().is_some(),
    });
    let targets = exercises.flat_map(|exercise| {
        let packages = match goal {
            // Solutions are trusted to give the same answers.
            Goal::OptimisedTests => vec![exercise.learner()],
            Goal::Tests | Goal::Benches(_) => vec![exercise.learner(), exercise.solution()],
            Goal::TunedBenches(_) => vec![exercise.solution()],
        };
        let packages = packages.into_iter();
        let is_hidden =
            move |package: &Crate| !exercise.has_solution && package.folder != exercise.folder;
        let packages = packages.filter(move |package| !is_hidden(package));
        // Not every exercise has a version without an arena.
        let is_there = |package: &Crate| match goal {
            Goal::TunedBenches(_) => goal.is_in(package),
            _ => true,
        };
        let packages = packages.filter(is_there);
        packages.map(move |package| Target { exercise, package })
    });
    executables(workbook, &targets.collect::<Vec<_>>(), goal, bar)
}

/// Builds these crates; a learner's that does not compile is not to blame on the machine.
fn executables(
    workbook: &Workbook,
    targets: &[Target<'_>],
    goal: Goal,
    bar: &ProgressBar,
) -> Result<Vec<PathBuf>> {
    let builds = bar.follow(None, |control| build(workbook, targets, goal, control))?;
    let mut executables = Vec::new();
    for (build, target) in builds.into_iter().zip(targets) {
        let is_learners = target.package.folder == target.exercise.folder;
        match build {
            Build::Ready { executable, .. } => executables.push(executable),
            Build::Failed { .. } | Build::Missing { .. } if is_learners => {}
            Build::Failed { errors } => {
                let package = &target.package.package;
                let why = errors.first().map(|error| error.headline());
                let why = why.unwrap_or_else(|| "the compiler does not say why".to_owned());
                let what = format!("`{package}` does not compile: {why}");
                return Err(Problem::general(what, restore(workbook, target)).into());
            }
            Build::Missing { file } => {
                let place = workbook.show(&file);
                return Err(Problem::new(place, "is missing", restore(workbook, target)).into());
            }
        }
    }
    Ok(executables)
}

fn restore(workbook: &Workbook, target: &Target<'_>) -> String {
    let folder = workbook.show(&target.package.folder);
    format!("restore it with `git checkout {folder}`")
}

/// An error as a finding; a cancelled run stays an error.
fn problem(name: &'static str, error: Error) -> Result<Finding> {
    match error.downcast::<Problem>() {
        Ok(problem) => Ok(Finding::problem(
            name,
            problem.headline().trim_end(),
            problem.help,
        )),
        Err(error) if error.is::<Interrupted>() => Err(error),
        Err(error) => Ok(Finding::problem(
            name,
            format!("{error:#}"),
            "run `cargo xtask verify`, which says more",
        )),
    }
}
