//! Carries out a plan: all of it, or nothing.
//!
//! What is there is copied, and what is to come is laid out beside it, before the first change: a disk that is full ends
//! the update there. From then on files are only moved. After an error or Ctrl-C all is brought back at once; after a kill
//! by the next `update`, or by `update --undo`.

use crate::journal::{Journal, Move, Phase, Place, Step, hash};
use crate::plan::{Content, Plan};
use crate::rollback::{self, remove_empty};
use anyhow::{Context, Result};
use grader::atomic_write;
use grader::cancellation::Cancellation;
use std::path::Path;
use workbook::Problem;

/// What is to be carried out.
pub struct Order<'a> {
    /// The workbook.
    pub root: &'a Path,
    /// The folder with the new version.
    pub theirs: &'a Path,
    /// What to do.
    pub plan: &'a Plan,
    /// Where the new version comes from, in words.
    pub from: &'a str,
    /// Files of the runner's own that are replaced along with the workbook's: path, and what is written there.
    pub also: Vec<(String, Vec<u8>)>,
}

/// Carries out a plan. `on_step` is told how many files are done, before each; `finish` is what comes after the files, and
/// gets what the journal says of the branch.
///
/// # Errors
/// When something cannot be read or written, was saved meanwhile, or the run was cancelled. Then all is as it was.
pub fn apply(
    order: &Order<'_>,
    branch: Option<&Move>,
    cancellation: &Cancellation,
    on_step: &mut dyn FnMut(usize),
    finish: impl FnOnce(&Place) -> Result<()>,
) -> Result<Place> {
    let place = Place::next(order.root);
    let steps = stage(order, &place, cancellation).inspect_err(|_| {
        // What cannot be removed now is removed by the next update.
        let _ = std::fs::remove_dir_all(&place.folder);
    })?;
    let mut journal = Journal {
        phase: Phase::Applying,
        from: order.from.to_owned(),
        steps,
        renamed: order.plan.renamed(),
        branch: branch.cloned(),
    };
    place.write(&journal).inspect_err(|_| {
        let _ = std::fs::remove_dir_all(&place.folder);
    })?;
    keep_runner(&place);
    let done = install(order.root, &place, &journal.steps, cancellation, on_step);
    if let Err(error) = done.and_then(|()| finish(&place)) {
        // What was saved in the middle is the later version.
        let saved = rollback::files(order.root, &place, &mut journal)?;
        bring_forward(order.root, &place, &saved)?;
        journal.phase = Phase::Undone;
        place.write(&journal)?;
        let _ = std::fs::remove_file(place.runner());
        return Err(error);
    }
    journal.phase = Phase::Done;
    place.write(&journal)?;
    // What stays of these does no harm.
    let _ = std::fs::remove_dir_all(place.folder.join("new"));
    let _ = std::fs::remove_file(place.runner());
    Ok(place)
}

/// Keeps the program that runs until the update is done: half of the files of two versions may not compile, and then
/// cargo could not start what brings them back. If it cannot be kept, that is no reason not to update.
fn keep_runner(place: &Place) {
    if let Ok(program) = std::env::current_exe() {
        let _ = std::fs::hard_link(&program, place.runner())
            .or_else(|_| std::fs::copy(&program, place.runner()).map(|_| ()));
    }
}

/// Whether a file is one that the runner is compiled from.
fn is_of_runner(step: &Step) -> bool {
    let file = &*step.file;
    ["xtask/", ".cargo/"]
        .iter()
        .any(|folder| file.starts_with(folder))
        || ["Cargo.toml", "Cargo.lock"].contains(&file)
}

/// Copies what is there, and lays out what is to come.
fn stage(order: &Order<'_>, place: &Place, cancellation: &Cancellation) -> Result<Vec<Step>> {
    let Order {
        root,
        theirs,
        plan,
        also,
        ..
    } = order;
    let mut steps = Vec::new();
    let failed = |name: &str| {
        let help = "make room, or make it readable, then run this again: nothing was changed";
        Problem::new(name, "cannot be copied into .arena/updates", help)
    };
    for (name, content) in &plan.writes {
        cancellation.check()?;
        let from = match content {
            Content::Theirs(name) => theirs.join(name),
            Content::Mine(name) => root.join(name),
        };
        copy(&from, &place.staged(name)).map_err(|error| failed(name).because(error))?;
        steps.push(step(root, place, name).map_err(|error| failed(name).because(error))?);
    }
    for (name, bytes) in also {
        atomic_write::write(&place.staged(name), bytes)
            .map_err(|error| failed(name).because(error))?;
        steps.push(step(root, place, name).map_err(|error| failed(name).because(error))?);
    }
    for name in &plan.removes {
        cancellation.check()?;
        steps.push(step(root, place, name).map_err(|error| failed(name).because(error))?);
    }
    Ok(steps)
}

fn step(root: &Path, place: &Place, name: &str) -> std::io::Result<Step> {
    let (path, kept) = (root.join(name), place.old(name));
    if path.symlink_metadata().is_ok_and(|data| data.is_file()) {
        copy(&path, &kept)?;
    }
    Ok(Step {
        file: name.to_owned(),
        // What is no file is moved away when its turn comes.
        old: hash(&kept).or_else(|| hash(&path)),
        new: hash(&place.staged(name)),
    })
}

fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(to.parent().unwrap_or(Path::new(".")))?;
    std::fs::copy(from, to).map(|_| ())
}

fn install(
    root: &Path,
    place: &Place,
    steps: &[Step],
    cancellation: &Cancellation,
    on_step: &mut dyn FnMut(usize),
) -> Result<()> {
    let mut steps: Vec<&Step> = steps.iter().collect();
    // The runner's own files last, so that it is only for a moment neither of the two versions. What is removed makes room
    // for what comes, also for a file in the place of a folder.
    steps.sort_by_key(|step| (is_of_runner(step), step.new.is_some()));
    for (n_done, step) in steps.iter().enumerate() {
        on_step(n_done);
        cancellation.check()?;
        let path = root.join(&step.file);
        if hash(&path) != step.old {
            let what = "was saved while the update ran, so nothing was changed";
            return Err(Problem::new(&*step.file, what, "run this again").into());
        }
        let context = || format!("{}: cannot be written, so nothing was changed", step.file);
        if step.old.is_some() && !place.old(&step.file).exists() {
            atomic_write::replace(&path, &place.old(&step.file)).with_context(context)?;
        }
        match &step.new {
            Some(_) => {
                atomic_write::replace(&place.staged(&step.file), &path).with_context(context)?
            }
            None => {
                // What is no file has been moved away.
                if path.symlink_metadata().is_ok() {
                    std::fs::remove_file(&path).with_context(context)?;
                }
                remove_empty(root, &path);
            }
        }
    }
    on_step(steps.len());
    Ok(())
}

/// Puts back what was saved while an update ran that then failed.
fn bring_forward(root: &Path, place: &Place, saved: &[String]) -> Result<()> {
    for name in saved {
        let context = || {
            format!(
                "{name}: cannot be written; it is kept: {}",
                place.since(name).display()
            )
        };
        atomic_write::replace(&place.since(name), &root.join(name)).with_context(context)?;
    }
    Ok(())
}
