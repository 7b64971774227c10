//! `claims`: published claims about arenas, tried on this machine.
//!
//! Every experiment runs in a process of its own, once in each of several rounds, so that noise in
//! one round does not reach the median. Counts must be equal each time.

use super::shared::{Finish, build_program};
use crate::cli::ClaimsOptions;
use crate::interrupt;
use crate::progress_bar::ProgressBar;
use crate::report::{self, format::Report};
use anyhow::{Context, Result};
use claims::document::{self, Document};
use claims::evidence::{self, Evidence, PROGRAM, QUICK_VARIABLE, TIMED};
use claims::judge::judge;
use grader::atomic_write;
use grader::build::Allocator;
use grader::host::Host;
use grader::measure;
use grader::process::{self, Ended, Limits};
use grader::program::Program;
use grader::protocol::FactsFolder;
use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};
use workbook::{Problem, Workbook};

/// Rounds of the experiments that measure time.
const ROUNDS: usize = 5;
/// The fewest rounds, on a slow machine: later ones start only within [`TIME_FOR_ROUNDS`].
const MIN_ROUNDS: usize = 3;
/// No further round starts once the rounds have taken this long.
const TIME_FOR_ROUNDS: Duration = Duration::from_secs(25);
/// How often the counting experiment runs: twice is enough to see a difference.
const COUNTED: usize = 2;

/// An experiment takes a second or two; one that takes this long has gone wrong.
const LIMITS: Limits = Limits {
    time: Duration::from_secs(30),
    output: 16 << 10,
};

pub(super) fn run(options: &ClaimsOptions) -> Result<Finish> {
    let workbook = Workbook::open()?;
    let bar = ProgressBar::new();
    let allocator = Allocator::from(options.allocator);
    let experiments = Experiments {
        program: build(&workbook, allocator, &bar)?,
        folder: FactsFolder::new()?,
        quick: options.quick,
    };
    let evidence = {
        let _alone = bar.follow(None, |control| measure::alone(&workbook, control))?;
        experiments.run_all(&bar)?
    };
    bar.clear();
    let document = Document {
        version: document::VERSION,
        host: host(allocator),
        quick: options.quick,
        claims: judge(&evidence).context("the experiments do not match the claims")?,
    };
    // Figures of tiny sizes mean nothing, and the book's page is about the system's allocator.
    if !options.quick
        && allocator == Allocator::System
        && let Err(error) = save(&document, &workbook)
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

fn host(allocator: Allocator) -> document::MeasuredHost {
    let Host {
        os,
        cpu,
        cores,
        rustc,
    } = Host::this();
    document::MeasuredHost {
        os,
        cpu,
        cores,
        rustc,
        allocator: (allocator != Allocator::System).then(|| allocator.name().to_owned()),
    }
}

/// Saves the document for the book.
fn save(document: &Document, workbook: &Workbook) -> Result<()> {
    let path = document::file(&workbook.root);
    Ok(atomic_write::write(&path, document.to_json()?.as_bytes())?)
}

/// Builds the binary that runs the experiments.
pub(super) fn build(
    workbook: &Workbook,
    allocator: Allocator,
    bar: &ProgressBar,
) -> Result<PathBuf> {
    let mut arguments = vec!["--release", "--package", "claims", "--bin", PROGRAM];
    let help = match allocator {
        Allocator::System => "see the full output with `cargo build --release -p claims`",
        Allocator::Mimalloc => {
            arguments.extend(["--features", "mimalloc"]);
            "mimalloc needs a C compiler: install one (`cc`, or Visual Studio's build tools), or \
             leave out `--allocator mimalloc`"
        }
    };
    let program = Program {
        name: PROGRAM,
        what: "the experiments in xtask/claims",
        arguments: &arguments,
        help,
    };
    build_program(workbook, &program, bar)
}

/// The experiments, ready to run.
struct Experiments {
    program: PathBuf,
    folder: FactsFolder,
    quick: bool,
}

impl Experiments {
    fn run_all(&self, bar: &ProgressBar) -> Result<Evidence> {
        let rounds = if self.quick { 1 } else { ROUNDS };
        bar.begin("measuring", COUNTED + rounds * TIMED.len());
        let mut done = 0;
        let mut next = |name: &str| {
            bar.say(name);
            let evidence = self.run(name, done);
            done += 1;
            bar.step();
            evidence
        };
        let mut counted = Vec::new();
        for _ in 0..COUNTED {
            counted.push(next(evidence::COUNTED)?);
        }
        let mut timed = Vec::new();
        let start = Instant::now();
        for round in 0..rounds {
            if round >= MIN_ROUNDS && start.elapsed() > TIME_FOR_ROUNDS {
                break;
            }
            for name in TIMED {
                timed.push(next(name)?);
            }
        }
        let mut evidence =
            Evidence::agreed(&counted).context("counts that must be equal differ")?;
        evidence.extend(Evidence::median(&timed));
        Ok(evidence)
    }

    /// Runs one experiment: the `number`th process.
    fn run(&self, name: &str, number: usize) -> Result<Evidence> {
        let file = self.folder.file(number);
        let mut command = Command::new(&self.program);
        command.arg(name).arg(&file).env_remove(QUICK_VARIABLE);
        if self.quick {
            command.env(QUICK_VARIABLE, "1");
        }
        let outcome = process::run(command, LIMITS, interrupt::program())?;
        let problem = |what: String| {
            let help = format!("run it alone: `cargo run --release -p claims -- {name} FILE`");
            Problem::general(format!("the experiment `{name}` {what}"), help)
        };
        let stderr = outcome.stderr.text();
        match outcome.ended {
            Ended::Exited(status) if status.success() => {}
            Ended::Exited(status) => {
                return Err(problem(format!("failed ({status}):\n{}", stderr.trim_end())).into());
            }
            Ended::TimedOut => {
                let seconds = LIMITS.time.as_secs();
                return Err(problem(format!("did not end within {seconds} s")).into());
            }
        }
        let text = std::fs::read_to_string(&file)
            .map_err(|error| problem("left no result".to_owned()).because(error))?;
        let evidence = serde_json::from_str(&text)
            .map_err(|error| problem("left a damaged result".to_owned()).because(error))?;
        Ok(evidence)
    }
}
