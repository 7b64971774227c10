//! The runner of the Arena Workbook: `cargo xtask`.
//!
//! Data moves one way:
//!
//! ```text
//! catalog → build → run → measure → grade → report / progress
//! ```
//!
//! | module | takes | gives |
//! |---|---|---|
//! | `catalog` (a crate: the book needs it too) | the folders of a checkout | exercises |
//! | `claims` (a crate: the book needs it too) | figures | verdicts on what is published of arenas |
//! | `build` | crates | executables, or the compiler's errors |
//! | `program` | other programs of the workbook's own | executables, built when first used |
//! | `variants` | the variants of solutions | crates to build |
//! | `run` | test binaries | an outcome for each test, each from a process of its own |
//! | `recall` | test runs | those that need not be repeated, and how long each test takes |
//! | `measure` | exercises that pass | Bad against yours, and against the reference |
//! | `grade` | evidence | a verdict; it starts nothing, prints nothing, reads nothing |
//! | `report` | grades | a table, or a document |
//! | `history` | measurements | those of earlier runs on this machine |
//! | `progress` | grades | what is remembered in `.arena/` |
//! | `commands` | the command table in `cli` | one file each |
//!
//! A module imports only from those before it; `tests/architecture.rs` holds the list against the
//! `use` lines. `Err` means that the workbook or the machine is broken. Whatever a learner's code
//! does is a value.

mod stop;

mod host;
mod lock;
mod process;
mod terminal;
mod whole;
mod words;

mod meter;

mod facts;

mod build;

mod program;

mod variants;

mod run;

mod recall;

mod measure;

mod grade;

mod history;

mod report;

mod progress;

mod pipeline;

mod cli;

mod commands;

use clap::Parser;
use commands::Finish;
use std::process::ExitCode;

fn main() -> ExitCode {
    if terminal::is_dumb() && std::env::var_os("CLICOLOR_FORCE").is_none() {
        colored::control::set_override(false);
    }
    let cli = cli::Cli::parse();
    let finish = stop::install().and_then(|()| commands::run(cli.command));
    match finish {
        Ok(Finish::Passes) => ExitCode::SUCCESS,
        Ok(Finish::Open) => ExitCode::from(1),
        Ok(Finish::Interrupted) => ExitCode::from(stop::EXIT_CODE),
        Err(error) => {
            eprintln!("{}", commands::explain(&error));
            ExitCode::from(match error.is::<stop::Interrupted>() {
                true => stop::EXIT_CODE,
                false => 2,
            })
        }
    }
}
