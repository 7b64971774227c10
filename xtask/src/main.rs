//! The runner of the Arena Workbook: `cargo xtask`.
//!
//! This crate is the command line: it parses arguments, calls the [`grader`], and reports. The
//! crates below it know neither arguments nor a terminal; `xtask/ARCHITECTURE.md` draws them all.
//!
//! | module | what it does |
//! |---|---|
//! | `interrupt` | Ctrl-C cancels what is running |
//! | `terminal` | keys, and its size |
//! | `report` | what commands found → text, in every format; all that is printed |
//! | `progress_bar` | how far a run has come |
//! | `cli` | the command table |
//! | `commands` | one file for each command |
//! | `shell` | the same commands, typed one after another |
//!
//! Modules import only from those before them in the list below; `tests/architecture.rs` holds them
//! to it. `Err` means that the workbook or the machine is broken. What a learner's code does is
//! always a value.

mod interrupt;

mod terminal;

mod report;

mod progress_bar;

mod cli;

mod commands;

mod shell;

use clap::Parser;
use commands::Finish;
use grader::cancellation::Interrupted;
use grader::text::printable;
use std::io::ErrorKind;
use std::process::ExitCode;

fn main() -> ExitCode {
    if terminal::is_dumb() && std::env::var_os("CLICOLOR_FORCE").is_none() {
        colored::control::set_override(false);
    }
    let cli = match cli::Cli::try_parse() {
        Ok(cli) => cli,
        Err(usage) => return explain_usage(&usage),
    };
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
            report::complain(&tutor::words::explain(&error));
            ExitCode::from(match error.is::<Interrupted>() {
                true => interrupt::EXIT_CODE,
                false => 2,
            })
        }
    }
}

/// Prints what clap has to say: help, or what is wrong with the arguments, which it quotes.
fn explain_usage(usage: &clap::Error) -> ExitCode {
    let is_quotable = |argument: std::ffi::OsString| {
        let argument = argument.to_string_lossy();
        printable(&argument) == argument
    };
    let printed = match std::env::args_os().all(is_quotable) {
        true => usage.print(),
        false => {
            report::complain(usage.render().to_string().trim_end());
            Ok(())
        }
    };
    match printed {
        Err(error) if !usage.use_stderr() && error.kind() != ErrorKind::BrokenPipe => {
            report::complain(&tutor::words::explain(&report::unwritten(error)));
            ExitCode::from(2)
        }
        _ => ExitCode::from(u8::try_from(usage.exit_code()).unwrap_or(2)),
    }
}
