//! Counts what can be counted: `claims-counts FILE` writes it to FILE.

use claims::experiments::{count, write};
use std::path::PathBuf;
use std::process::ExitCode;

yardstick::count_allocations!();

fn main() -> ExitCode {
    let Some(file) = std::env::args_os().nth(1) else {
        eprintln!("usage: claims-counts FILE\nhelp: `cargo xtask claims` runs it");
        return ExitCode::from(2);
    };
    match write(&count(), &PathBuf::from(file)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("{problem}\nhelp: give a file in a folder that can be written");
            ExitCode::from(2)
        }
    }
}
