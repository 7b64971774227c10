//! Where lines come from: a terminal, or a script.

use lab_core::command::TABLE;
use lab_core::vectors::TYPES;
use rustyline::completion::Completer;
use rustyline::error::ReadlineError;
use rustyline::highlight::Highlighter;
use rustyline::hint::Hinter;
use rustyline::history::DefaultHistory;
use rustyline::validate::Validator;
use rustyline::{CompletionType, Config, Context, Editor, Helper};
use std::io::BufRead;

/// Where lines come from.
pub trait Input {
    /// The next line; `None` at the end.
    fn line(&mut self, prompt: &str) -> Option<String>;
    /// Whether lines come from a script, which does not echo them.
    fn is_script(&self) -> bool;
    /// The answer to a question between steps of the tour. A script is not asked.
    fn pause(&mut self, question: &str) -> Option<String>;
    /// The screen's width in columns.
    fn width(&mut self) -> usize;
}

/// A script.
pub struct Script<R> {
    lines: R,
}

impl<R: BufRead> Script<R> {
    /// Reads a script.
    pub fn new(lines: R) -> Self {
        Self { lines }
    }
}

impl<R: BufRead> Input for Script<R> {
    fn line(&mut self, _prompt: &str) -> Option<String> {
        let mut line = Vec::new();
        // A read error ends a script, like its end.
        let n_bytes = self.lines.read_until(b'\n', &mut line).ok()?;
        let line = String::from_utf8_lossy(&line).trim_end().to_owned();
        if n_bytes == 0 {
            return None;
        }
        Some(line)
    }

    fn is_script(&self) -> bool {
        true
    }

    fn pause(&mut self, _question: &str) -> Option<String> {
        Some(String::new())
    }

    fn width(&mut self) -> usize {
        80
    }
}

/// A person at a terminal.
pub struct Terminal {
    editor: Editor<CommandCompleter, DefaultHistory>,
}

impl Terminal {
    /// Opens the terminal for reading lines.
    ///
    /// # Errors
    /// When the terminal cannot be read.
    pub fn new() -> Result<Self, ReadlineError> {
        // As in the runner's shell: possible completions are listed, not cycled through.
        let config = Config::builder().completion_type(CompletionType::List);
        let mut editor = Editor::with_config(config.build())?;
        editor.set_helper(Some(CommandCompleter));
        Ok(Self { editor })
    }

    fn read(&mut self, prompt: &str) -> Option<String> {
        loop {
            match self.editor.readline(prompt) {
                Ok(line) => return Some(line),
                // Ctrl-C discards the line.
                Err(ReadlineError::Interrupted) => {}
                Err(_) => return None,
            }
        }
    }
}

impl Input for Terminal {
    fn line(&mut self, prompt: &str) -> Option<String> {
        let line = self.read(prompt)?;
        // Failing to extend the history is not a reason to stop.
        let _ = self.editor.add_history_entry(&line);
        Some(line)
    }

    fn is_script(&self) -> bool {
        false
    }

    fn pause(&mut self, question: &str) -> Option<String> {
        self.read(question)
    }

    fn width(&mut self) -> usize {
        let size = self.editor.dimensions();
        size.map_or(80, |(columns, _)| usize::from(columns))
    }
}

/// Completes commands and their arguments.
struct CommandCompleter;

impl Completer for CommandCompleter {
    type Candidate = String;

    fn complete(
        &self,
        line: &str,
        at: usize,
        _context: &Context<'_>,
    ) -> rustyline::Result<(usize, Vec<String>)> {
        let before = &line[..at];
        let start = before.rfind(' ').map_or(0, |space| space + 1);
        let words: Vec<&str> = match before[..start].split_whitespace().collect::<Vec<_>>()[..] {
            [] => TABLE
                .iter()
                .filter_map(|(form, _)| form.split(' ').next())
                .collect(),
            ["vec", _] => TYPES.to_vec(),
            ["limit"] => vec!["off"],
            _ => Vec::new(),
        };
        let matching = words
            .into_iter()
            .filter(|word| word.starts_with(&before[start..]));
        Ok((start, matching.map(|word| format!("{word} ")).collect()))
    }
}

impl Hinter for CommandCompleter {
    type Hint = String;
}

impl Highlighter for CommandCompleter {}

impl Validator for CommandCompleter {}

impl Helper for CommandCompleter {}
