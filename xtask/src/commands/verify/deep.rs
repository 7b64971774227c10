//! `verify --deep`: tries every variant of every solution. Honest variants must pass, and tricks
//! must fail where they say.

use super::variants::{self, BUILD, OPTIMISED, Variant, VariantKind};
use crate::commands::trials::graded;
use anyhow::Result;
use grader::diagnostic::rendered;
use grader::event::Control;
use grader::pipeline::{Attempt, CachePolicy, Subject, try_tests};
use grader::results::{Build, Grade, Standing, TestOutcome};
use std::path::PathBuf;
use std::time::Duration;
use workbook::{Exercise, Workbook};

/// It takes this many of a kind to show that the tests are fair, or that they are strict.
const MIN_VARIANTS: usize = 3;

/// The results of the variants of one exercise.
#[derive(Default)]
pub(super) struct VariantResults {
    /// Honest variants that passed.
    pub honest: usize,
    /// Tricks that failed where they should.
    pub tricks: usize,
    /// Every variant that did otherwise, and what it did.
    pub problems: Vec<String>,
}

/// Which honest variants are tried once more with optimisation. It takes as long as trying them without.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum HonestOptimised {
    /// Those of exercises that somebody works on.
    Each,
    /// None: of all exercises, only the solutions are.
    None,
}

/// Tries the variants of each exercise; the results are in the order of `exercises`.
pub(super) fn judge(
    workbook: &Workbook,
    exercises: &[&Exercise],
    honest_optimised: HonestOptimised,
    time: Duration,
    control: &Control<'_>,
) -> Result<Vec<VariantResults>> {
    let all = variants::of_all(workbook, exercises)?;
    let layout = variants::lay_out(workbook, "variants", &all)?;
    let packages = layout.crates.into_iter();
    let subjects: Vec<Subject<'_>> = all
        .iter()
        .zip(packages)
        .map(|(variant, package)| Subject::variant(variant.exercise, package))
        .collect();
    let policy = CachePolicy::Ignore;
    let attempts = try_tests(&layout.workbook, &subjects, time, policy, control)?;
    // What passes must pass with optimisation, too: the honest ones could be anybody's.
    let again = all.iter().zip(subjects);
    let again = again.filter(|(variant, _)| is_tried_optimised(variant, honest_optimised));
    let (again, subjects): (Vec<&Variant<'_>>, Vec<Subject<'_>>) = again
        .map(|(variant, subject)| (variant, subject.optimised()))
        .unzip();
    let optimised = try_tests(&layout.workbook, &subjects, time, policy, control)?;
    let solutions = exercises.iter().copied();
    let solutions: Vec<Subject<'_>> = solutions
        .map(|exercise| Subject::solution(exercise).optimised())
        .collect();
    let solutions = try_tests(workbook, &solutions, time, policy, control)?;

    let of_exercise = |(exercise, solution): (&&Exercise, &Attempt)| {
        let mut results = VariantResults::default();
        if let Some(problem) = honest_problem(&graded(exercise, solution)) {
            let folder = workbook.show(&exercise.solution().folder);
            results
                .problems
                .push(format!("{folder}: with optimisation, {problem}"));
        }
        for (variant, attempt) in all.iter().zip(&attempts) {
            if variant.exercise.id == exercise.id {
                add(workbook, variant, attempt, &mut results);
            }
        }
        for (variant, attempt) in again.iter().zip(&optimised) {
            if variant.exercise.id == exercise.id
                && let Some(problem) = problem_optimised(variant, attempt)
            {
                let file = workbook.show(&variant.file);
                results
                    .problems
                    .push(format!("{file}: with optimisation, {problem}"));
            }
        }
        for (kind, n) in [("honest", results.honest), ("tricks", results.tricks)] {
            if n < MIN_VARIANTS {
                let folder = workbook.show(&exercise.solution().folder);
                results.problems.push(format!(
                    "{folder}/variants/{kind}: {n} do what they should, and at least {MIN_VARIANTS} must\n\
                     help: write more, or see above what is wrong with one"
                ));
            }
        }
        results
    };
    Ok(exercises.iter().zip(&solutions).map(of_exercise).collect())
}

/// Lays the variants out in a workspace of their own, and returns its folder: for `.ci/miri`, which runs
/// their tests with another toolchain.
pub(super) fn lay_out(workbook: &Workbook, exercises: &[&Exercise]) -> Result<PathBuf> {
    let all = variants::of_all(workbook, exercises)?;
    let layout = variants::lay_out(workbook, "laid-out-variants", &all)?;
    Ok(layout.workbook.root)
}

