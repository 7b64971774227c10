//! A benchmark's process: what it runs, what it reports, and why it reports nothing.

use crate::cancellation::Cancellation;
use crate::process::{self, Ended, Limits, ProcessOutcome};
use crate::protocol::{self, Fact, FactsFolder};
use crate::results::Build;
use crate::run;
use crate::text::printable;
use anyhow::Result;
use std::path::Path;
use std::process::Command;
use std::time::Duration;
use workbook::Crate;

/// A benchmark that takes longer than this has gone wrong: samples are taken for about a second.
const LIMITS: Limits = Limits {
    time: Duration::from_secs(60),
    output: 16 << 10,
};

/// Which inputs a benchmark times.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Inputs {
    /// The same again and again.
    Repeated,
    /// Each once, and none that it has seen.
    Fresh,
}

/// The benchmark of this crate, or why there is none.
pub(crate) fn executable<'b>(build: &'b Build, package: &Crate) -> Result<&'b Path, String> {
    let name = &package.package;
    match build {
        Build::Ready { executable, .. } => Ok(executable),
        Build::Failed { errors } => {
            let errors = crate::diagnostic::rendered(errors);
            Err(format!(
                "the benchmark of `{name}` does not compile:\n{errors}"
            ))
        }
        Build::Missing { .. } => Err(format!(
            "the benchmark of `{name}` is missing\n\
             help: restore it with `git checkout` on its `benches`"
        )),
    }
}

/// Starts benchmarks, and reads what they report.
pub(crate) struct Benchmarks<'a> {
    folder: FactsFolder,
    n_started: usize,
    cancellation: &'a Cancellation,
}

impl<'a> Benchmarks<'a> {
    pub(crate) fn new(cancellation: &'a Cancellation) -> Result<Self> {
        Ok(Self {
            folder: FactsFolder::new()?,
            n_started: 0,
            cancellation,
        })
    }

    /// What `of_facts` finds in the facts of this benchmark, or why there is nothing.
    pub(crate) fn run<T>(
        &mut self,
        executable: &Path,
        package: &Crate,
        inputs: Inputs,
        of_facts: impl FnOnce(Vec<Fact>) -> Option<T>,
    ) -> Result<Result<T, String>> {
        let facts_file = self.folder.file(self.n_started);
        self.n_started += 1;
        let mut command = Command::new(executable);
        command
            .arg("--bench")
            .current_dir(&package.folder)
            .env("RUST_BACKTRACE", "0")
            .env(protocol::FACTS_VARIABLE, &facts_file);
        match inputs {
            Inputs::Fresh => command.env(protocol::FRESH_VARIABLE, "1"),
            Inputs::Repeated => command.env_remove(protocol::FRESH_VARIABLE),
        };
        match process::run_test(command, LIMITS, self.cancellation) {
            Err(_) if !executable.is_file() || !package.folder.is_dir() => Ok(Err(gone(package))),
            Err(error) => Err(error),
            Ok(outcome) => {
                let found = of_facts(protocol::read(&facts_file));
                Ok(found.ok_or_else(|| no_result(package, &outcome)))
            }
        }
    }
}

pub(crate) fn gone(package: &Crate) -> String {
    format!(
        "the benchmark of `{}`, or its folder, was removed while others were measured\n\
         help: measure again with `cargo xtask check --remeasure`",
        package.package
    )
}

/// Why a benchmark that ran has no result.
fn no_result(package: &Crate, outcome: &ProcessOutcome) -> String {
    let reason = match outcome.ended {
        Ended::TimedOut => format!(
            "it was still running after {} s, and was stopped",
            LIMITS.time.as_secs()
        ),
        Ended::Exited(status) => {
            match run::panic_message(&printable(&outcome.stderr.text())).as_str() {
                "" => format!("it ended ({status}) without a message"),
                message => message.to_owned(),
            }
        }
    };
    let name = &package.package;
    format!("the benchmark of `{name}` gave no result:\n{reason}")
}
