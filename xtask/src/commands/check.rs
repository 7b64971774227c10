//! `check`: the whole flow, from the source to a grade.

use super::Finish;
use crate::build::{Allocator, Build};
use crate::cli::{CheckOptions, Format};
use crate::grade::{self, Evidence, Grade, Standing, grade};
use crate::measure::{self, Measurement, Request};
use crate::meter::Meter;
use crate::pipeline::{Earlier, Subject, Tried, try_tests};
use crate::progress::Progress;
use crate::report::{self, classroom, exercism, human, json, junit, markdown};
use crate::terminal;
use anyhow::Result;
use catalog::{Exercise, Workbook};
use std::collections::HashMap;
use std::time::Duration;

pub(super) fn run(options: &CheckOptions) -> Result<Finish> {
    let workbook = Workbook::open()?;
    let exercises = workbook.choose(&options.what)?;
    let meter = Meter::new();
    let grades = grade_all(&workbook, &exercises, options, &meter)?;
    meter.clear();
    report::print(&match options.format {
        Format::Human => human::render_check(&workbook, &grades, terminal::width()),
        Format::Json => json::render(&grades)?,
        Format::Junit => junit::render(&workbook, &grades, options.strict),
        Format::Markdown => markdown::render(&workbook, &grades),
        Format::Exercism => exercism::render(&workbook, &grades, options.strict)?,
        Format::GithubClassroom => classroom::render(&workbook, &grades, options.strict)?,
    })?;
    Ok(finish(&grades, options))
}

/// Grades these exercises, and remembers what came of it.
pub(super) fn grade_all<'a>(
    workbook: &Workbook,
    exercises: &[&'a Exercise],
    options: &CheckOptions,
    meter: &Meter,
) -> Result<Vec<Grade<'a>>> {
    let mut progress = Progress::load(workbook);
    let subjects: Vec<Subject<'_>> = exercises.iter().copied().map(Subject::learner).collect();
    let time = Duration::from_secs_f64(options.timeout);
    // To be strict is to believe nothing that was not seen.
    let earlier = match options.rerun || options.strict {
        true => Earlier::Order,
        false => Earlier::Passes,
    };
    let tried = try_tests(workbook, &subjects, time, earlier, meter)?;
    let chosen = worth_measuring(exercises, &tried, options);
    let mut speeds = progress.speeds();
    let request = Request {
        exercises: &chosen,
        remeasure: options.remeasure,
        allocator: Allocator::System,
        speeds: &mut speeds,
    };
    let measured = measure::measure(workbook, request, meter)?;
    let measured = chosen
        .iter()
        .map(|exercise| &*exercise.id)
        .zip(measured)
        .collect();
    let grades = grades(workbook, exercises, &tried, measured, &progress)?;
    progress.update(|data| {
        data.speeds.extend(speeds);
        grades.iter().for_each(|grade| data.record(grade));
    });
    Ok(grades)
}

/// Speed counts once an exercise passes: a fast wrong answer is not timed.
fn worth_measuring<'a>(
    exercises: &[&'a Exercise],
    tried: &[Tried],
    options: &CheckOptions,
) -> Vec<&'a Exercise> {
    let is_worth = |tried: &Tried| match (&tried.build, &tried.run) {
        (Build::Ready { .. }, Some(run)) => options.measure_all || grade::passes(run),
        _ => false,
    };
    let pairs = exercises.iter().zip(tried);
    let chosen = pairs.filter(|(exercise, tried)| {
        !options.no_speed && exercise.speed.is_some() && is_worth(tried)
    });
    chosen.map(|(exercise, _)| *exercise).collect()
}

fn grades<'a>(
    workbook: &Workbook,
    exercises: &[&'a Exercise],
    tried: &[Tried],
    mut measured: HashMap<&str, Measurement>,
    progress: &Progress,
) -> Result<Vec<Grade<'a>>> {
    let mut grades = Vec::new();
    for (exercise, tried) in exercises.iter().copied().zip(tried) {
        grades.push(grade(Evidence {
            exercise,
            build: &tried.build,
            run: tried.run.clone(),
            measurement: measured.remove(&*exercise.id),
            changed: exercise.shipped.changed(&workbook.root, &exercise.folder)?,
            hints_used: progress.of(&exercise.id).hints,
            had_star: progress.of(&exercise.id).star,
        }));
    }
    Ok(grades)
}

fn finish(grades: &[Grade<'_>], options: &CheckOptions) -> Finish {
    let passes = |grade: &Grade<'_>| {
        let is_intact = !options.strict || grade.changed.is_empty();
        grade.standing == Standing::Passed && is_intact
    };
    if grades.iter().all(passes) {
        Finish::Passes
    } else {
        Finish::Open
    }
}
