//! `reset`: restores an exercise's source as it was shipped. It asks first, and keeps a backup.

use super::shared::Finish;
use crate::interrupt;
use crate::report::say;
use crate::terminal;
use anyhow::{Context, Result};
use grader::text::printable_line;
use std::io::IsTerminal;
use tutor::reset;
use workbook::{Exercise, Problem, Workbook};

pub(super) fn run(what: &str, yes: bool) -> Result<Finish> {
    let workbook = Workbook::open()?;
    let exercise = workbook.find(what)?;
    let source = exercise.source();
    if exercise.is_as_shipped(&workbook.root)? {
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

/// Resets without asking; returns the message for the learner.
///
/// # Errors
/// When no backup can be kept, or the source cannot be written.
pub(super) fn restore(workbook: &Workbook, exercise: &Exercise) -> Result<String> {
    let kept = reset::restore(workbook, exercise)?.map_or(String::new(), |kept| {
        format!("Your version is kept: {}\n", workbook.show(&kept))
    });
    Ok(kept + &as_shipped(workbook, exercise))
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
