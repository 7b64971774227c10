//! Questions to git about the workbook's repository.

use crate::cancellation::{Cancellation, Interrupted};
use crate::process::{self, Ended, Limits};
use anyhow::Result;
use std::process::Command;
use std::time::Duration;
use workbook::Workbook;

/// More than git needs for any question of ours, and than any answer has.
const LIMITS: Limits = Limits {
    time: Duration::from_secs(60),
    output: 4 << 20,
};

/// What git prints; `None` where it fails or cannot be started.
///
/// # Errors
/// When the run is cancelled.
pub fn ask(
    workbook: &Workbook,
    arguments: &[&str],
    cancellation: &Cancellation,
) -> Result<Option<String>> {
    let mut command = Command::new("git");
    command.arg("-C").arg(&workbook.root).args(arguments);
    // Nothing that an editor's git does meanwhile is disturbed.
    command.env("GIT_OPTIONAL_LOCKS", "0");
    Ok(match process::run(command, LIMITS, cancellation) {
        Ok(outcome) => match outcome.ended {
            Ended::Exited(status) if status.success() => Some(outcome.stdout.text()),
            _ => None,
        },
        Err(error) if error.is::<Interrupted>() => return Err(error),
        Err(_) => None,
    })
}

/// Whether the workbook is the top of a clone: not a copy without git, nor in a folder of some other repository.
///
/// # Errors
/// When the run is cancelled.
pub fn is_clone(workbook: &Workbook, cancellation: &Cancellation) -> Result<bool> {
    let top = ask(workbook, &["rev-parse", "--show-toplevel"], cancellation)?;
    let top = top.and_then(|top| std::fs::canonicalize(top.trim_end_matches(['\n', '\r'])).ok());
    Ok(top.is_some_and(|top| workbook.root.canonicalize().is_ok_and(|root| root == top)))
}
