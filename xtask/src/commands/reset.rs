//! `reset`: restores an exercise's source as it was shipped. It asks first, and keeps a backup.

use super::shared::Finish;
use crate::interrupt;
use crate::report::say;
use crate::terminal;
use anyhow::{Context, Result};
use grader::text::printable_line;
use std::io::IsTerminal;
use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};
use workbook::{Exercise, Problem, Workbook, read_text};

pub(super) fn run(what: &str, yes: bool) -> Result<Finish> {
    let workbook = Workbook::open()?;
    let exercise = workbook.find(what)?;
    let source = exercise.source();
    if is_as_shipped(&workbook, exercise)? {
        say!("{}", as_shipped(&workbook, exercise))?;
        return Ok(Finish::Passes);
    }
    if !yes
        && !confirmed(&format!(
            "Reset {}? A backup is kept. [y/N] ",
            workbook.show(&source)
        ))?
    {
        say!("Nothing was changed.")?;
        return Ok(Finish::Passes);
    }
    say!("{}", restore(&workbook, exercise)?)?;
    Ok(Finish::Passes)
}

/// Whether there is nothing to reset.
pub(super) fn is_as_shipped(workbook: &Workbook, exercise: &Exercise) -> Result<bool> {
    let starter = read_text(&workbook.root, &exercise.bad_source())?;
    let source = read_text(&workbook.root, &exercise.source());
    Ok(source.is_ok_and(|text| text == starter))
}

/// Resets without asking; returns the message for the learner.
///
/// # Errors
/// When no backup can be kept, or the source cannot be written.
pub(super) fn restore(workbook: &Workbook, exercise: &Exercise) -> Result<String> {
    let source = exercise.source();
    let starter = read_text(&workbook.root, &exercise.bad_source())?;
    let mut text = String::new();
    // What is there may be no file, but a folder, say.
    if source.symlink_metadata().is_ok() {
        let backup = back_up(workbook, exercise)?;
        text = format!("Your version is kept: {}\n", workbook.show(&backup));
    }
    std::fs::write(&source, starter)
        .with_context(|| format!("{}: cannot be written", workbook.show(&source)))?;
    Ok(text + &as_shipped(workbook, exercise))
}

/// The message that an exercise is as it was shipped.
pub(super) fn as_shipped(workbook: &Workbook, exercise: &Exercise) -> String {
    let source = workbook.show(&exercise.source());
    format!("{source} is as it was shipped.")
}

fn confirmed(question: &str) -> Result<bool> {
    if !std::io::stdin().is_terminal() {
        let help = "add `--yes` to reset without a question";
        return Err(Problem::general("there is no terminal to ask on", help).into());
    }
    let mut editor = rustyline::DefaultEditor::new().context("the terminal cannot be read")?;
    let question = printable_line(question);
    let answer = terminal::lend(|| interrupt::while_idle(|| editor.readline(&question)))?;
    // Ctrl-C and Ctrl-D at the question mean no.
    let answer = answer.unwrap_or_default();
    Ok(matches!(answer.trim(), "y" | "Y" | "yes"))
}

fn back_up(workbook: &Workbook, exercise: &Exercise) -> Result<PathBuf> {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH);
    let seconds = seconds.map_or(0, |since| since.as_secs());
    let folder = workbook
        .root
        .join(".arena")
        .join("backups")
        .join(&exercise.id);
    let free = (0..).map(|n| folder.join(format!("{seconds}-{n}.rs")));
    // Always found: the range is infinite, and a folder is not.
    let backup = free
        .into_iter()
        .find(|path| !path.exists())
        .unwrap_or_default();
    let context = || {
        format!(
            "{}: no backup can be kept, so nothing was reset",
            workbook.show(&backup)
        )
    };
    std::fs::create_dir_all(&folder).with_context(context)?;
    match exercise.source().is_file() {
        true => std::fs::copy(exercise.source(), &backup).map(|_| ()),
        false => std::fs::rename(exercise.source(), &backup),
    }
    .with_context(context)?;
    Ok(backup)
}
