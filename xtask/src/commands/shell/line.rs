//! The line that is typed: completed, hinted at and coloured.

use super::words::Words;
use crate::terminal;
use colored::{Colorize, control::SHOULD_COLORIZE};
use console::{measure_text_width, truncate_str};
use rustyline::completion::Completer;
use rustyline::highlight::Highlighter;
use rustyline::hint::{Hinter, HistoryHinter};
use rustyline::history::DefaultHistory;
use rustyline::validate::Validator;
use rustyline::{CompletionType, Config, Context, Editor, Helper};
use std::borrow::Cow;

/// Lines that are remembered.
const MAX_HISTORY: usize = 500;

/// An editor for lines with these words in them.
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

/// What rustyline asks while someone types.
pub(super) struct Line {
    pub(super) words: Words,
    /// Columns that the prompt takes.
    pub(super) prompt: usize,
}

impl Line {
    /// As much of a hint as fits after what was typed: the terminal would break it inside a word.
    fn cut(&self, line: &str, hint: &str) -> String {
        let taken = self.prompt + measure_text_width(line);
        // The last column is the cursor's.
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
        // After the only candidate comes the next word.
        if let [one] = candidates.as_mut_slice()
            && at == line.len()
        {
            one.push(' ');
        }
        Ok((start, candidates))
    }
}

/// A text after the cursor: what is shown of it, and how much of that the right arrow takes over.
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

    /// What was typed before in this way; else what the word can only become; else what the
    /// command asks for.
    fn hint(&self, line: &str, at: usize, context: &Context<'_>) -> Option<Hint> {
        // Without a colour, a hint could not be told from what was typed.
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
                text: self.cut(line, &text),
                is_completion: false,
            });
        }
        let (start, candidates) = self.words.complete(line);
        let typed = &line[start..];
        match candidates.as_slice() {
            [one] if !typed.is_empty() && one.len() > typed.len() => {
                Some(completion(one[typed.len()..].to_owned()))
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
