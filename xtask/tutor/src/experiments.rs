//! Tries published claims about arenas on this machine.
//!
//! Every experiment runs in a process of its own, once in each of several rounds, so that noise in
//! one round does not reach the median. Counts must be equal each time.

use anyhow::{Context, Result};
use claims::document::{self, Document, MeasuredHost};
use claims::evidence::{self, Evidence, PROGRAM, QUICK_VARIABLE, TIMED};
use claims::judge::judge;
use grader::atomic_write;
use grader::build::Allocator;
use grader::cancellation::Cancellation;
use grader::event::{Control, Event};
use grader::host::Host;
use grader::measure;
use grader::process::{self, Ended, Limits};
use grader::program::{self, Program};
use grader::protocol::FactsFolder;
use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};
use workbook::{Problem, Workbook};

/// What is built before anything can run.
pub const WHAT: &str = "the experiments in xtask/claims";

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

/// How to try the claims.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// What the experiments run under.
    pub allocator: Allocator,
    /// Whether sizes are tiny, for a test.
    pub quick: bool,
}

/// How far a run has come.
#[derive(Clone, Copy, Debug)]
pub enum Progress<'a> {
    /// The experiments are being built.
    Building,
    /// The run waits for something else to end; this says for what.
    Waiting(&'a str),
    /// An experiment starts.
    Measuring {
        /// Its name.
        name: &'a str,
        /// How many have run.
        done: usize,
        /// How many will run at most.
        total: usize,
    },
}

/// Tries all claims. Nothing is saved.
///
/// # Errors
/// When the experiments cannot be built or fail, or the run is cancelled.
pub fn run(
    workbook: &Workbook,
    options: Options,
    listen: &(dyn Fn(Progress<'_>) + Sync),
    cancellation: &Cancellation,
) -> Result<Document> {
    listen(Progress::Building);
    let experiments = Experiments {
        program: build(workbook, options.allocator, cancellation)?,
        folder: FactsFolder::new()?,
        quick: options.quick,
        cancellation,
    };
    let on_event = |event: Event<'_>| {
        if let Event::Waiting(what) = event {
            listen(Progress::Waiting(what));
        }
    };
    let evidence = {
        let control = Control::new(&on_event, cancellation.clone());
        let _alone = measure::alone(workbook, &control)?;
        experiments.run_all(listen)?
    };
    Ok(Document {
        version: document::VERSION,
        host: host(options.allocator),
        quick: options.quick,
        claims: judge(&evidence).context("the experiments do not match the claims")?,
    })
}

/// Saves the document for the book.
///
/// # Errors
/// When it cannot be written.
pub fn save(document: &Document, workbook: &Workbook) -> Result<()> {
    let path = document::file(&workbook.root);
    Ok(atomic_write::write(&path, document.to_json()?.as_bytes())?)
}

/// Builds the binary that runs the experiments.
///
/// # Errors
/// When it cannot be built.
pub fn build(
    workbook: &Workbook,
    allocator: Allocator,
    cancellation: &Cancellation,
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
        what: WHAT,
        arguments: &arguments,
        help,
    };
    program::build(workbook, &program, cancellation)
}

fn host(allocator: Allocator) -> MeasuredHost {
    let Host {
        os,
        cpu,
        cores,
        rustc,
    } = Host::this();
    MeasuredHost {
        os,
        cpu,
        cores,
        rustc,
        allocator: (allocator != Allocator::System).then(|| allocator.name().to_owned()),
    }
}

/// The experiments, ready to run.
struct Experiments<'a> {
    program: PathBuf,
    folder: FactsFolder,
    quick: bool,
    cancellation: &'a Cancellation,
}

impl Experiments<'_> {
    fn run_all(&self, listen: &(dyn Fn(Progress<'_>) + Sync)) -> Result<Evidence> {
        let rounds = if self.quick { 1 } else { ROUNDS };
        let total = COUNTED + rounds * TIMED.len();
        let mut done = 0;
        let mut next = |name: &str| {
            listen(Progress::Measuring { name, done, total });
            let evidence = self.run(name, done);
            done += 1;
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
        let outcome = process::run(command, LIMITS, self.cancellation)?;
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
