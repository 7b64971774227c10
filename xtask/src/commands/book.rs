//! `book`: hands over to `book/press`, which knows mdBook and takes longer to build than the runner
//! should.

use super::shared::Finish;
use crate::cli::BookOptions;
use crate::interrupt;
use crate::report::complain;
use anyhow::{Context, Result, bail};
use grader::cargo::cargo;
use workbook::Workbook;

pub(super) fn run(options: &BookOptions) -> Result<Finish> {
    let workbook = Workbook::open()?;
    let mut command = cargo();
    command
        .current_dir(&workbook.root)
        .args(["run", "--quiet", "--package", "press", "--", "--root"])
        .arg(&workbook.root);
    for (wanted, flag) in [(options.build, "--build"), (options.no_open, "--no-open")] {
        if wanted {
            command.arg(flag);
        }
    }
    if let Some(port) = options.port {
        command.args(["--port", &port.to_string()]);
    }
    // The first build takes a while, and `--quiet` keeps cargo silent.
    complain("Building the book; the first time, its tools are compiled first.");
    let status = command.status().context("cargo cannot be started")?;
    if !status.success() && !interrupt::program().is_cancelled() {
        bail!("the book was not built: see the reason above");
    }
    Ok(Finish::Passes)
}
