//! `doctor`: is this machine ready? Each finding says what to do.

mod environment;
mod machine;

mod built_note;
mod noise;

mod compiled;

mod readiness;

pub(super) use machine::free;

use crate::cli::DoctorOptions;
use crate::commands::shared::Finish;
use crate::progress_bar::ProgressBar;
use crate::report::doctor::DoctorReport;
use crate::report::{self, format::Report};
use anyhow::Result;
use tutor::words::explain;
use workbook::{Problem, Workbook};
use workshop::readiness::write;

pub(super) fn run(options: &DoctorOptions) -> Result<Finish> {
    let workbook = Workbook::open()?;
    let bar = ProgressBar::new();
    bar.begin("examining", 0);
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
    // Only what was really compiled shows that exercises can be.
    if report.is_ready() {
        report
            .findings
            .push(compiled::one_exercise(&workbook, &bar)?);
    }
    if report.is_ready() {
        report.findings.push(match options.warm {
            true => compiled::warm(&workbook, options.no_speed, &bar)?,
            false => compiled::built(&workbook, options.no_speed),
        });
    }
    if !options.no_speed && report.is_ready() {
        let (finding, speed) = noise::measure(&workbook, &bar)?;
        report.findings.push(finding);
        report.noise = speed;
    }
    bar.clear();
    if let Some(reports) = &options.report {
        let file = write(&workbook, reports, readiness::of(&workbook, &report))?;
        report::complain(&format!(
            "Whether this machine is ready is written to {}",
            file.display()
        ));
    }
    report::print(&options.format.export(&Report::Doctor(&report))?)?;
    match report.n_problems() {
        0 => Ok(Finish::Passes),
        n => {
            let total = report.findings.len();
            let what = match n {
                1 => format!("this machine is not ready: 1 of {total} findings is a problem"),
                n => format!("this machine is not ready: {n} of {total} findings are problems"),
            };
            let help = "do what it says below each problem, then run `cargo xtask doctor` again";
            // Not an error: the report has been printed, and an error would print a second document.
            report::complain(&explain(&Problem::general(what, help).into()));
            Ok(Finish::Broken)
        }
    }
}
