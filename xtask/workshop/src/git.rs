//! Git, as a workshop uses it: in repositories that it makes for itself, under nobody's name, without questions.

use anyhow::{Result, anyhow};
use grader::cancellation::{Cancellation, Interrupted};
use grader::process::{self, Ended, Limits};
use std::path::Path;
use std::process::Command;
use workbook::Problem;

/// Git in this repository: a folder with a work tree, or a bare one.
pub(crate) fn in_folder(folder: &Path) -> Command {
    let mut command = plain();
    command.arg("-C").arg(folder);
    command
}

/// Git with this repository and no work tree.
pub(crate) fn in_repository(repository: &Path) -> Command {
    let mut command = plain();
    command.env("GIT_DIR", repository);
    command
}

/// What git prints for this question.
///
/// # Errors
/// When git is not installed, fails, or takes longer than `limits` allow; when the run is cancelled.
pub(crate) fn answer(
    mut command: Command,
    arguments: &[&str],
    limits: Limits,
    cancellation: &Cancellation,
) -> Result<String> {
    command.args(arguments);
    let outcome = match process::run(command, limits, cancellation) {
        Ok(outcome) => outcome,
        Err(error) if error.is::<Interrupted>() => return Err(error),
        Err(error) => {
            let help = "install it as https://git-scm.com says, open a new terminal, and try again";
            return Err(Problem::general("git cannot be started", help)
                .because(error)
                .into());
        }
    };
    match outcome.ended {
        Ended::Exited(status) if status.success() => Ok(outcome.stdout.text()),
        Ended::TimedOut => Err(anyhow!("git {} did not answer in time", arguments[0])),
        Ended::Exited(_) => Err(anyhow!(
            "git {} failed: {}",
            arguments[0],
            outcome.stderr.text().trim()
        )),
    }
}

fn plain() -> Command {
    let mut command = Command::new("git");
    // Whatever repository this program is called from, a hook's say, another one is meant.
    for variable in ["GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE"] {
        command.env_remove(variable);
    }
    // It asks nothing at the terminal, and puts nobody's name into commits.
    command.env("GIT_TERMINAL_PROMPT", "0");
    for role in ["AUTHOR", "COMMITTER"] {
        command.env(format!("GIT_{role}_NAME"), "workshop");
        command.env(format!("GIT_{role}_EMAIL"), "workshop@localhost");
    }
    command
}
