//! Git in a folder, without this repository's environment and without a person's settings.

use super::Done;
use std::path::Path;
use std::process::Command;

/// Runs git in a folder.
pub fn git(folder: &Path, arguments: &[&str]) -> Done {
    let mut command = Command::new("git");
    command.args(arguments).current_dir(folder);
    alone(&mut command);
    for role in ["AUTHOR", "COMMITTER"] {
        command.env(format!("GIT_{role}_NAME"), "A learner");
        command.env(format!("GIT_{role}_EMAIL"), "learner@example.org");
    }
    Done::of(&mut command)
}

/// Has git, wherever a command starts it, know only the folder that it is in.
pub fn alone(command: &mut Command) -> &mut Command {
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("GIT_") {
            command.env_remove(name);
        }
    }
    command
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_CONFIG_GLOBAL", Path::new("no-such-file"))
}
