//! What a watch shows: a screen, redrawn each time, or lines if there is no terminal.

use crate::progress_bar::ProgressBar;
use crate::report::{
    self,
    table::{Style, paint},
};
use crate::terminal;
use colored::Colorize;
use std::cell::Cell;
use workbook::Exercise;

/// The keys, the most used first; the letter to press is in brackets.
const KEYS: [&str; 9] = [
    "[n]ext",
    "[h]int",
    "[l]ist",
    "[c]heck all",
    "[r]un",
    "[b] measure",
    "[x] reset",
    "[o]pen",
    "[q]uit",
];

/// Where a watch shows what happens.
pub(super) struct View {
    is_screen: bool,
    is_gone: Cell<bool>,
}

impl View {
    pub(super) fn new(is_screen: bool) -> Self {
        Self {
            is_screen,
            is_gone: Cell::new(false),
        }
    }

    pub(super) fn is_screen(&self) -> bool {
        self.is_screen
    }

    /// Whether standard output is closed.
    pub(super) fn is_gone(&self) -> bool {
        self.is_gone.get()
    }

    /// Redraws the screen: a title, a text, and the keys.
    pub(super) fn draw(&self, exercise: &Exercise, progress: &str, text: &str) {
        let name = format!("{} {}", exercise.number, exercise.id);
        let text = text.trim_end();
        let title = &exercise.title;
        self.write(&format!(
            "{}{}  {title}  {}\n\n{text}\n\n{}\n",
            terminal::CLEAR,
            name.bold(),
            paint(progress, Style::Faint),
            keys()
        ));
    }

    /// Adds a text below what is there; on a screen, the keys follow.
    pub(super) fn add(&self, bar: Option<&ProgressBar>, text: &str) {
        let text = text.trim_end();
        let text = match (self.is_screen, text) {
            (true, "") => format!("\n{}\n", keys()),
            (true, _) => format!("\n{text}\n\n{}\n", keys()),
            (false, _) => format!("{text}\n"),
        };
        self.aside(bar, &text);
    }

    /// Prints a line if there is no screen.
    pub(super) fn line(&self, bar: Option<&ProgressBar>, text: &str) {
        if !self.is_screen {
            self.aside(bar, &format!("{text}\n"));
        }
    }

    /// Prints a question or an echo: a line, even on a screen.
    pub(super) fn ask(&self, bar: Option<&ProgressBar>, text: &str) {
        self.aside(bar, &format!("{text}\n"));
    }

    fn aside(&self, bar: Option<&ProgressBar>, text: &str) {
        match bar {
            Some(bar) => bar.aside(|| self.write(text)),
            None => self.write(text),
        }
    }

    fn write(&self, text: &str) {
        if report::write(text).is_err() {
            self.is_gone.set(true);
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
        Some((letter, rest)) => format!("[{}]{rest}", letter.bold()),
        None => key.to_owned(),
    }
}
