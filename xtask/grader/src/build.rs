//! Builds: many crates in one run of cargo, each with a result of its own.
//!
//! `cargo build --keep-going` goes on when one crate does not compile (`cargo test` does not take
//! that flag), and its JSON messages say which executable and which errors belong to which crate.
//! Where they do not, because the compiler crashed, never ended, or took others down with it, each
//! crate that has no result is built again, alone.

mod target;

mod log;

mod pace;

mod invocation;

mod probe;

use crate::content;
use crate::diagnostic::Diagnostic;
use crate::event::{Control, Event};
use crate::results::Build;
use crate::workspace;
use anyhow::Result;
use invocation::{Tidying, run_cargo};
use log::{Outcome, Trouble};
use std::path::Path;
use workbook::{Problem, Workbook};

pub use target::{Allocator, Goal, Target};

/// Builds the goal of each target; the results are in the order of `targets`.
///
/// # Errors
/// When cargo cannot run, when the compiler does not work here, or when nothing was built for a reason
/// that is in none of the crates.
pub fn build(
    workbook: &Workbook,
    targets: &[Target<'_>],
    goal: Goal,
    control: &Control<'_>,
) -> Result<Vec<Build>> {
    let mut builds: Vec<Option<Build>> = targets
        .iter()
        .map(|target| target.cannot_be_built(workbook, goal))
        .collect();
    // Cargo would refuse the others along with a crate that has no such target.
    let pending = (0..targets.len()).filter(|&place| builds[place].is_none());
    let pending: Vec<usize> = pending.collect();
    if !pending.is_empty() {
        let all: Vec<&Target<'_>> = pending.iter().map(|&place| &targets[place]).collect();
        control.emit(Event::Stage {
            stage: goal.stage(),
            total: all.len(),
        });
        let mut workspaces: Vec<_> = all.iter().map(|target| &target.package.workspace).collect();
        workspaces.sort();
        workspaces.dedup();
        for workspace in workspaces {
            let is_in = |place: &usize| targets[*place].package.workspace == *workspace;
            let places: Vec<usize> = pending.iter().copied().filter(is_in).collect();
            let here: Vec<&Target<'_>> = places.iter().map(|&place| &targets[place]).collect();
            let results = build_in(workbook, workspace.as_deref(), &here, goal, control)?;
            for (place, build) in places.into_iter().zip(results) {
                builds[place] = Some(build);
            }
        }
    }
    let builds: Vec<Build> = builds.into_iter().flatten().collect();
    for (target, build) in targets.iter().zip(&builds) {
        // Those that are ready were announced as soon as they were.
        if !matches!(build, Build::Ready { .. }) {
            control.emit(Event::Built(target.exercise, build));
        }
    }
    Ok(builds)
}

/// Builds the targets of one workspace: the workbook's, or that of private exercises in this folder.
fn build_in(
    workbook: &Workbook,
    private: Option<&Path>,
    targets: &[&Target<'_>],
    goal: Goal,
    control: &Control<'_>,
) -> Result<Vec<Build>> {
    if let Some(folder) = private {
        workspace::write_private(workbook, folder, &[])?;
    }
    let crates: Vec<_> = targets
        .iter()
        .map(|target| (target.exercise, &target.package))
        .collect();
    let noting = content::begin(workbook, &crates, control)?;
    let (results, cargo) = build_all(workbook, targets, goal, control)?;
    let lock = noting.end();
    if let Some(cargo) = cargo {
        cargo.leave(control, lock)?;
    }
    Ok(results)
}

/// Builds these together, and those without a result again, one by one. Cargo may still be tidying up.
fn build_all(
    workbook: &Workbook,
    targets: &[&Target<'_>],
    goal: Goal,
    control: &Control<'_>,
) -> Result<(Vec<Build>, Option<Tidying>)> {
    let (log, cargo) = run_cargo(workbook, targets, goal, control)?;
    let mut outcomes = Vec::new();
    for target in targets {
        outcomes.push(log.outcome(target, goal)?);
    }
    let is_unclear = |outcome: &Outcome| matches!(outcome, Outcome::Unclear(_));
    if outcomes.iter().any(is_unclear) {
        // Nobody's mistake, if the compiler itself does not work.
        probe::compile(workbook, control)?;
    }
    let private = targets
        .iter()
        .find_map(|target| target.package.workspace.as_deref());
    if targets.len() > 1 || private.is_some() {
        for (target, outcome) in targets.iter().zip(&mut outcomes) {
            if is_unclear(outcome) {
                if let Some(folder) = private {
                    // The manifest of another may be what keeps cargo from building any.
                    workspace::write_private(workbook, folder, &[target.exercise])?;
                }
                let (log, _) = run_cargo(workbook, &[target], goal, control)?;
                *outcome = log.outcome(target, goal)?;
            }
        }
    }
    let has_worked = |outcome: &Outcome| matches!(outcome, Outcome::Built(Build::Ready { .. }));
    // What is wrong with a private exercise is its own: the workbook's are built all the same.
    let has_worked = private.is_some() || outcomes.iter().any(has_worked);
    let builds = outcomes.into_iter().map(|outcome| match outcome {
        Outcome::Built(build) => Ok(build),
        Outcome::Unclear(Trouble::Compiler(errors)) => Ok(Build::Failed { errors }),
        Outcome::Unclear(Trouble::Elsewhere(problem)) if has_worked => Ok(Build::Failed {
            errors: vec![of_problem(&problem)],
        }),
        Outcome::Unclear(Trouble::Elsewhere(problem)) => Err(problem.into()),
    });
    let builds: Result<Vec<Build>> = builds.collect();
    Ok((builds?, cargo))
}

fn of_problem(problem: &Problem) -> Diagnostic {
    Diagnostic::without_place(&problem.what, problem.help.as_str())
}
