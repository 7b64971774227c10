//! `workshop hide-solutions`: a checkout for participants where everything works but for the solutions.

use crate::cli::HideOptions;
use crate::commands::shared::{Finish, load_state, warn};
use crate::interrupt;
use crate::progress_bar::ProgressBar;
use crate::report::{complain, say};
use anyhow::Result;
use grader::build::Allocator;
use grader::event::Control;
use grader::measure::{self, Request};
use grader::pipeline::{CachePolicy, Subject, try_tests};
use grader::references::{Measured, References};
use grader::scaling;
use std::path::Path;
use std::time::Duration;
use workbook::{Exercise, Problem, Workbook};
use workshop::kit::archive::Stage;
use workshop::kit::{hidden, repository};

/// How long one test of a solution may run.
const TIMEOUT: Duration = Duration::from_secs(60);
/// How many files that are left out are named.
const MAX_NAMED: usize = 5;

pub(super) fn run(options: &HideOptions) -> Result<Finish> {
    let workbook = Workbook::open()?;
    let folder = workbook.root.join(&options.out);
    let is_empty = |folder: &Path| folder.read_dir().is_ok_and(|mut all| all.next().is_none());
    if folder.exists() && !is_empty(&folder) {
        let help = "name a new folder with `--out DIR`, or remove this one first";
        let place = folder.display().to_string();
        return Err(Problem::new(place, "is there already", help).into());
    }
    let cancellation = interrupt::program();
    let committed = repository::committed(&workbook.root, cancellation)?;
    warn_of(&committed.left_out);
    let bar = ProgressBar::new();
    let references = references(&workbook, &bar)?;
    bar.begin("taking the solutions out", 0);
    let stage = Stage::new()?;
    repository::clone(
        &workbook.root,
        &committed.commit,
        &stage.checkout(),
        cancellation,
    )?;
    hidden::take_out_solutions(&stage.checkout(), &references, cancellation)?;
    repository::clone(&stage.checkout(), "HEAD", &folder, cancellation)?;
    bar.clear();
    say!(
        "{}: the workbook without its solutions, as one commit without a past",
        folder.display()
    )?;
    say!("  at       {:.10} of this checkout", committed.commit)?;
    say!(
        "  figures  of the solutions, measured here: {}",
        references.host
    )?;
    say!("  hand out what is there: push it to a repository of its own, or copy it")?;
    Ok(Finish::Passes)
}

/// Measures the solutions of this checkout, for one without them.
pub(super) fn references(workbook: &Workbook, bar: &ProgressBar) -> Result<References> {
    workbook.require_solutions()?;
    let mut measured = bar.follow(None, |control| {
        measure(workbook, Allocator::System, control)
    })?;
    // Without a C compiler, there is no other allocator to compare with.
    match bar.follow(None, |control| {
        measure(workbook, Allocator::Mimalloc, control)
    }) {
        Ok(others) => measured.extend(others),
        Err(error) if error.is::<Problem>() => complain(&format!(
            "note: nothing is measured with mimalloc, so participants cannot compare with it either ({error:#})"
        )),
        Err(error) => return Err(error),
    }
    Ok(References::of_this_machine(measured))
}

fn measure(
    workbook: &Workbook,
    allocator: Allocator,
    control: &Control<'_>,
) -> Result<Vec<Measured>> {
    let with_one = workbook.exercises.iter();
    let (scaled, timed): (Vec<&Exercise>, Vec<&Exercise>) = with_one
        .filter(|exercise| exercise.workload().is_some())
        .partition(|exercise| exercise.scaling.is_some());
    let mut state = load_state(workbook);
    let mut speeds = state.speeds();
    let request = Request {
        exercises: &timed,
        remeasure: false,
        allocator,
        speeds: &mut speeds,
    };
    let figures = measure::solutions(workbook, request, control)?;
    // They need not be measured again the next time.
    state.update(control.cancellation(), |data| data.speeds.extend(speeds));
    warn(&mut state);
    let scalings = scaling::solutions(workbook, &scaled, allocator, control)?;
    let all: Vec<&Exercise> = timed.iter().chain(&scaled).copied().collect();
    let subjects: Vec<Subject<'_>> = all.iter().copied().map(Subject::solution).collect();
    let attempts = try_tests(
        workbook,
        &subjects,
        TIMEOUT,
        CachePolicy::SkipKnown,
        control,
    )?;
    let figures = figures
        .into_iter()
        .map(|speeds| speeds.map(|[speed, tuned]| (speed, tuned, Vec::new())))
        .chain(
            scalings
                .into_iter()
                .map(|points| points.map(|points| (None, None, points))),
        );
    let all = all.iter().zip(figures).zip(attempts);
    all.map(|((exercise, figures), attempt)| {
        let id = exercise.id.clone();
        let (speed, tuned, scaling) = figures.map_err(|reason| {
            let help = format!("see what is wrong with `cargo xtask bench {id}`");
            Problem::general(
                format!("the solution of {id} cannot be measured: {reason}"),
                help,
            )
        })?;
        Ok(Measured {
            id,
            allocator: allocator.name().to_owned(),
            speed,
            tuned,
            scaling,
            heap: attempt.run.and_then(|run| run.allocations),
        })
    })
    .collect()
}

/// Says what participants will not have.
pub(super) fn warn_of(left_out: &[String]) {
    if left_out.is_empty() {
        return;
    }
    let named: Vec<&str> = left_out
        .iter()
        .take(MAX_NAMED)
        .map(|name| &**name)
        .collect();
    let others = match left_out.len() - named.len() {
        0 => String::new(),
        n => format!(" and {n} more"),
    };
    complain(&format!(
        "note: only what is committed is packed, so these changes are left out: {}{others}",
        named.join(", ")
    ));
}
