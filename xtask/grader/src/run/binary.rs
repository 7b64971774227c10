//! A test binary: what should be in it, and how its tests are started.

use crate::protocol;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use std::time::Duration;
use workbook::Exercise;

/// Live bytes that a test may hold: far more than any exercise needs, far less than a laptop has.
const CAP: u64 = 512 << 20;

/// The seed of inputs that are the same in each run.
const FIXED_SEED: &str = "1";

/// Which inputs a test makes up for itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Inputs {
    /// New ones in each run: that is what grades.
    Varied,
    /// The same in each run: that is what is shown, and compared with the last attempt.
    Fixed,
}

/// A test binary, and what should be in it.
pub struct TestBinary<'a> {
    /// The exercise whose tests these are.
    pub exercise: &'a Exercise,
    /// The executable.
    pub executable: &'a Path,
    /// The folder that its tests run in.
    pub folder: &'a Path,
    /// Whether anybody sees its headline figures.
    pub shows_headline: bool,
    /// The test that reported them last time, where known.
    pub headline: Option<String>,
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
    pub(super) fn test_command(
        &self,
        test: &str,
        inputs: Inputs,
        facts: &Path,
        trace: &Path,
    ) -> Command {
        let mut command = self.command();
        if inputs == Inputs::Fixed {
            command.env(protocol::SEED_VARIABLE, FIXED_SEED);
        }
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
