//! `completions`: the script with which a shell completes `cargo xtask`.
//!
//! clap knows the commands and their flags, and the checkout has the exercises. But the line begins
//! with `cargo`, which already has completions. So each script has a second part of our own, which
//! takes over after the word `xtask`, and leaves everything else to the completions that were there
//! before.

use crate::cli::{Cli, Shell};
use crate::commands::shared::Finish;
use crate::report;
use anyhow::{Context, Result};
use clap::builder::PossibleValuesParser;
use clap::{Arg, Command, CommandFactory as _};
use clap_complete::aot::{Shell as Generator, generate};
use workbook::Workbook;

/// The arguments that name exercises.
const EXERCISES: &str = "what";

pub(super) fn run(shell: Shell) -> Result<Finish> {
    let workbook = Workbook::open()?;
    let exercises = workbook.exercises.iter();
    let ids: Vec<String> = exercises.map(|exercise| exercise.id.clone()).collect();
    report::print(&script(shell, &ids)?)?;
    Ok(Finish::Passes)
}

/// The script, for these exercises.
fn script(shell: Shell, ids: &[String]) -> Result<String> {
    let xtask = commands(ids);
    Ok(match shell {
        Shell::Bash => {
            let words = generated(Generator::Bash, xtask, "xtask")?;
            format!(
                "{}\n{words}\n{}",
                include_str!("bash_head.sh"),
                include_str!("bash_tail.sh")
            )
        }
        Shell::Zsh => {
            let words = generated(Generator::Zsh, xtask, "xtask")?;
            let words = words.trim_start_matches("#compdef xtask\n");
            format!(
                "{}\n{words}\n{}",
                include_str!("zsh_head.zsh"),
                include_str!("zsh_tail.zsh")
            )
        }
        Shell::Fish => {
            let values: String = xtask.get_subcommands().map(fish_values).collect();
            let words = generated(Generator::Fish, xtask, "xtask")?;
            let (head, tail) = (
                include_str!("fish_head.fish"),
                include_str!("fish_tail.fish"),
            );
            format!("{head}\n{words}{values}\n{tail}")
        }
        Shell::Powershell => {
            // Nothing else completes cargo in PowerShell, so this may replace everything.
            let cargo = Command::new("cargo").subcommand(xtask);
            let words = generated(Generator::PowerShell, cargo, "cargo")?;
            format!("{}\n{words}", include_str!("powershell_head.ps1"))
        }
    })
}

/// The command table as shells complete it: under the name that is typed, with the checkout's
/// exercises, and without hidden flags.
fn commands(ids: &[String]) -> Command {
    let ids: Vec<&'static str> = ids.iter().map(|id| leaked(id)).collect();
    let table = Cli::command();
    let subcommands = table.get_subcommands().map(|command| shown(command, &ids));
    let about = table.get_about().cloned().unwrap_or_default();
    Command::new("xtask")
        .about(about)
        .subcommands(subcommands)
        .disable_help_subcommand(true)
}

/// A command and those below it, with the present exercises, and without hidden flags.
fn shown(command: &Command, ids: &[&'static str]) -> Command {
    let visible = command.get_arguments().filter(|arg| !arg.is_hide_set());
    let arguments = visible.cloned().map(|arg| match arg.get_id() == EXERCISES {
        true => arg.value_parser(PossibleValuesParser::new(ids)),
        false => arg,
    });
    let about = command.get_about().cloned().unwrap_or_default();
    Command::new(leaked(command.get_name()))
        .about(about)
        .args(arguments)
        .subcommands(command.get_subcommands().map(|below| shown(below, ids)))
        .disable_help_subcommand(true)
}

/// The values of a command's positional arguments, for fish, since clap leaves them out.
fn fish_values(command: &Command) -> String {
    let values = command.get_positionals().flat_map(Arg::get_possible_values);
    let values: Vec<String> = values.map(|value| value.get_name().to_owned()).collect();
    match values.as_slice() {
        [] => String::new(),
        values => format!(
            "complete -c xtask -n '__fish_seen_subcommand_from {}' -f -a '{}'\n",
            command.get_name(),
            values.join(" ")
        ),
    }
}

/// clap wants names that live as long as the program, which ends right after this.
fn leaked(name: &str) -> &'static str {
    name.to_owned().leak()
}

fn generated(shell: Generator, mut command: Command, name: &str) -> Result<String> {
    let mut script = Vec::new();
    generate(shell, &mut command, name, &mut script);
    String::from_utf8(script).context("clap wrote a script that is not text")
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::ValueEnum as _;

    #[test]
    fn every_shell_knows_the_commands_and_the_exercises() {
        let ids = ["first-exercise".to_owned(), "second-exercise".to_owned()];
        for shell in Shell::value_variants() {
            let script = script(*shell, &ids).expect("clap writes text");
            for word in [
                "check",
                "doctor",
                "lab",
                "remeasure",
                "github-classroom",
                "dry-run",
            ] {
                let is_in_script = script.contains(word);
                // PowerShell's script completes commands and flags, but no values.
                let is_value = word == "github-classroom" && *shell == Shell::Powershell;
                assert!(is_in_script || is_value, "{word} is not in:\n{script}");
            }
            let knows = script.contains("second-exercise");
            assert!(knows || *shell == Shell::Powershell, "{script}");
            assert!(!script.contains("measure-all"), "hidden flags stay hidden");
        }
    }
}
