//! The commands: one file each, with only what that command adds.

mod bench;
mod book;
mod check;
mod claims;
mod completions;
mod doctor;
mod grade;
mod guess;
mod hint;
mod lab;
mod lesson;
mod list;
mod mark;
mod new;
mod next;
mod open;
mod reset;
mod shared;
mod solution;
mod trace;
mod trials;
mod undo;
mod update;
mod verify;
mod watch;
mod workshop;

pub use shared::Finish;

use crate::cli::{Command, WorkshopCommand};
use crate::report;
use crate::report::format::{Format, error_document};
use anyhow::Result;

/// Runs a command.
///
/// # Errors
/// When the workbook or the machine is broken, or the command was interrupted.
pub fn run(command: Command) -> Result<Finish> {
    let format = format_of(&command);
    let finish = carry_out(command);
    if let (Err(error), Some(Format::Json)) = (&finish, format) {
        // Programs that read the output find a document there, whatever happened.
        report::print(&error_document(error)?)?;
    }
    finish
}

/// The format of the command's report, if it writes one.
fn format_of(command: &Command) -> Option<Format> {
    match command {
        Command::Check(options) => Some(options.format),
        Command::Grade(options) => Some(options.format),
        Command::Workshop(WorkshopCommand::Grade(options)) => Some(options.format),
        Command::Bench(options) => Some(options.format),
        Command::Claims(options) => Some(options.format),
        Command::Trace(options) => Some(options.format),
        Command::Doctor(options) => Some(options.format),
        _ => None,
    }
}

fn carry_out(command: Command) -> Result<Finish> {
    match command {
        Command::Check(options) => check::run(&options),
        Command::Grade(options) => grade::run(&options),
        Command::Watch(options) => watch::run(&options),
        Command::Bench(options) => bench::run(&options),
        Command::List => list::run(),
        Command::Next => next::run(),
        Command::Open { what } => open::run(what.as_deref()),
        Command::Hint {
            what,
            step,
            of_next,
            again,
        } => hint::run(what.as_deref(), step.or(of_next).as_deref(), again),
        Command::Lesson { what, step } => lesson::run(what.as_deref(), step.as_deref()),
        Command::Undo { what, passed } => undo::run(what.as_deref(), passed),
        Command::Mark { what, mark } => mark::run(&what, mark),
        Command::Reset { what, yes } => reset::run(&what, yes),
        Command::Solution { what, spoil, open } => solution::run(&what, spoil, open),
        Command::Claims(options) => claims::run(&options),
        Command::Trace(options) => trace::run(&options),
        Command::Book(options) => book::run(&options),
        Command::Lab => lab::run(),
        Command::Doctor(options) => doctor::run(&options),
        Command::Update(options) => update::run(&options),
        Command::Completions { shell } => completions::run(shell),
        Command::Verify(options) => verify::run(&options),
        Command::New(what) => new::run(&what),
        Command::Workshop(what) => workshop::run(&what),
    }
}
