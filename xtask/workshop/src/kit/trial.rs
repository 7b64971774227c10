//! An archive tried as a participant would: unpacked, set up and checked with an empty home and no network.

use super::archive::{CHECKOUT, FOLDER, unpack};
use anyhow::{Context, Result};
use grader::cancellation::{Cancellation, Interrupted};
use grader::process::{self, Ended, Limits};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};
use tempfile::TempDir;
use workbook::Problem;

/// What a slow machine takes for its first build.
const LIMITS: Limits = Limits {
    time: Duration::from_secs(1200),
    output: 1 << 20,
};
/// Free bytes that a trial needs: what is unpacked, and what is compiled of it.
pub const ROOM: u64 = 600_000_000;

/// How the network was kept away from a trial.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Network {
    /// In a network namespace without any interface.
    Off,
    /// Cargo was told to stay offline, and of what asks for a proxy, none answers.
    Refused,
}

/// How an archive did.
#[derive(Clone, Debug)]
pub struct Tried {
    /// From the archive to the first verdict.
    pub elapsed: Duration,
    /// The exercise that was checked.
    pub exercise: String,
    /// How the network was kept away.
    pub network: Network,
}

/// Tries the archive with a check of this exercise, in a temporary folder that is removed.
///
/// # Errors
/// When it does not get to a verdict, or the run is cancelled.
pub fn of(
    archive: &Path,
    exercise: &str,
    cancellation: &Cancellation,
    on_step: &dyn Fn(&str),
) -> Result<Tried> {
    let folder = tempfile::Builder::new().prefix("arena-trial-").tempdir();
    let folder = folder.context("there is no place for temporary files")?;
    let machine = Machine {
        network: network(cancellation)?,
        folder,
        cancellation,
    };
    let name = format!("{FOLDER}.tar.gz");
    let copy = machine.path(&name);
    fs::copy(archive, &copy).with_context(|| format!("{}: cannot be written", copy.display()))?;
    let start = Instant::now();
    on_step("unpacking the archive");
    unpack(machine.folder.path(), &name, cancellation)?;
    on_step("setting it up");
    machine.run(&machine.path(FOLDER), SETUP)?;
    on_step(&format!("its first check of {exercise}"));
    let check = [
        "cargo",
        "xtask",
        "check",
        exercise,
        "--no-speed",
        "--format",
        "json",
    ];
    let checkout = machine.path(FOLDER).join(CHECKOUT);
    let report = machine.run(&checkout, &check)?;
    let elapsed = start.elapsed();
    check_verdict(&report, exercise)?;
    Ok(Tried {
        elapsed,
        exercise: exercise.to_owned(),
        network: machine.network,
    })
}

#[cfg(not(windows))]
const SETUP: &[&str] = &["sh", "setup.sh"];
#[cfg(windows)]
const SETUP: &[&str] = &[
    "powershell",
    "-NoProfile",
    "-ExecutionPolicy",
    "Bypass",
    "-File",
    "setup.ps1",
];

/// A machine that has Rust, and nothing else of whoever runs this.
struct Machine<'a> {
    folder: TempDir,
    network: Network,
    cancellation: &'a Cancellation,
}

impl Machine<'_> {
    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Runs one of a participant's commands; returns what it printed.
    fn run(&self, folder: &Path, words: &[&str]) -> Result<String> {
        let home = self.path("home");
        fs::create_dir_all(&home).with_context(|| format!("{}: cannot be made", home.display()))?;
        let mut command = self.command(words);
        command.current_dir(folder);
        let is_cargos = |name: &str| {
            ["CARGO", "RUSTC", "RUSTFLAGS", "RUSTDOC", "ARENA_", "GIT_"]
                .iter()
                .any(|prefix| name.starts_with(prefix))
        };
        for (name, _) in std::env::vars_os() {
            if is_cargos(&name.to_string_lossy()) {
                command.env_remove(name);
            }
        }
        if let Some(toolchains) = toolchains() {
            command.env("RUSTUP_HOME", toolchains);
        }
        command
            .env("HOME", &home)
            .env("USERPROFILE", &home)
            .env("CARGO_HOME", home.join(".cargo"))
            .env("ARENA_GUESS", "0");
        if self.network == Network::Refused {
            command.env("CARGO_NET_OFFLINE", "true");
            for proxy in ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"] {
                // Nothing listens on the port for discarding.
                command.env(proxy, "http://127.0.0.1:9");
            }
        }
        let outcome = process::run(command, LIMITS, self.cancellation)?;
        let code = match outcome.ended {
            Ended::Exited(status) => status.code(),
            Ended::TimedOut => None,
        };
        // 1 says that an exercise does not pass yet.
        if matches!(code, Some(0 | 1)) {
            return Ok(outcome.stdout.text());
        }
        let words = words.join(" ");
        let printed = format!("{}{}", outcome.stdout.text(), outcome.stderr.text());
        let help = "the archive is kept; with `--untried`, it is not tried";
        let what = format!(
            "the archive does not work here: `{words}` failed:\n\n{}",
            printed.trim_end()
        );
        Err(Problem::general(what, help).into())
    }

    fn command(&self, words: &[&str]) -> Command {
        let (program, arguments) = words.split_first().expect("a command has a program");
        match self.network {
            Network::Refused => {
                let mut command = Command::new(program);
                command.args(arguments);
                command
            }
            Network::Off => {
                let mut command = Command::new("unshare");
                command.args(NAMESPACE).arg(program).args(arguments);
                command
            }
        }
    }
}

/// As somebody who need not be root, in a network without any interface.
const NAMESPACE: [&str; 3] = ["--map-root-user", "--net", "--"];

/// Whether this system can take the network away.
fn network(cancellation: &Cancellation) -> Result<Network> {
    let mut command = Command::new("unshare");
    command.args(NAMESPACE).arg("true");
    match process::run(command, LIMITS, cancellation) {
        Err(error) if error.is::<Interrupted>() => Err(error),
        Ok(outcome) if matches!(outcome.ended, Ended::Exited(status) if status.success()) => {
            Ok(Network::Off)
        }
        _ => Ok(Network::Refused),
    }
}

/// Where rustup has its toolchains: a participant has them before the workshop.
fn toolchains() -> Option<PathBuf> {
    let named = std::env::var_os("RUSTUP_HOME").map(PathBuf::from);
    named.or_else(|| {
        let folder = std::env::home_dir()?.join(".rustup");
        folder.is_dir().then_some(folder)
    })
}

/// That a report of `check` holds a verdict on the exercise, and not only the compiler's errors.
fn check_verdict(report: &str, exercise: &str) -> Result<()> {
    let report: serde_json::Value =
        serde_json::from_str(report).context("the report of the first check cannot be read")?;
    match report["exercises"][0]["standing"].as_str() {
        Some("passed" | "failed") => Ok(()),
        _ => {
            let what = format!("the archive does not work here: {exercise} does not build in it");
            let help = "commit a workbook that builds, then pack again";
            Err(Problem::general(what, help).into())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_verdict_is_one() {
        let report = |standing: &str| format!(r#"{{"exercises": [{{"standing": "{standing}"}}]}}"#);
        assert!(check_verdict(&report("failed"), "one").is_ok());
        assert!(check_verdict(&report("build_failed"), "one").is_err());
        assert!(check_verdict("{}", "one").is_err());
        assert!(check_verdict("", "one").is_err());
    }
}
