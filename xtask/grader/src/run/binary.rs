//! A test binary: what should be in it, and how its tests are started.

use crate::protocol;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use std::time::Duration;
use workbook::Exercise;

/// Live bytes that a test may hold: far more than any exercise needs, far less than a laptop has.
const CAP: u64 = 512 << 20;

/// A test binary, and what should be in it.
pub struct TestBinary<'a> {
    /// The exercise whose tests these are.
    pub exercise: &'a Exercise,
    /// The executable.
    pub executable: &'a Path,
    /// The folder that its tests run in.
    pub folder: &'a Path,
    /// How long each test took last time, where known.
    pub durations: BTreeMap<String, Duration>,
    /// Whether its tests are in a module of their own, as a solution's are.
    pub shimmed: bool,
    /// Whether its tests record traces.
    pub traced: bool,
}

impl TestBinary<'_> {
    /// What has vanished since it was built, if anything has: then its tests cannot run.
    pub(super) fn what_is_gone(&self) -> Option<String> {
        let id = &self.exercise.id;
        let what = match (self.folder.is_dir(), self.executable.is_file()) {
            (true, true) => return None,
            (false, _) => "the exercise's folder was",
            (true, false) => "the executable of the tests was",
        };
        Some(format!(
            "{what} removed while the tests ran, by a test or by another program\n\
             help: put it back if need be (`git checkout` restores a folder), then run `cargo xtask check {id}`"
        ))
    }

    /// The binary, to be started where its tests run.
    pub(super) fn command(&self) -> Command {
        let mut command = Command::new(self.executable);
        command.current_dir(self.folder).env("RUST_BACKTRACE", "0");
        command
    }

    /// The binary, to run one test that reports to these files.
    pub(super) fn test_command(&self, test: &str, facts: &Path, trace: &Path) -> Command {
        let mut command = self.command();
        command
            .args(["--exact", test, "--nocapture"])
            .env(protocol::FACTS_VARIABLE, facts)
            .env(protocol::LIVE_BYTES_CAP_VARIABLE, CAP.to_string());
        match self.traced {
            true => command.env(protocol::TRACE_VARIABLE, trace),
            // No trace is wanted, even if the variable is set outside.
            false => command.env_remove(protocol::TRACE_VARIABLE),
        };
        command
    }
}
