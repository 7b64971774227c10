//! `update`: brings the workbook up to date and keeps the learner's sources; `--undo` takes it back.

use super::shared::Finish;
use crate::cli::UpdateOptions;
use crate::interrupt;
use crate::report::{complain, say};
use ::update::plan::{Change, Content, Fate};
use ::update::source::{Update, look};
use ::update::undo::{Undone, is_unfinished, recover, undo};
use anyhow::Result;
use grader::lock;
use grader::state::State;
use std::path::Path;
use workbook::{Problem, Workbook};

/// How many files of a list are named; the others are counted.
const MAX_NAMED: usize = 12;

pub(super) fn run(options: &UpdateOptions) -> Result<Finish> {
    // The workbook is not loaded: what is broken in it may be what the update mends.
    let root = Workbook::root()?;
    let from = options.from.as_deref();
    if options.dry_run {
        if is_unfinished(&root)? {
            let what = "an update was stopped in the middle";
            let help = "run `cargo xtask update --undo` first";
            return Err(Problem::general(what, help).into());
        }
        return look_only(&root, from);
    }
    let waiting = || complain("waiting for another update to end");
    let _lock = lock::take(&root, lock::UPDATE, interrupt::program(), waiting)?;
    if options.undo {
        return take_back(&root);
    }
    if let Some(undone) = recover(&root, interrupt::program())? {
        tell_undone(&undone)?;
    }
    let Some(update) = look(&root, from, false, interrupt::program())? else {
        return up_to_date();
    };
    let passed = passed(&root, &update);
    let place = update.apply(interrupt::program(), &mut |_| ())?;
    let old = format!(".arena/updates/{:04}/old", place.number);
    say!("Updated from {}.", update.from)?;
    tell(&update, &passed, &old)?;
    if update.changes_lock_file() {
        say!("Dependencies may be new: run `cargo fetch --locked` while there is a network.")?;
    }
    say!("undo    cargo xtask update --undo")?;
    Ok(Finish::Passes)
}

fn up_to_date() -> Result<Finish> {
    say!("The workbook is up to date; nothing was changed.")?;
    Ok(Finish::Passes)
}

fn look_only(root: &Path, from: Option<&str>) -> Result<Finish> {
    let Some(update) = look(root, from, true, interrupt::program())? else {
        return up_to_date();
    };
    say!(
        "A dry run, which writes nothing. An update from {} would do this:",
        update.from
    )?;
    tell(&update, &passed(root, &update), ".arena/updates")?;
    for (name, content) in &update.plan.writes {
        match content {
            Content::Mine(from) => say!("move    {from} → {name}")?,
            Content::Theirs(_) if update.is_new(name) => say!("add     {name}")?,
            Content::Theirs(_) => say!("change  {name}")?,
        }
    }
    let moved = |name: &String| {
        update
            .plan
            .writes
            .values()
            .any(|content| *content == Content::Mine(name.clone()))
    };
    for name in update.plan.removes.iter().filter(|name| !moved(name)) {
        say!("remove  {name}")?;
    }
    Ok(Finish::Passes)
}

fn take_back(root: &Path) -> Result<Finish> {
    let Some(undone) = undo(root, interrupt::program())? else {
        return Err(Problem::general(
            "there is no update to take back",
            "to go back to a version of your source, use `cargo xtask undo`",
        )
        .into());
    };
    tell_undone(&undone)?;
    Ok(Finish::Passes)
}

fn tell_undone(undone: &Undone) -> Result<()> {
    match undone.was_unfinished {
        true => say!("An update was stopped in the middle. All is as it was before it.")?,
        false => say!("The update from {} is taken back.", undone.from)?,
    }
    if !undone.since.is_empty() {
        say!("Changed since the update, and kept:")?;
        list(&undone.since)?;
    }
    if undone.branch_stays {
        say!(
            "There are commits since the update, so the branch stays where it is; `git status` shows the files as changed."
        )?;
    }
    Ok(())
}

/// The ids that the exercises of an update have here and that have passed.
fn passed(root: &Path, update: &Update<'_>) -> Vec<String> {
    let state = State::peek(&Workbook::without_exercises(root.to_owned()));
    let ids = update.plan.exercises.iter().map(|change| &change.id);
    let former = update
        .plan
        .exercises
        .iter()
        .filter_map(|change| change.former_id.as_ref());
    let passed = ids.chain(former).filter(|id| state.of(id).has_passed());
    passed.cloned().collect()
}

/// Says what an update does, or has done.
fn tell(update: &Update<'_>, passed: &[String], old: &str) -> Result<()> {
    let changes = &update.plan.exercises;
    let ids = |fate: Fate| {
        let of = changes.iter().filter(|change| change.fate == fate);
        of.map(|change| &*change.id).collect::<Vec<_>>().join(", ")
    };
    for (fate, what) in [
        (Fate::New, "New exercises"),
        (Fate::Refreshed, "Starters renewed, none of them edited"),
        (Fate::Gone, "Gone, with their untouched starters"),
    ] {
        let ids = ids(fate);
        if !ids.is_empty() {
            say!("{what}: {ids}")?;
        }
    }
    for change in changes {
        for line in of_exercise(change, passed) {
            say!("{line}")?;
        }
    }
    if !update.plan.kept.is_empty() {
        say!(
            "Edited here and changed in the new version, which is taken; yours are kept in {old}:"
        )?;
        list(&update.plan.kept)?;
    }
    if !update.is_base_known {
        say!(
            "It is not known which version was here, so what you have edited, other than your sources, cannot be told from \
             what is old. All that is replaced is kept in {old}."
        )?;
    }
    let n = update.n_files();
    say!("{n} {} in all.", if n == 1 { "file" } else { "files" })
}

/// What to say of one exercise.
fn of_exercise(change: &Change, passed: &[String]) -> Vec<String> {
    let Change {
        id, folder, fate, ..
    } = change;
    let is_edited = *fate == Fate::Stays;
    let mut lines = Vec::new();
    match (&change.former_id, &change.former_folder) {
        (Some(former), _) => lines.push(format!("{former} is called {id} now: {folder}")),
        (None, Some(former)) => lines.push(format!("{id} has moved from {former} to {folder}")),
        (None, None) => {}
    }
    if let (true, Some(last)) = (is_edited, lines.last_mut()) {
        *last += "; your source moves along";
    }
    match fate {
        Fate::Left => lines.push(format!("{id} is gone; your source stays: {folder}/src")),
        Fate::SetAside => lines.push(format!(
            "{id} is gone, and another exercise is in {folder}; your source is kept"
        )),
        _ => {}
    }
    let former = change.former_id.as_ref().unwrap_or(id);
    if (is_edited || passed.contains(id) || passed.contains(former)) && *fate != Fate::New {
        let parts = [
            (change.tests, "tests"),
            (change.task, "task"),
            (change.starter, "starter"),
        ];
        let parts: Vec<_> = parts
            .iter()
            .filter(|(differs, _)| *differs)
            .map(|(_, part)| *part)
            .collect();
        if !parts.is_empty() {
            let parts = parts.join(" and ");
            lines.push(format!(
                "{id}: its {parts} changed. Check it again: cargo xtask check {id}"
            ));
        }
    }
    lines
}

fn list(files: &[String]) -> Result<()> {
    for name in files.iter().take(MAX_NAMED) {
        say!("    {name}")?;
    }
    match files.len().saturating_sub(MAX_NAMED) {
        0 => Ok(()),
        n => say!("    and {n} more"),
    }
}
