//! `book`: hands over to `book/press`, which knows mdBook and takes longer to build than the runner
//! should.

use super::shared::{Finish, build_program};
use crate::cli::BookOptions;
use crate::interrupt;
use crate::progress_bar::ProgressBar;
use crate::report::complain;
use anyhow::{Context, Result};
use grader::process::{self, Ended, Limits};
use grader::program::Program;
use grader::text::printable;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};
use workbook::{Problem, Workbook, loopback};

/// Built in folders of its own: it takes a minute or two, and neither a check nor the start of another command
/// should wait for that. `cargo test` builds a `press` too, which Windows would not let it write over one that
/// is running.
const PROGRAM: Program<'_> = Program {
    name: "press",
    what: "the book's tools",
    arguments: &["--profile", "runner", "--package", "press"],
    help: "see the full output with `cargo build -p press`",
};
/// The pause between two looks at the press.
const POLL: Duration = Duration::from_millis(20);
/// How long the press may take to end, once it was asked to.
const PATIENCE: Duration = Duration::from_secs(3);
/// What it takes to write all pages, with the arena in them compiled anew.
const LIMITS: Limits = Limits {
    time: Duration::from_secs(600),
    output: 64 << 10,
};

/// Builds the program that builds the book, and what that program compiles itself, for `doctor --warm`.
pub(super) fn warm(workbook: &Workbook, bar: &ProgressBar) -> Result<PathBuf> {
    let program = build_program(workbook, &PROGRAM, bar)?;
    let mut command = Command::new(&program);
    command.arg("--root").arg(&workbook.root).arg("--warm");
    finish(Press::start(command)?.wait()?)?;
    interrupt::program().check()?;
    Ok(program)
}

/// Builds the pages of the workbook in `checkout` with the tools of this one; returns the folder with them.
pub(super) fn pages(workbook: &Workbook, checkout: &Path, bar: &ProgressBar) -> Result<PathBuf> {
    let program = build_program(workbook, &PROGRAM, bar)?;
    bar.begin("building the book", 0);
    let mut command = Command::new(program);
    command.arg("--root").arg(checkout).arg("--build");
    let outcome = process::run(command, LIMITS, interrupt::program())?;
    if !matches!(outcome.ended, Ended::Exited(status) if status.success()) {
        let reason = printable(outcome.stderr.text().trim());
        let help =
            "see what is wrong with `cargo xtask book --build`; only what is committed counts";
        let what = format!("the book cannot be built:\n\n{reason}");
        return Err(Problem::general(what, help).into());
    }
    Ok(checkout.join("book").join("output"))
}

pub(super) fn run(options: &BookOptions) -> Result<Finish> {
    let workbook = Workbook::open()?;
    if !options.build {
        // The build would be wasted without a port. The press listens on its own.
        drop(loopback::listen(options.port, "cargo xtask book")?);
    }
    // The first build takes a while, and the bar is hidden off a terminal.
    complain("Building the book; the first time, its tools are compiled first.");
    let bar = ProgressBar::new();
    let program = build_program(&workbook, &PROGRAM, &bar)?;
    bar.clear();
    let mut command = Command::new(program);
    command.arg("--root").arg(&workbook.root);
    let flags = [
        (options.build, "--build"),
        (options.require_wasm, "--require-wasm"),
        (options.present, "--present"),
        (options.no_open, "--no-open"),
    ];
    for (wanted, flag) in flags {
        if wanted {
            command.arg(flag);
        }
    }
    if let Some(address) = &options.address {
        command.args(["--address", address]);
    }
    if let Some(port) = options.port {
        command.args(["--port", &port.to_string()]);
    }
    finish(Press::start(command)?.wait()?)
}

fn finish(status: ExitStatus) -> Result<Finish> {
    if interrupt::program().is_cancelled() || status.code() == Some(interrupt::EXIT_CODE.into()) {
        return Ok(Finish::Interrupted);
    }
    match status.code() {
        Some(0) => Ok(Finish::Passes),
        // It printed the reason, and what to do.
        Some(2) => Err(anyhow::anyhow!(
            "`cargo xtask book` cannot go on: see the reason above"
        )),
        _ => {
            let what = format!("the book's server ended unexpectedly ({status})");
            Err(Problem::general(what, "start it again with `cargo xtask book`").into())
        }
    }
}

/// The running press. It ends when its standard input does: however this program ends, the system
/// closes that pipe.
struct Press(Child);

impl Press {
    fn start(mut command: Command) -> Result<Self> {
        command.arg("--until-input-ends").stdin(Stdio::piped());
        let child = command.spawn();
        Ok(Self(child.context("the book's tools cannot be started")?))
    }

    /// Waits for its end, which an interruption brings about.
    fn wait(mut self) -> Result<ExitStatus> {
        let mut asked = None;
        loop {
            if let Some(status) = self
                .0
                .try_wait()
                .context("cannot wait for the book's server")?
            {
                return Ok(status);
            }
            if asked.is_none() && interrupt::program().is_cancelled() {
                drop(self.0.stdin.take());
                asked = Some(Instant::now());
            }
            if asked.is_some_and(|asked| asked.elapsed() > PATIENCE) {
                // An error means that it has just ended.
                let _ = self.0.kill();
            }
            std::thread::sleep(POLL);
        }
    }
}
