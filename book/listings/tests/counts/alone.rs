//! A test in a process of its own.

use std::process::{Command, Output};

/// Runs the test of this name again, alone and with this variable set.
pub(crate) fn alone(
    test: &str,
    variable: &str,
    value: &str,
) -> Output {
    let binary = std::env::current_exe()
        .expect("the test binary has a path");
    Command::new(binary)
        .args(["--exact", test, "--nocapture"])
        .env(variable, value)
        .output()
        .expect("the test binary can be started")
}
