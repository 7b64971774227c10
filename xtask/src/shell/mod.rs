//! The shell: the same commands, typed one after another, or read from a file.

mod line;
mod words;

use crate::cli::{Cli, Command};
use crate::commands::{self, Finish};
use crate::interrupt;
use crate::report::{self, say};
use crate::terminal;
use anyhow::{Context, Result};
use clap::{CommandFactory, Parser};
use grader::state::State;
use grader::text::printable_line;
use line::{Line, LineEditor};
use rustyline::error::ReadlineError;
use std::io::{IsTerminal, Read as _};
use std::path::PathBuf;
use textwrap::core::display_width;
use tutor::progress::{believable_steps, next_incomplete};
use tutor::shell_words;
use tutor::words::explain;
use words::Words;
use workbook::Workbook;

const PROGRAM: [&str; 2] = ["cargo", "xtask"];
const KEYS: &str =
    "Tab completes, → accepts a suggestion, ↑ and Ctrl-R find earlier lines, Ctrl-L clears the screen;
Ctrl-C clears the line or stops a command, Ctrl-D leaves.";

/// Opens the shell on a terminal; elsewhere runs the commands on standard input, or shows the help.
///
/// # Errors
/// When a command in a script fails, or the terminal cannot be read.
pub fn run() -> Result<Finish> {
    if terminal::is_interactive() {
        return interact();
    }
    let mut text = String::new();
    if !std::io::stdin().is_terminal() {
        let read = std::io::stdin().read_to_string(&mut text);
        read.context("standard input is not text")?;
    }
    match text.trim() {
        "" => help(&[]).map(|()| Finish::Passes),
        _ => run_script(&text),
    }
}

/// Runs commands from a file, one on each line; `#` begins a comment. An error ends it.
fn run_script(text: &str) -> Result<Finish> {
    let mut all = Finish::Passes;
    for (number, line) in (1..).zip(text.lines()) {
        match execute(line) {
            Ok(LineOutcome::Done(Finish::Passes)) => {}
            Ok(LineOutcome::Done(finish)) => all = finish,
            Ok(LineOutcome::Leave) => break,
            Err(error) => return Err(error.context(format!("line {number} (`{}`)", line.trim()))),
        }
    }
    Ok(all)
}

/// Reads and runs commands from the terminal.
fn interact() -> Result<Finish> {
    let workbook = Workbook::open()?;
    commands::run(Command::Next)?;
    say!("\nType a command (`help` lists them), or Ctrl-D to leave.")?;
    let mut editor = line::editor().context("the terminal cannot be read")?;
    let ids = workbook
        .exercises
        .iter()
        .map(|exercise| printable_line(&exercise.id));
    editor.set_helper(Some(Line {
        words: Words::new(ids.collect()),
        prompt: 0,
    }));
    let history = history(&workbook);
    // The first time, there is no file.
    let _ = editor.load_history(&history);
    loop {
        let prompt = prompt(&workbook);
        if let Some(line) = editor.helper_mut() {
            line.prompt = display_width(&prompt);
        }
        match terminal::lend(|| interrupt::while_idle(|| editor.readline(&prompt)))? {
            Ok(line) => {
                remember(&mut editor, &history, &line);
                // Pasted text may have several lines.
                for line in line.lines() {
                    match execute(line) {
                        Ok(LineOutcome::Leave) => return Ok(Finish::Passes),
                        Ok(LineOutcome::Done(_)) => {}
                        Err(error) => report::complain(&explain(&error)),
                    }
                    // Ctrl-C ended that command, not the shell.
                    interrupt::program().reset();
                }
            }
            Err(ReadlineError::Interrupted) => {}
            Err(ReadlineError::Eof) => return Ok(Finish::Passes),
            Err(error) => return Err(error).context("the terminal cannot be read"),
        }
    }
}

/// Adds a line to the history. A history that cannot be saved is not a reason to stop.
fn remember(editor: &mut LineEditor, history: &PathBuf, line: &str) {
    if line.trim().is_empty() || !editor.add_history_entry(line).is_ok_and(|is_new| is_new) {
        return;
    }
    if let Some(folder) = history.parent() {
        let _ = std::fs::create_dir_all(folder);
    }
    let _ = editor.append_history(history);
}

fn history(workbook: &Workbook) -> PathBuf {
    workbook.root.join(".arena").join("shell-history")
}

/// The exercise to do next, and how many of its steps are passed: `parse-tree 2/4 › `.
fn prompt(workbook: &Workbook) -> String {
    let state = State::peek(workbook);
    let Some(exercise) = next_incomplete(workbook, &state) else {
        return "all pass › ".to_owned();
    };
    let entry = state.of(&exercise.id);
    let (n_passed, n_steps) = match believable_steps(&entry) {
        (_, 0) => (0, exercise.shipped.steps().len()),
        steps => steps,
    };
    // The line editor prints it.
    printable_line(&format!("{} {n_passed}/{n_steps} › ", exercise.id))
}

/// What executing a line led to.
enum LineOutcome {
    Done(Finish),
    Leave,
}

fn execute(line: &str) -> Result<LineOutcome> {
    let line = match line.trim_start().starts_with('#') {
        true => "",
        false => line,
    };
    let words = shell_words::split(line);
    // A command that a report suggests can be pasted as it is.
    let words = words
        .strip_prefix(&PROGRAM.map(str::to_owned))
        .unwrap_or(&words);
    match words {
        [] => return Ok(LineOutcome::Done(Finish::Passes)),
        [word] if ["clear", "cls"].contains(&word.as_str()) => {
            if terminal::is_interactive() && !terminal::is_dumb() {
                report::redraw("").map_err(report::unwritten)?;
            }
            return Ok(LineOutcome::Done(Finish::Passes));
        }
        [word] if ["quit", "exit", "q"].contains(&word.as_str()) => return Ok(LineOutcome::Leave),
        [word, of @ ..] if ["help", "?"].contains(&word.as_str()) => {
            help(of)?;
            return Ok(LineOutcome::Done(Finish::Passes));
        }
        _ => {}
    }
    let arguments = std::iter::once(PROGRAM.join(" ")).chain(words.iter().cloned());
    match Cli::try_parse_from(arguments) {
        Ok(Cli {
            command: Some(command),
        }) => commands::run(command).map(LineOutcome::Done),
        Ok(Cli { command: None }) => Ok(LineOutcome::Done(Finish::Passes)),
        // `--help` arrives as an error, but is not one.
        Err(usage) if !usage.use_stderr() => {
            say!("{}", usage.render().to_string().trim_end())?;
            Ok(LineOutcome::Done(Finish::Passes))
        }
        Err(usage) => {
            let text = usage.render().to_string();
            Err(anyhow::anyhow!(
                "{}",
                text.trim_start_matches("error: ").trim_end()
            ))
        }
    }
}

/// The command table, or the help of one command.
fn help(of: &[String]) -> Result<()> {
    let mut table = Cli::command();
    table.build();
    let named = of.first().and_then(|name| table.find_subcommand_mut(name));
    let text = match named {
        Some(command) => command.render_help().to_string(),
        None if terminal::is_interactive() => format!("{}\n{KEYS}\n", Cli::command().render_help()),
        None => Cli::command().render_help().to_string(),
    };
    say!("{}", text.trim_end())
}
