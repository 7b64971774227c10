//! `claims`: published claims about arenas, tried on this machine.

use super::shared::{Finish, building};
use crate::cli::ClaimsOptions;
use crate::interrupt;
use crate::progress_bar::ProgressBar;
use crate::report::{self, format::Report};
use anyhow::Result;
use claims::document;
use grader::build::Allocator;
use std::path::PathBuf;
use tutor::experiments::{self, Options, Progress};
use workbook::Workbook;

pub(super) fn run(options: &ClaimsOptions) -> Result<Finish> {
    let workbook = Workbook::open()?;
    let bar = ProgressBar::new();
    let wanted = Options {
        allocator: Allocator::from(options.allocator),
        quick: options.quick,
    };
    let listen = |progress: Progress<'_>| show(&bar, progress);
    let document = experiments::run(&workbook, wanted, &listen, interrupt::program())?;
    bar.clear();
    // Figures of tiny sizes mean nothing, and the book's page is about the system's allocator.
    if !wanted.quick
        && wanted.allocator == Allocator::System
        && let Err(error) = experiments::save(&document, &workbook)
    {
        let file = workbook.show(&document::file(&workbook.root));
        report::complain(&format!(
            "warning: {file}: cannot be written ({error:#}), so the book will not show this run\n\
             help: make sure that the folder can be written, then run `{}` again",
            document::COMMAND
        ));
    }
    report::print(&options.format.export(&Report::Claims(&document))?)?;
    Ok(Finish::Passes)
}

/// Builds the binary that runs the experiments.
pub(super) fn build(
    workbook: &Workbook,
    allocator: Allocator,
    bar: &ProgressBar,
) -> Result<PathBuf> {
    show(bar, Progress::Building);
    experiments::build(workbook, allocator, interrupt::program())
}

fn show(bar: &ProgressBar, progress: Progress<'_>) {
    match progress {
        Progress::Building => building(bar, experiments::WHAT),
        Progress::Waiting(what) => bar.say(what),
        Progress::Measuring { name, done, total } => {
            match done {
                0 => bar.begin("measuring", total),
                _ => bar.step(),
            }
            bar.say(name);
        }
    }
}
