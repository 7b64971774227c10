//! What a run of cargo says about each crate.

use super::target::{Goal, Target};
use crate::cargo::Message;
use crate::cargo_failure::{self, PackageFailure};
use crate::diagnostic::{Diagnostic, Level};
use crate::event::{Control, Event};
use crate::results::Build;
use anyhow::Result;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::time::Duration;
use workbook::Problem;

/// The compiler cannot find or read a library.
const LIBRARY_UNREADABLE: [&str; 4] = ["E0460", "E0461", "E0463", "E0786"];

/// What is known about one crate after a run of cargo.
pub(super) enum Outcome {
    /// Its result.
    Built(Build),
    /// Nothing for certain: another crate may have taken it down.
    Unclear(Trouble),
}

/// Why a crate has no result.
pub(super) enum Trouble {
    /// The compiler crashed, never ended, or failed at no place in the source.
    Compiler(Vec<Diagnostic>),
    /// Something that is in none of the crates.
    Elsewhere(Problem),
}

/// What cargo reported.
#[derive(Default)]
pub(super) struct Log {
    crates: HashMap<PathBuf, CrateLog>,
    n_artifacts: usize,
    stderr: String,
    /// How long nothing had been reported when cargo was stopped.
    stopped: Option<Duration>,
}

#[derive(Default)]
struct CrateLog {
    executable: Option<PathBuf>,
    diagnostics: Vec<Diagnostic>,
}

impl CrateLog {
    fn errors(&self) -> impl Iterator<Item = &Diagnostic> {
        let diagnostics = self.diagnostics.iter();
        diagnostics.filter(|diagnostic| diagnostic.level == Level::Error)
    }

    fn ready(&self) -> Option<Build> {
        let executable = self.executable.clone()?;
        let diagnostics = self.diagnostics.iter();
        let warnings = diagnostics.filter(|diagnostic| diagnostic.level == Level::Warning);
        Some(Build::Ready {
            executable,
            warnings: warnings.cloned().collect(),
        })
    }
}

impl Log {
    /// The result for this target, as far as this run of cargo shows it.
    ///
    /// # Errors
    /// When the machine is at fault.
    pub(super) fn outcome(&self, target: &Target<'_>, goal: Goal) -> Result<Outcome> {
        let package = &target.package;
        let log = self.crates.get(&comparable(&package.folder));
        // A broken baseline costs its own exercise, and no other.
        let bad = self.crates.get(&comparable(&package.bad));
        let errors = || log.into_iter().chain(bad).flat_map(CrateLog::errors);
        if let Some(ready) = log.and_then(CrateLog::ready) {
            return Ok(Outcome::Built(ready));
        }
        // A fault of the machine is nobody's mistake, and must not be recorded as one.
        let mut all = self.crates.values().flat_map(CrateLog::errors);
        let found = all.find_map(cargo_failure::of_machine_in);
        if let Some(problem) = found.or_else(|| cargo_failure::of_machine(&self.stderr)) {
            return Err(problem.into());
        }
        let errors: Vec<Diagnostic> = errors().cloned().collect();
        if !errors.is_empty() {
            // Short of memory, the compiler says the strangest things, but about no line, or that a library
            // is missing that cargo has just built.
            let is_about_source = errors.iter().any(|error| {
                let code = error.code.as_deref().unwrap_or_default();
                error.place.is_some() && !LIBRARY_UNREADABLE.contains(&code)
            });
            return Ok(match is_about_source {
                true => Outcome::Built(Build::Failed { errors }),
                false => Outcome::Unclear(Trouble::Compiler(errors)),
            });
        }
        let names = [package.package.clone(), target.exercise.bad_package()];
        let mut failures = names
            .iter()
            .filter_map(|name| cargo_failure::of_package(&self.stderr, name));
        if let Some(failure) = failures.next() {
            return Ok(match failure {
                PackageFailure::Script(error) => Outcome::Built(Build::Failed {
                    errors: vec![error],
                }),
                PackageFailure::Compiler(error) => Outcome::Unclear(Trouble::Compiler(vec![error])),
            });
        }
        Ok(Outcome::Unclear(match self.stopped {
            Some(after) => Trouble::Compiler(vec![stopped(after)]),
            None => Trouble::Elsewhere(self.elsewhere(&package.package, goal)),
        }))
    }

    /// Why nothing was built of a crate that nothing is reported about: the errors are a dependency's,
    /// or cargo's own.
    fn elsewhere(&self, package: &str, goal: Goal) -> Problem {
        let stderr = self.stderr.trim_end();
        if stderr.contains("libmimalloc-sys") {
            return Problem::general(
                format!("mimalloc cannot be built here: it needs a C compiler\n\n{stderr}"),
                "install one (`cc`, or Visual Studio's build tools), or leave out \
                 `--allocator mimalloc`",
            );
        }
        let errors = self.crates.values().flat_map(CrateLog::errors);
        let mut text: String = errors.map(|error| &*error.rendered).collect();
        text += stderr;
        Problem::general(
            format!("`{package}` was not built, though not because of its own code:\n\n{text}"),
            format!(
                "see the full output with `cargo build -p {package} {}`",
                goal.arguments().join(" ")
            ),
        )
    }

    /// Cargo was stopped: it had not reported anything for this long.
    pub(super) fn stop(&mut self, after: Duration) {
        self.stopped = Some(after);
    }

    /// Adds a line of standard error.
    pub(super) fn add_error(&mut self, line: &str) {
        self.stderr += line;
        self.stderr.push('\n');
    }

    /// The build of the crate in this folder, if it is ready.
    pub(super) fn ready(&self, folder: &Path) -> Option<Build> {
        self.crates.get(folder).and_then(CrateLog::ready)
    }

    /// Adds one message; returns the folder of a crate whose executable is now ready.
    pub(super) fn add(&mut self, line: &[u8], control: &Control<'_>) -> Option<PathBuf> {
        let message = Message::read(line)?;
        if let Some(artifact) = &message.artifact {
            self.n_artifacts += 1;
            control.emit(Event::Building {
                latest: artifact,
                done: self.n_artifacts,
            });
        }
        let folder = comparable(&message.package?);
        let log = self.crates.entry(folder.clone()).or_default();
        let diagnostic = message.diagnostic;
        let diagnostic = diagnostic.filter(|diagnostic| !diagnostic.is_summary());
        log.diagnostics.extend(diagnostic);
        log.executable = Some(message.executable?);
        Some(folder)
    }
}

fn stopped(after: Duration) -> Diagnostic {
    let seconds = after.as_secs();
    Diagnostic::without_place(
        &format!("the compiler was still running after {seconds} s, and was stopped"),
        "undo what you changed last: a constant or a build script that never ends can cause this; if this \
         machine is slow, wait longer with `--build-timeout SECONDS`",
    )
}

/// A folder's canonical path, the same however the folder was reached.
pub(super) fn comparable(folder: &Path) -> PathBuf {
    folder.canonicalize().unwrap_or_else(|_| folder.to_owned())
}
