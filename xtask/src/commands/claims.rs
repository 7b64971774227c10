//! `claims`: what is published of arenas, tried on this machine.
//!
//! Every experiment runs in a process of its own, several times over, round by round: noise that
//! lasts for one round does not reach the median. What is counted must be equal each time.

use super::Finish;
use crate::build::Allocator;
use crate::cli::{ClaimsFormat, ClaimsOptions};
use crate::facts::FactsFolder;
use crate::host::Host;
use crate::lock;
use crate::meter::Meter;
use crate::process::{self, Ended, Limits};
use crate::program::{self, Program};
use crate::report::{self, fit::wrap};
use crate::terminal;
use crate::whole;
use anyhow::{Context, Result, bail};
use catalog::Workbook;
use claims::document::{self, Document};
use claims::evidence::{self, Evidence, PROGRAM, QUICK_VARIABLE, TIMED};
use claims::judge::judge;
use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

/// The experiments that measure time run so often.
const ROUNDS: usize = 5;
/// On a slow machine they run so often, and more only within [`PATIENCE`].
const LEAST_ROUNDS: usize = 3;
/// No further round begins once they have taken so long.
const PATIENCE: Duration = Duration::from_secs(25);
/// Counting runs so often: twice is enough to see a difference.
const COUNTED: usize = 2;

/// An experiment takes a second or two; one that takes this long has gone wrong.
const LIMITS: Limits = Limits {
    time: Duration::from_secs(30),
    output: 16 << 10,
};

pub(super) fn run(options: &ClaimsOptions) -> Result<Finish> {
    let workbook = Workbook::open()?;
    let meter = Meter::new();
    let laboratory = Laboratory {
        program: build(&workbook, options.allocator, &meter)?,
        folder: FactsFolder::new()?,
        quick: options.quick,
    };
    let evidence = {
        let _alone = lock::take(&workbook.root, "measure.lock", || {
            meter.say("waiting for another run to finish measuring");
        })?;
        laboratory.experiments(&meter)?
    };
    meter.clear();
    let document = Document {
        version: document::VERSION,
        host: host(options.allocator),
        quick: options.quick,
        claims: judge(&evidence).context("the experiments do not fit the claims")?,
    };
    // Figures of tiny sizes mean nothing, and the book's page is about the system's allocator.
    if !options.quick
        && options.allocator == Allocator::System
        && let Err(error) = save(&document, &workbook)
    {
        let file = workbook.show(&document::file(&workbook.root));
        eprintln!(
            "warning: {file}: cannot be written ({error:#}), so the book will not show this run\nhelp: see that the folder can be written, then run `{}` again",
            document::COMMAND
        );
    }
    report::print(&match options.format {
        ClaimsFormat::Human => wrap(&report::claims::human(&document), terminal::width(), 2),
        ClaimsFormat::Markdown => report::claims::markdown(&document),
        ClaimsFormat::Json => document
            .to_json()
            .context("the results cannot be written as JSON")?,
    })?;
    Ok(Finish::Passes)
}

fn host(allocator: Allocator) -> document::Host {
    let Host {
        os,
        cpu,
        cores,
        rustc,
    } = Host::this();
    document::Host {
        os,
        cpu,
        cores,
        rustc,
        allocator: (allocator != Allocator::System).then(|| allocator.name().to_owned()),
    }
}

/// Keeps the document for the book.
fn save(document: &Document, workbook: &Workbook) -> Result<()> {
    let path = document::file(&workbook.root);
    Ok(whole::write(&path, document.to_json()?.as_bytes())?)
}

/// Builds the binary that runs the experiments.
fn build(workbook: &Workbook, allocator: Allocator, meter: &Meter) -> Result<PathBuf> {
    let mut arguments = vec!["--release", "--package", "claims", "--bin", PROGRAM];
    let help = match allocator {
        Allocator::System => "see it whole with `cargo build --release -p claims`",
        Allocator::Mimalloc => {
            arguments.extend(["--features", "mimalloc"]);
            "mimalloc needs a C compiler: install one (`cc`, or Visual Studio's build tools), or \
             leave out `--allocator mimalloc`"
        }
    };
    let experiments = Program {
        name: PROGRAM,
        what: "the experiments in xtask/claims",
        arguments: &arguments,
        help,
    };
    program::build(workbook, &experiments, meter)
}

/// What experiments need.
struct Laboratory {
    program: PathBuf,
    folder: FactsFolder,
    quick: bool,
}

impl Laboratory {
    fn experiments(&self, meter: &Meter) -> Result<Evidence> {
        let rounds = if self.quick { 1 } else { ROUNDS };
        meter.begin("measuring", COUNTED + rounds * TIMED.len());
        let mut done = 0;
        let mut next = |name: &str| {
            meter.say(name);
            let evidence = self.one(name, done);
            done += 1;
            meter.step();
            evidence
        };
        let mut counted = Vec::new();
        for _ in 0..COUNTED {
            counted.push(next(evidence::COUNTED)?);
        }
        let mut timed = Vec::new();
        let start = Instant::now();
        for round in 0..rounds {
            if round >= LEAST_ROUNDS && start.elapsed() > PATIENCE {
                break;
            }
            for name in TIMED {
                timed.push(next(name)?);
            }
        }
        let mut evidence = Evidence::agreed(&counted).context("what must be equal is not")?;
        evidence.extend(Evidence::median(&timed));
        Ok(evidence)
    }

    /// Runs one experiment: the `number`th process.
    fn one(&self, name: &str, number: usize) -> Result<Evidence> {
        let file = self.folder.file(number);
        let mut command = Command::new(&self.program);
        command.arg(name).arg(&file).env_remove(QUICK_VARIABLE);
        if self.quick {
            command.env(QUICK_VARIABLE, "1");
        }
        let outcome = process::run(command, LIMITS)?;
        let again = format!("help: run it alone: `cargo run --release -p claims -- {name} FILE`");
        let said = outcome.stderr.text();
        match outcome.ended {
            Ended::Exited(status) if status.success() => {}
            Ended::Exited(status) => bail!(
                "the experiment `{name}` failed ({status}):\n{}\n{again}",
                said.trim_end()
            ),
            Ended::TimedOut => bail!(
                "the experiment `{name}` did not end within {} s\n{again}",
                LIMITS.time.as_secs()
            ),
        }
        let text = std::fs::read_to_string(&file)
            .with_context(|| format!("the experiment `{name}` left no result\n{again}"))?;
        serde_json::from_str(&text)
            .with_context(|| format!("the result of the experiment `{name}` is damaged\n{again}"))
    }
}
