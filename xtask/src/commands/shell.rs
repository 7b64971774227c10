//! The shell: the same commands, typed one after the other.

use super::Finish;
use crate::cli::Cli;
use crate::report::say;
use crate::stop;
use anyhow::{Context, Result};
use clap::{CommandFactory, Parser};
use rustyline::error::ReadlineError;
use std::io::IsTerminal;

pub(super) fn run() -> Result<Finish> {
    if !std::io::stdin().is_terminal() || !std::io::stdout().is_terminal() {
        Cli::command()
            .print_help()
            .context("the help cannot be printed")?;
        return Ok(Finish::Passes);
    }
    super::next::run()?;
    say!("\nType a command (`help` lists them), or Ctrl-D to leave.");
    let mut editor = rustyline::DefaultEditor::new().context("the terminal cannot be read")?;
    loop {
        match editor.readline("arena › ") {
            Ok(line) => {
                // A history that cannot grow is no reason to stop.
                let _ = editor.add_history_entry(&line);
                if matches!(line.trim(), "quit" | "exit" | "q") {
                    return Ok(Finish::Passes);
                }
                obey(&line);
                // Ctrl-C ended that command, and not the shell.
                stop::forget();
            }
            Err(ReadlineError::Interrupted) => {}
            Err(ReadlineError::Eof) => return Ok(Finish::Passes),
            Err(error) => return Err(error).context("the terminal cannot be read"),
        }
    }
}

fn obey(line: &str) {
    let words: Vec<&str> = line.split_whitespace().collect();
    if words.is_empty() {
        return;
    }
    if words == ["help"] {
        // A closed terminal is noticed at the next prompt.
        let _ = Cli::command().print_help();
        return;
    }
    match Cli::try_parse_from(std::iter::once("cargo xtask").chain(words)) {
        Ok(Cli {
            command: Some(command),
        }) => {
            if let Err(error) = super::run(Some(command)) {
                eprintln!("{}", super::explain(&error));
            }
        }
        Ok(Cli { command: None }) => {}
        Err(usage) => {
            let _ = usage.print();
        }
    }
}
