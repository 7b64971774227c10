//! The runner of the Arena Workbook: `cargo xtask`.
//!
//! This crate is the command line: it parses arguments, calls the [`grader`], and reports. The
//! crates below it know neither arguments nor a terminal; `xtask/ARCHITECTURE.md` draws them all.
//!
//! | module | what it does |
//! |---|---|
//! | `interrupt` | Ctrl-C cancels what is running |
//! | `terminal`, `progress_bar` | keys, width, and how far a run has come |
//! | `report` | what commands found → text, in every format |
//! | `cli` | the command table |
//! | `commands` | one file for each command |
//! | `shell` | the same commands, typed one after another |
//!
//! Modules import only from those before them in the list below; `tests/architecture.rs` holds them
//! to it. `Err` means that the workbook or the machine is broken. What a learner's code does is
//! always a value.

mod interrupt;

mod terminal;

mod shell_words;

mod progress_bar;

mod report;

mod cli;

mod commands;

mod shell;

use clap::Parser;
use commands::Finish;
use grader::cancellation::Interrupted;
use std::process::ExitCode;

fn main() -> ExitCode {
    if terminal::is_dumb() && std::env::var_os("CLICOLOR_FORCE").is_none() {
        colored::control::set_override(false);
    }
    let cli = cli::Cli::parse();
    let finish = interrupt::install().and_then(|()| match cli.command {
        Some(command) => commands::run(command),
        None => shell::run(),
    });
    match finish {
        Ok(Finish::Passes) => ExitCode::SUCCESS,
        Ok(Finish::Incomplete) => ExitCode::from(1),
        Ok(Finish::Broken) => ExitCode::from(2),
        Ok(Finish::Interrupted) => ExitCode::from(interrupt::EXIT_CODE),
        Err(error) => {
            eprintln!("{}", commands::explain(&error));
            ExitCode::from(match error.is::<Interrupted>() {
                true => interrupt::EXIT_CODE,
                false => 2,
            })
        }
    }
}
