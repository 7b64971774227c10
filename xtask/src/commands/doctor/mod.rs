//! `doctor`: is this machine ready? Each finding says what to do.

mod desk;
mod machine;
mod noise;

use crate::cli::{DoctorOptions, PlainFormat};
use crate::commands::Finish;
use crate::meter::Meter;
use crate::report::{
    self,
    doctor::{self, Finding, State},
};
use anyhow::{Result, bail};
use catalog::Workbook;
use std::path::{Path, PathBuf};

pub(super) fn run(options: &DoctorOptions) -> Result<Finish> {
    let workbook = Workbook::open()?;
    let meter = Meter::new();
    meter.begin("looking", 0);
    let mut findings = vec![
        machine::toolchain(),
        machine::disk(&workbook),
        machine::dependencies(&workbook)?,
        machine::c_compiler(),
        desk::editor(),
        desk::browser(),
        desk::terminal(),
    ];
    let mut noise = None;
    if !options.no_speed && doctor::is_ready(&findings) {
        let (finding, speed) = noise::measure(&workbook, &meter)?;
        findings.push(finding);
        noise = speed;
    }
    meter.clear();
    report::print(&match options.format {
        PlainFormat::Human => doctor::human(&findings),
        PlainFormat::Json => doctor::render(&findings, noise.as_ref())?,
    })?;
    match findings
        .iter()
        .filter(|one| one.state == State::Problem)
        .count()
    {
        0 => Ok(Finish::Passes),
        n => bail!(
            "this machine is not ready: {n} of {} findings {} in the way\n\
             help: do what stands there, then run `cargo xtask doctor` again",
            findings.len(),
            if n == 1 { "is" } else { "are" }
        ),
    }
}

/// A variable of the environment that is set to something.
fn variable(name: &str) -> Option<String> {
    let value = std::env::var(name).ok()?;
    (!value.trim().is_empty()).then_some(value)
}

/// Where a program lies: at its path, or in one of the folders that the system looks into.
fn program(name: &str) -> Option<PathBuf> {
    let is_path = Path::new(name).components().count() > 1;
    let folders = match is_path {
        true => vec![PathBuf::new()],
        false => std::env::split_paths(&std::env::var_os("PATH")?).collect(),
    };
    // On Windows, a program is called by a name without its ending.
    let endings = match cfg!(windows) {
        true => vec!["", ".exe", ".cmd", ".bat"],
        false => vec![""],
    };
    let places = folders.iter().flat_map(|folder| {
        let endings = endings.iter();
        endings.map(|ending| folder.join(format!("{name}{ending}")))
    });
    let mut files = places.filter(|place| place.is_file());
    files.next()
}
