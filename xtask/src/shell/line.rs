//! The line being typed: completion, hints and colours.

use super::words::Words;
use crate::terminal;
use colored::{Colorize, control::SHOULD_COLORIZE};
use console::truncate_str;
use rustyline::completion::Completer;
use rustyline::highlight::Highlighter;
use rustyline::hint::{Hinter, HistoryHinter};
use rustyline::history::DefaultHistory;
use rustyline::validate::Validator;
use rustyline::{CompletionType, Config, Context, Editor, Helper};
use std::borrow::Cow;
use textwrap::core::display_width;

/// How many lines the history keeps.
const MAX_HISTORY: usize = 500;

/// An editor for lines of these words.
pub(super) type LineEditor = Editor<Line, DefaultHistory>;

/// A new editor.
pub(super) fn editor() -> rustyline::Result<LineEditor> {
    let config = Config::builder()
        .completion_type(CompletionType::List)
        .max_history_size(MAX_HISTORY)?
        .history_ignore_dups(true)?
        .build();
    Editor::with_config(config)
}

/// What rustyline asks for while someone types.
pub(super) struct Line {
    pub(super) words: Words,
    /// The prompt's width, in columns.
    pub(super) prompt: usize,
}

impl Line {
    /// As much of a hint as fits after the typed line: the terminal would break it in mid-word.
    fn truncate(&self, line: &str, hint: &str) -> String {
        let taken = self.prompt + display_width(line);
        // The last column belongs to the cursor.
        let room = terminal::width().map_or(usize::MAX, |width| width.saturating_sub(taken + 1));
        truncate_str(hint, room, "…").into_owned()
    }
}

impl Helper for Line {}

impl Validator for Line {}

impl Completer for Line {
    type Candidate = String;

    fn complete(
        &self,
        line: &str,
        at: usize,
        _: &Context<'_>,
    ) -> rustyline::Result<(usize, Vec<String>)> {
        let (start, mut candidates) = self.words.complete(&line[..at]);
        // After the only candidate, the next word can be typed at once.
        if let [candidate] = candidates.as_mut_slice()
            && at == line.len()
        {
            candidate.push(' ');
        }
        Ok((start, candidates))
    }
}

/// A text after the cursor, which the right arrow may accept.
pub(super) struct Hint {
    text: String,
    is_completion: bool,
}

impl rustyline::hint::Hint for Hint {
    fn display(&self) -> &str {
        &self.text
    }

    fn completion(&self) -> Option<&str> {
        self.is_completion.then_some(&self.text)
    }
}

impl Hinter for Line {
    type Hint = Hint;

    /// The rest of an earlier line that begins like this one; else the arguments of the command;
    /// else the rest of the word, if it has only one completion.
    fn hint(&self, line: &str, at: usize, context: &Context<'_>) -> Option<Hint> {
        // Without colour, a hint would look like typed text.
        if at < line.len() || line.trim().is_empty() || !SHOULD_COLORIZE.should_colorize() {
            return None;
        }
        let completion = |text| Hint {
            text,
            is_completion: true,
        };
        if let Some(before) = HistoryHinter::new().hint(line, at, context) {
            return Some(completion(before));
        }
        if let Some(text) = self.words.usage(line) {
            return Some(Hint {
                text: self.truncate(line, &text),
                is_completion: false,
            });
        }
        let (start, candidates) = self.words.complete(line);
        let typed = &line[start..];
        match candidates.as_slice() {
            [candidate] if !typed.is_empty() && candidate.len() > typed.len() => {
                Some(completion(candidate[typed.len()..].to_owned()))
            }
            _ => None,
        }
    }
}

impl Highlighter for Line {
    fn highlight_prompt<'b, 's: 'b, 'p: 'b>(&'s self, prompt: &'p str, _: bool) -> Cow<'b, str> {
        match SHOULD_COLORIZE.should_colorize() {
            true => prompt.bold().to_string().into(),
            false => prompt.into(),
        }
    }

    fn highlight_hint<'h>(&self, hint: &'h str) -> Cow<'h, str> {
        hint.dimmed().to_string().into()
    }
}
