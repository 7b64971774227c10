//! `doctor`: is this machine ready? Each finding says what to do.

mod environment;
mod machine;
mod noise;

use crate::cli::DoctorOptions;
use crate::commands::Finish;
use crate::progress_bar::ProgressBar;
use crate::report::doctor::{DoctorReport, Finding};
use crate::report::{self, format::Report};
use anyhow::Result;
use std::path::{Path, PathBuf};
use workbook::{Problem, Workbook};

pub(super) fn run(options: &DoctorOptions) -> Result<Finish> {
    let workbook = Workbook::open()?;
    let bar = ProgressBar::new();
    bar.begin("looking", 0);
    let mut report = DoctorReport {
        findings: vec![
            machine::toolchain(),
            machine::disk(&workbook),
            machine::dependencies(&workbook)?,
            machine::c_compiler(),
            environment::editor(),
            environment::browser(),
            environment::terminal(),
        ],
        noise: None,
    };
    if !options.no_speed && report.is_ready() {
        let (finding, speed) = noise::measure(&workbook, &bar)?;
        report.findings.push(finding);
        report.noise = speed;
    }
    bar.clear();
    report::print(&options.format.export(&Report::Doctor(&report))?)?;
    match report.n_problems() {
        0 => Ok(Finish::Passes),
        n => {
            let total = report.findings.len();
            let what = match n {
                1 => format!("this machine is not ready: 1 of {total} findings is a problem"),
                n => format!("this machine is not ready: {n} of {total} findings are problems"),
            };
            let help = "do what each problem says, then run `cargo xtask doctor` again";
            Err(Problem::general(what, help).into())
        }
    }
}

/// An environment variable that is not blank.
fn variable(name: &str) -> Option<String> {
    let value = std::env::var(name).ok()?;
    (!value.trim().is_empty()).then_some(value)
}

/// The path of a program: as given, or in one of the folders that the system searches.
fn program(name: &str) -> Option<PathBuf> {
    let is_path = Path::new(name).components().count() > 1;
    let folders = match is_path {
        true => vec![PathBuf::new()],
        false => std::env::split_paths(&std::env::var_os("PATH")?).collect(),
    };
    // On Windows, a program is called by its name without the extension.
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
