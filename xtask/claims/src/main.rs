//! Runs one experiment: `claims EXPERIMENT FILE` writes its figures to FILE.

use claims::evidence::{COUNTED, TIMED};
use claims::experiments::{Extent, measure, write};
use std::path::PathBuf;
use std::process::ExitCode;

#[cfg(feature = "mimalloc")]
#[global_allocator]
static MIMALLOC: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1);
    let (Some(name), Some(file)) = (arguments.next(), arguments.next()) else {
        eprintln!("usage: claims EXPERIMENT FILE\nhelp: `cargo xtask claims` runs all of them");
        return ExitCode::from(2);
    };
    let name = name.to_string_lossy();
    let Some(evidence) = measure(&name, Extent::from_env()) else {
        eprintln!(
            "there is no experiment `{name}`\nhelp: use one of: {COUNTED}, {}",
            TIMED.join(", ")
        );
        return ExitCode::from(2);
    };
    match write(&evidence, &PathBuf::from(file)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}\nhelp: give a file in a folder that can be written");
            ExitCode::from(2)
        }
    }
}
