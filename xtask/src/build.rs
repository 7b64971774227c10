//! Builds: many crates in one run of cargo, each with a result of its own.
//!
//! `cargo build --keep-going` goes on where one crate is refused (`cargo test` does not know that
//! flag), and its JSON messages say which executable, and which errors, belong to whom.
//!
//! The target folder is the runner's own. The editor's `cargo check` runs at every save too, and
//! would hold the lock that the learner waits for.

use crate::meter::Meter;
use crate::process::Group;
use crate::stop;
use crate::terminal;
use anyhow::{Context, Result, bail};
use catalog::{Crate, Workbook};
use serde::Deserialize;
use std::collections::{HashMap, HashSet};
use std::io::{BufRead, BufReader, IsTerminal, Read};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

/// In how many parts a crate of the test builds is compiled. Cargo's own choice suits large crates:
/// for an exercise, it puts a tenth on the time from save to verdict.
const CODEGEN_UNITS: &str = "4";

/// What became of one crate.
pub enum Build {
    /// It compiled to this executable.
    Ready {
        /// The test or benchmark.
        executable: PathBuf,
        /// The compiler had something to say all the same.
        warnings: String,
    },
    /// The compiler refused it.
    Rejected {
        /// The compiler's errors, as it would print them.
        rendered: String,
    },
    /// There is nothing to compile: the file that the goal begins with is not there.
    Gone {
        /// That file.
        file: PathBuf,
    },
}

/// What to build of each crate.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Goal {
    /// The graded tests, unoptimised.
    Tests,
    /// The speed benchmark, optimised, under this allocator.
    Benches(Allocator),
}

/// The global allocator of a benchmark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Allocator {
    /// The system's, which Rust programs use unless they say otherwise
    #[default]
    System,
    /// mimalloc: what is left of a gain after a change of one line?
    Mimalloc,
}

impl Allocator {
    /// Its name, as on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Allocator::System => "system",
            Allocator::Mimalloc => "mimalloc",
        }
    }
}

impl Goal {
    fn arguments(self) -> &'static [&'static str] {
        match self {
            Goal::Tests => &["--test", "graded"],
            Goal::Benches(Allocator::System) => &["--bench", "speed", "--release"],
            // A feature is named through its package, which must then be among those chosen.
            Goal::Benches(Allocator::Mimalloc) => &[
                "--bench",
                "speed",
                "--release",
                "--package",
                "yardstick",
                "--features",
                "yardstick/mimalloc",
            ],
        }
    }

    /// Where the goal's source begins: in an exercise, or in a solution.
    fn roots(self) -> &'static [&'static str] {
        match self {
            Goal::Tests => &["tests/graded/main.rs", "tests/graded.rs"],
            Goal::Benches(_) => &["benches/speed.rs"],
        }
    }

    fn is_in(self, one: &Crate) -> bool {
        let mut roots = self.roots().iter();
        roots.any(|root| one.folder.join(root).is_file())
    }

    fn stage(self) -> &'static str {
        match self {
            Goal::Tests => "building",
            Goal::Benches(_) => "building benchmarks",
        }
    }
}

/// Builds the goal of each crate; the results are in the order of `crates`.
///
/// # Errors
/// When cargo cannot run, or fails for a reason that lies in none of the crates.
pub fn build(
    workbook: &Workbook,
    crates: &[Crate],
    goal: Goal,
    meter: &Meter,
) -> Result<Vec<Build>> {
    // Cargo would refuse the others along with a crate that has no such target.
    let whole = crates.iter().filter(|one| goal.is_in(one));
    let whole: Vec<&Crate> = whole.collect();
    let mut log = Log::default();
    if !whole.is_empty() {
        meter.begin(goal.stage(), 0);
        log = run_cargo(workbook, &whole, goal, meter)?;
    }
    let builds = crates.iter().map(|one| {
        if !goal.is_in(one) {
            let file = one.folder.join(goal.roots()[0]);
            return Ok(Build::Gone { file });
        }
        let found = log.crates.get(&comparable(&one.folder));
        let bad = log.crates.get(&comparable(&one.bad));
        let errors_in_bad = bad.map_or("", |bad| &bad.errors);
        match found {
            Some(CrateLog {
                executable: Some(executable),
                warnings,
                ..
            }) => Ok(Build::Ready {
                executable: executable.clone(),
                warnings: warnings.clone(),
            }),
            Some(CrateLog { errors, .. }) if !errors.is_empty() => Ok(Build::Rejected {
                rendered: errors.clone(),
            }),
            // A broken baseline costs its own exercise, and no other.
            _ if !errors_in_bad.is_empty() => Ok(Build::Rejected {
                rendered: errors_in_bad.to_owned(),
            }),
            _ if log.stderr.contains("libmimalloc-sys") => bail!(
                "mimalloc cannot be built here: it needs a C compiler\n\n{}\n\
                 help: install one (`cc`, or Visual Studio's build tools), or leave out \
                 `--allocator mimalloc`",
                log.stderr.trim_end()
            ),
            _ => bail!(
                "`{}` was not built, and the reason lies elsewhere:\n\n{}\n\
                 help: see it whole with `cargo build -p {} {}`",
                one.package,
                log.stderr.trim_end(),
                one.package,
                goal.arguments().join(" ")
            ),
        }
    });
    builds.collect()
}

