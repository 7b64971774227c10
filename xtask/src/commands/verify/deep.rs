//! `verify --deep`: every variant of every solution is tried. Honest ones must pass, and tricks must
//! fail where they say.

use crate::build::Build;
use crate::grade::{Grade, Standing};
use crate::meter::Meter;
use crate::pipeline::{Earlier, Subject, Tried, try_tests};
use crate::variants::{self, BUILD, Kind, Variant};
use anyhow::Result;
use catalog::{Exercise, Workbook};
use std::time::Duration;

/// Fewer of a kind than this do not show that the tests are fair, or that they are tight.
const FEWEST: usize = 3;

/// What came of the variants of one exercise.
#[derive(Default)]
pub(super) struct Variants {
    /// Honest ones that passed.
    pub honest: usize,
    /// Tricks that failed where they should.
    pub tricks: usize,
    /// All that is not as it should be.
    pub problems: Vec<String>,
}

/// Tries the variants of each exercise; the results are in the order of `exercises`.
pub(super) fn judge(
    workbook: &Workbook,
    exercises: &[&Exercise],
    time: Duration,
    meter: &Meter,
) -> Result<Vec<Variants>> {
    let mut all = Vec::new();
    for exercise in exercises {
        all.extend(variants::of(workbook, exercise)?);
    }
    let layout = variants::lay_out(workbook, &all)?;
    let packages = layout.crates.into_iter();
    let subjects: Vec<Subject<'_>> = all
        .iter()
        .zip(packages)
        .map(|(variant, package)| Subject::variant(variant.exercise, package))
        .collect();
    let tried = try_tests(&layout.workbook, &subjects, time, Earlier::Ignored, meter)?;

    let of_exercise = |exercise: &&Exercise| {
        let mut found = Variants::default();
        for (variant, tried) in all.iter().zip(&tried) {
            if variant.exercise.id == exercise.id {
                take(workbook, variant, tried, &mut found);
            }
        }
        for (kind, n) in [("honest", found.honest), ("tricks", found.tricks)] {
            if n < FEWEST {
                let folder = workbook.show(&exercise.solution().folder);
                found.problems.push(format!(
                    "{folder}/variants/{kind}: holds {n}\nhelp: write {FEWEST} or more"
                ));
            }
        }
        found
    };
    Ok(exercises.iter().map(of_exercise).collect())
}

fn take(workbook: &Workbook, variant: &Variant<'_>, tried: &Tried, found: &mut Variants) {
    let file = workbook.show(&variant.file);
    let graded = super::graded(variant.exercise, tried);
    let problem = match &variant.kind {
        Kind::Honest => honest(&graded),
        Kind::Trick(steps) => trick(steps, &tried.build, &graded),
    };
    match (problem, &variant.kind) {
        (Some(problem), _) => found.problems.push(format!("{file}: {problem}")),
        (None, Kind::Honest) => found.honest += 1,
        (None, Kind::Trick(_)) => found.tricks += 1,
    }
}

fn honest(graded: &Grade<'_>) -> Option<String> {
    if let Some(errors) = &graded.rejection {
        return Some(format!("it is honest, and does not compile:\n{errors}"));
    }
    if graded.standing == Standing::Passed {
        return None;
    }
    let failure = graded.first_failure();
    let (name, message) = failure.map_or(("some test", ""), |test| {
        (&test.name, test.message.as_deref().unwrap_or_default())
    });
    Some(format!(
        "it is honest, and fails {name}:\n{message}\nhelp: the test asks for too much"
    ))
}

fn trick(steps: &[String], build: &Build, graded: &Grade<'_>) -> Option<String> {
    let must_not_compile = steps.iter().any(|step| step == BUILD);
    match build {
        Build::Rejected { .. } if must_not_compile => return None,
        Build::Rejected { rendered } => {
            return Some(format!("it should compile, and does not:\n{rendered}"));
        }
        _ if must_not_compile => return Some("it compiles, and should not".to_owned()),
        _ => {}
    }
    let passed = |name: &str| {
        let mut of_name = graded.steps.iter().filter(|step| step.name == name);
        of_name.all(|step| step.passed)
    };
    let wrongly: Vec<&str> = steps
        .iter()
        .map(String::as_str)
        .filter(|step| passed(step))
        .collect();
    match wrongly.as_slice() {
        [] => None,
        names => Some(format!(
            "it is a trick, and passes {}\nhelp: the test asks for too little",
            names.join(", ")
        )),
    }
}
