//! What a watch shows: a screen, redrawn each time, or lines if there is no terminal.

use crate::progress_bar::ProgressBar;
use crate::report::{
    self,
    table::{Style, paint},
};
use crate::terminal;
use grader::text::printable_line;
use std::cell::RefCell;
use std::io::Error;
use workbook::Exercise;

/// The keys, the most used first; the letter to press is in brackets.
const KEYS: [&str; 11] = [
    "[n]ext",
    "[h]int",
    "[t]ask",
    "[l]ist",
    "[c]heck all",
    "[r]un",
    "[b] measure",
    "[u]ndo",
    "[x] reset",
    "[o]pen",
    "[q]uit",
];

/// Where a watch shows what happens.
pub(super) struct View {
    is_screen: bool,
    /// Why standard output can no longer be written.
    gone: RefCell<Option<Error>>,
}

impl View {
    pub(super) fn new(is_screen: bool) -> Self {
        Self {
            is_screen,
            gone: RefCell::default(),
        }
    }

    pub(super) fn is_screen(&self) -> bool {
        self.is_screen
    }

    /// Whether standard output can no longer be written.
    pub(super) fn is_gone(&self) -> bool {
        self.gone.borrow().is_some()
    }

    /// Why it cannot.
    pub(super) fn take_error(&self) -> Option<Error> {
        self.gone.take()
    }

    /// Redraws the screen: a title, a text, and the keys.
    pub(super) fn draw(
        &self,
        bar: Option<&ProgressBar>,
        exercise: &Exercise,
        progress: &str,
        text: &str,
    ) {
        let name = format!("{} {}", exercise.number, exercise.id);
        let screen = format!(
            "{}  {}  {}\n\n{}\n\n{}\n",
            paint(&name, Style::Head),
            printable_line(&exercise.title),
            paint(progress, Style::Faint),
            text.trim_end(),
            keys()
        );
        self.aside(bar, || report::redraw(&screen));
    }

    /// Adds a text below what is there; on a screen, the keys follow.
    pub(super) fn add(&self, bar: Option<&ProgressBar>, text: &str) {
        let text = text.trim_end();
        let text = match (self.is_screen, text) {
            (true, "") => format!("\n{}\n", keys()),
            (true, _) => format!("\n{text}\n\n{}\n", keys()),
            (false, "") => format!("{}\n", KEYS.join(" ")),
            (false, _) => format!("{text}\n"),
        };
        self.aside(bar, || report::write(&text));
    }

    /// Prints a line if there is no screen.
    pub(super) fn line(&self, bar: Option<&ProgressBar>, text: &str) {
        if !self.is_screen {
            self.ask(bar, text);
        }
    }

    /// Prints a question or an echo: a line, even on a screen.
    pub(super) fn ask(&self, bar: Option<&ProgressBar>, text: &str) {
        self.aside(bar, || report::write(&format!("{text}\n")));
    }

    fn aside(&self, bar: Option<&ProgressBar>, write: impl FnOnce() -> std::io::Result<()>) {
        let written = match bar {
            Some(bar) => bar.aside(write),
            None => write(),
        };
        if let Err(error) = written {
            self.gone.replace(Some(error));
        }
    }
}

/// The keys, with the letters to press in bold; lines break between keys.
fn keys() -> String {
    let columns = terminal::width().unwrap_or(usize::MAX);
    let mut text = String::new();
    let mut at = 0;
    for key in KEYS {
        if at > 0 {
            let has_room = at + 1 + key.len() <= columns;
            text.push(if has_room { ' ' } else { '\n' });
            at = if has_room { at + 1 } else { 0 };
        }
        at += key.len();
        text += &bold_letter(key);
    }
    text
}

/// A key with the letter in its brackets made bold.
fn bold_letter(key: &str) -> String {
    match key.trim_start_matches('[').split_once(']') {
        Some((letter, rest)) => format!("[{}]{rest}", paint(letter, Style::Head)),
        None => key.to_owned(),
    }
}