/// The runner's own target folder. `CARGO_TARGET_DIR` is honoured, since it may be the only place
/// that can be written. Several checkouts may share it, and cargo would take the artifacts of one
/// for those of another: each gets a folder of its own there.
pub fn target_folder(workbook: &Workbook) -> PathBuf {
    let Some(shared) = std::env::var_os("CARGO_TARGET_DIR") else {
        return workbook.root.join("target").join("check");
    };
    let print = xxhash_rust::xxh3::xxh3_64(workbook.root.to_string_lossy().as_bytes());
    workbook
        .root
        .join(shared)
        .join(format!("check-{print:016x}"))
}

/// The cargo that runs this program, or the one on the path.
pub fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// One of cargo's JSON messages, as far as it matters here.
#[derive(Deserialize)]
struct WireMessage {
    reason: String,
    manifest_path: Option<PathBuf>,
    target: Option<WireTarget>,
    executable: Option<PathBuf>,
    message: Option<WireDiagnostic>,
}

#[derive(Deserialize)]
struct WireTarget {
    name: String,
}

#[derive(Deserialize)]
struct WireDiagnostic {
    level: String,
    rendered: Option<String>,
}

/// What cargo said, crate by crate.
#[derive(Default)]
struct Log {
    crates: HashMap<PathBuf, CrateLog>,
    /// Artifacts so far. How many there will be, cargo does not tell.
    n_built: usize,
    stderr: String,
}

#[derive(Default)]
struct CrateLog {
    executable: Option<PathBuf>,
    errors: String,
    warnings: String,
}

fn run_cargo(workbook: &Workbook, crates: &[&Crate], goal: Goal, meter: &Meter) -> Result<Log> {
    let mut group = Group::spawn(command(workbook, crates, goal))?;
    let stdout = group.stdout().context("cargo's output is not to be had")?;
    let stderr = group
        .stderr()
        .context("cargo's messages are not to be had")?;
    let chatter = std::thread::spawn({
        let meter = meter.clone();
        move || listen(stderr, &meter)
    });

    let (sender, lines) = channel();
    std::thread::spawn(move || {
        let lines = BufReader::new(stdout).split(b'\n');
        for line in lines.map_while(Result::ok) {
            // To the end, though nobody may listen any more: cargo would stumble over a closed pipe.
            let _ = sender.send(line);
        }
    });
    let mut log = Log::default();
    let mut missing: HashSet<PathBuf> = crates.iter().map(|one| comparable(&one.folder)).collect();
    // Tests may run while cargo puts its things away; a measurement must be alone.
    let may_leave_early = goal == Goal::Tests;
    while !(may_leave_early && missing.is_empty()) {
        match lines.recv_timeout(Duration::from_millis(50)) {
            Ok(line) => {
                let whole = log.take(&line, meter);
                whole.map(|folder| missing.remove(&folder));
            }
            Err(RecvTimeoutError::Timeout) => stop::check()?,
            Err(RecvTimeoutError::Disconnected) => {
                group.wait()?;
                stop::check()?;
                log.stderr = chatter.join().unwrap_or_default();
                return Ok(log);
            }
        }
    }
    std::thread::spawn(move || group.wait());
    Ok(log)
}

fn command(workbook: &Workbook, crates: &[&Crate], goal: Goal) -> Command {
    // Colours are the compiler's own; they are asked for where someone will see them.
    let is_wanted = std::env::var_os("NO_COLOR").is_none() && !terminal::is_dumb();
    let colours = std::io::stdout().is_terminal() && is_wanted;
    let format = if colours {
        "json-diagnostic-rendered-ansi"
    } else {
        "json"
    };
    let mut command = cargo();
    command
        .current_dir(&workbook.root)
        .args(["build", "--keep-going", "--message-format", format])
        .args(goal.arguments())
        .arg("--target-dir")
        .arg(target_folder(workbook))
        .env("CARGO_PROFILE_DEV_CODEGEN_UNITS", CODEGEN_UNITS);
    for one in crates {
        command.args(["--package", &one.package]);
    }
    command
}

/// Reads cargo's own messages. A lock that it waits for is shown, since nothing else happens then.
fn listen(stderr: impl Read, meter: &Meter) -> String {
    let mut text = String::new();
    for line in BufReader::new(stderr).split(b'\n').map_while(Result::ok) {
        let line = String::from_utf8_lossy(&line);
        if line.trim_start().starts_with("Blocking") {
            meter.say(line.trim());
        }
        text += &line;
        text.push('\n');
    }
    text
}

impl Log {
    /// Takes one message; gives the folder of a crate that has been built whole with it.
    fn take(&mut self, line: &[u8], meter: &Meter) -> Option<PathBuf> {
        // A line that is no message of cargo's comes from a build script, and means nothing here.
        let message = serde_json::from_slice::<WireMessage>(line).ok()?;
        if let ("compiler-artifact", Some(target)) = (message.reason.as_str(), &message.target) {
            self.n_built += 1;
            meter.say(format!("{}, {} done", target.name, self.n_built));
        }
        let folder = comparable(message.manifest_path.as_deref().and_then(Path::parent)?);
        let entry = self.crates.entry(folder.clone()).or_default();
        if let Some(WireDiagnostic {
            level,
            rendered: Some(rendered),
        }) = message.message
        {
            match level.as_str() {
                "error" => entry.errors += &rendered,
                "warning" => entry.warnings += &rendered,
                _ => {}
            }
        }
        let executable = message.executable?;
        entry.executable = Some(executable);
        Some(folder)
    }
}

/// A folder under one name, however it was reached.
fn comparable(folder: &Path) -> PathBuf {
    folder.canonicalize().unwrap_or_else(|_| folder.to_owned())
}