fn is_tried_optimised(variant: &Variant<'_>, honest: HonestOptimised) -> bool {
    match &variant.kind {
        VariantKind::Honest => honest == HonestOptimised::Each,
        VariantKind::Trick(steps) => steps.iter().any(|step| step == OPTIMISED),
        VariantKind::Tuned(_) => false,
    }
}

/// What a variant does otherwise than it should, built as what is timed.
fn problem_optimised(variant: &Variant<'_>, attempt: &Attempt) -> Option<String> {
    let graded = graded(variant.exercise, attempt);
    match variant.kind {
        VariantKind::Honest => honest_problem(&graded),
        _ if graded.standing == Standing::Passed => {
            Some("it is a trick, but passes\nhelp: the tests ask for too little".to_owned())
        }
        _ => None,
    }
}

fn add(
    workbook: &Workbook,
    variant: &Variant<'_>,
    attempt: &Attempt,
    results: &mut VariantResults,
) {
    let file = workbook.show(&variant.file);
    let graded = graded(variant.exercise, attempt);
    let problem = match &variant.kind {
        VariantKind::Honest => honest_problem(&graded),
        VariantKind::Trick(steps) => trick_problem(steps, &attempt.build, &graded),
        VariantKind::Tuned(steps) => tuned_problem(steps, &graded),
    };
    match (problem, &variant.kind) {
        (Some(problem), _) => results.problems.push(format!("{file}: {problem}")),
        (None, VariantKind::Honest) => results.honest += 1,
        (None, VariantKind::Trick(_)) => results.tricks += 1,
        (None, VariantKind::Tuned(_)) => {}
    }
}

/// How an honest variant fails; `None` if it passes.
fn honest_problem(graded: &Grade<'_>) -> Option<String> {
    if graded.standing == Standing::BuildFailed {
        let errors = rendered(&graded.errors);
        return Some(format!("it is honest, but does not compile:\n{errors}"));
    }
    if graded.standing == Standing::Passed {
        return None;
    }
    let failure = graded.first_failure();
    let (name, message) = failure.map_or(("some test", ""), |test| {
        (&test.name, test.message.as_deref().unwrap_or_default())
    });
    Some(format!(
        "it is honest, but fails {name}:\n{message}\nhelp: the test asks for too much"
    ))
}

/// How Bad tuned without an arena gives wrong answers; `None` if it passes what the starter passes.
fn tuned_problem(about_the_arena: &[String], graded: &Grade<'_>) -> Option<String> {
    if graded.standing == Standing::BuildFailed {
        let errors = rendered(&graded.errors);
        return Some(format!("it does not compile:\n{errors}"));
    }
    let may_fail = &graded.exercise.starter_fails;
    let mut failing = graded.steps.iter().filter(|step| !step.passed);
    let step = failing
        .find(|step| !may_fail.contains(&step.name) && !about_the_arena.contains(&step.name))?;
    let name = &step.name;
    let mut tests = graded.tests.iter();
    let test = tests
        .find(|test| workbook::step_of(&test.name) == name && test.outcome != TestOutcome::Pass);
    let message = test
        .and_then(|test| test.message.as_deref())
        .unwrap_or_default();
    Some(format!(
        "it is timed, but fails {name}, which the starter passes:\n{message}"
    ))
}

/// Which of the steps that it should fail a trick passes; `None` if it fails them all.
fn trick_problem(steps: &[String], build: &Build, graded: &Grade<'_>) -> Option<String> {
    let must_not_compile = steps.iter().any(|step| step == BUILD);
    match build {
        Build::Failed { .. } if must_not_compile => return None,
        Build::Failed { errors } => {
            let errors = rendered(errors);
            return Some(format!("it should compile, but does not:\n{errors}"));
        }
        _ if must_not_compile => return Some("it compiles, but should not".to_owned()),
        _ => {}
    }
    let passed = |name: &str| {
        let mut of_name = graded.steps.iter().filter(|step| step.name == name);
        of_name.all(|step| step.passed)
    };
    let wrongly_passed: Vec<&str> = steps
        .iter()
        .map(String::as_str)
        .filter(|step| *step != OPTIMISED && passed(step))
        .collect();
    match wrongly_passed.as_slice() {
        [] => None,
        names => Some(format!(
            "it is a trick, but passes {}\nhelp: the test asks for too little",
            names.join(", ")
        )),
    }
}
