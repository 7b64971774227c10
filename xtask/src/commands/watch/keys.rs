//! What each key does.

use super::job::Job;
use super::session::{Flow, Session};
use crate::commands::shared::load_state;
use crate::commands::{guess, hint, lesson, list, reset, undo};
use crate::report::wrap::wrap;
use crate::terminal::{self, Key};
use anyhow::Result;
use console::truncate_str;
use std::io::{IsTerminal as _, stdin};
use std::time::{Duration, Instant};
use tutor::editor::Editor;
use tutor::progress::{next_after, step_or_failing};
use tutor::saves::Saves;

/// What may be typed in full where keys are lines: their first letters are the keys.
const WORDS: [&str; 12] = [
    "next",
    "hint",
    "task",
    "undo",
    "list",
    "check",
    "check all",
    "run",
    "open",
    "quit",
    "yes",
    "no",
];
/// How much of a line that is not a key is shown.
const MAX_SHOWN: usize = 40;
/// A line that follows a question within this time does not answer it: it was pasted.
const AT_ONCE: Duration = Duration::from_millis(50);

impl Session {
    /// A line is the number of an exercise, or a key: its letter, or its word.
    pub(super) fn execute_line(&mut self, line: &str, read: Instant) -> Result<Flow> {
        let is_too_soon = |asked: Instant| read.saturating_duration_since(asked) < AT_ONCE;
        if self.asks_for_reset && self.asked.is_some_and(is_too_soon) && stdin().is_terminal() {
            self.pasted();
            return Ok(Flow::GoOn);
        }
        if line.bytes().all(|byte| byte.is_ascii_digit()) {
            line.clone_into(&mut self.number);
            return self.press(Key::Enter);
        }
        let mut characters = line.chars();
        let first = characters.next();
        let is_word = WORDS.contains(&line.to_lowercase().as_str());
        if let Some(key) = first.filter(|_| is_word || characters.as_str().is_empty()) {
            return self.press(Key::Char(key));
        }
        if std::mem::take(&mut self.asks_for_reset) {
            self.reset(false);
        }
        let shown = truncate_str(line, MAX_SHOWN, "…");
        self.add(&format!(
            "`{shown}` is not a key: type ? and Enter for the keys."
        ));
        Ok(Flow::GoOn)
    }

    pub(super) fn press(&mut self, key: Key) -> Result<Flow> {
        if key == Key::Paste {
            self.pasted();
            return Ok(Flow::GoOn);
        }
        let key = small(key);
        if std::mem::take(&mut self.asks_for_reset) {
            self.reset(key == Key::Char('y'));
            return Ok(Flow::GoOn);
        }
        if self.asks_for_guess && self.answer(key) {
            return Ok(Flow::GoOn);
        }
        if let Key::Char(digit @ '0'..='9') = key {
            self.number.push(digit);
            self.ask(&self.number_so_far());
            return Ok(Flow::GoOn);
        }
        if key == Key::Backspace && self.number.pop().is_some() {
            self.ask(&self.number_so_far());
            return Ok(Flow::GoOn);
        }
        let number = std::mem::take(&mut self.number);
        match key {
            Key::Char('q') | Key::End => return Ok(Flow::Quit),
            Key::Char('n') => self.next(),
            Key::Char('h') => self.hint()?,
            Key::Char('t') => self.lesson()?,
            Key::Char('u') => self.undo(),
            Key::Char('l') => self.list(),
            Key::Char('c') => self.want(Job::All),
            Key::Char('r') => self.want(Job::Grade),
            Key::Char('b') => self.measure(),
            Key::Char('x') => self.ask_for_reset(),
            Key::Char('o') => self.open()?,
            Key::Enter if !number.is_empty() => self.go_to(&number),
            Key::Char('?') => self.add(""),
            Key::Char(other) if !other.is_control() && other != ' ' => self.add(&format!(
                "`{other}` does nothing here: press ? for the keys, all of them Latin letters."
            )),
            _ => {}
        }
        Ok(Flow::GoOn)
    }

    /// Pasted text was meant for an editor: it presses no key, and confirms nothing.
    fn pasted(&mut self) {
        let answer = match std::mem::take(&mut self.asks_for_reset) {
            true => "What you pasted is not an answer, so nothing was changed.",
            false => {
                "What you pasted was ignored, since keys are pressed here one by one: paste it \
                      into your editor, or press ? for the keys."
            }
        };
        self.add(&wrap(answer, terminal::width(), 0));
    }

    fn next(&mut self) {
        let state = load_state(&self.workbook);
        match next_after(&self.workbook, &state, self.at) {
            Some(next) => self.turn_to(&next.id.clone()),
            None => self.add("All other exercises pass. Press l for a list."),
        }
    }

    fn go_to(&mut self, number: &str) {
        match self.workbook.find(number) {
            Ok(exercise) => self.turn_to(&exercise.id.clone()),
            Err(problem) => self.complain(&problem.into()),
        }
    }

    fn hint(&mut self) -> Result<()> {
        let mut state = load_state(&self.workbook);
        let step = step_or_failing(&state, self.exercise(), None)?;
        let hints = hint::one_more(&state, self.exercise(), &step, hint::Asked::InWatch);
        self.add(&hints.text);
        if !self.view.is_gone() {
            hint::count(&mut state, self.exercise(), &hints);
        }
        Ok(())
    }

    /// What the step that fails asks for.
    fn lesson(&mut self) -> Result<()> {
        let state = load_state(&self.workbook);
        let step = step_or_failing(&state, self.exercise(), None)?;
        match lesson::text(&self.workbook, self.exercise(), &step) {
            Ok(text) => self.add(&text),
            Err(error) => self.complain(&error),
        }
        Ok(())
    }

    /// What it brings back is a save like any other, and is graded.
    fn undo(&mut self) {
        match undo::undo(&self.workbook, self.exercise()) {
            Ok((text, is_changed)) => {
                if is_changed {
                    // This save is known, so it need not be noticed.
                    self.saves = Saves::of(&self.exercise().folder);
                    self.want(Job::Grade);
                }
                self.add(&text);
            }
            Err(error) => self.complain(&error),
        }
    }

    /// Takes a key as the answer to the question for a guess; whether it is one.
    fn answer(&mut self, key: Key) -> bool {
        let chosen = self
            .exercise()
            .prediction
            .as_ref()
            .and_then(|prediction| guess::choice(prediction, key));
        let Some(chosen) = chosen else {
            return false;
        };
        self.asks_for_guess = false;
        guess::keep(&self.workbook, self.exercise(), chosen);
        true
    }

    fn list(&mut self) {
        let list = list::table(&self.workbook);
        self.add(&format!("{list}\nTo go to one, type its number and Enter."));
    }

    fn measure(&mut self) {
        if self.exercise().workload().is_some() {
            self.want(Job::Measure);
        } else {
            self.add("This exercise has no benchmark: speed is not its point.");
        }
    }

    fn ask_for_reset(&mut self) {
        match self.exercise().is_as_shipped(&self.workbook.root) {
            Ok(true) => self.add(&reset::as_shipped(&self.workbook, self.exercise())),
            Ok(false) => {
                self.ask(&self.reset_question());
                self.asks_for_reset = true;
                self.asked = Some(Instant::now());
            }
            Err(problem) => self.complain(&problem.into()),
        }
    }

    pub(super) fn reset_question(&self) -> String {
        let source = self.workbook.show(&self.exercise().source());
        format!("Reset {source}? A backup is kept. Press y, or any other key for no.")
    }

    pub(super) fn number_so_far(&self) -> String {
        match self.number.as_str() {
            "" => "no number".to_owned(),
            number => format!("go to {number} (press Enter)"),
        }
    }

    /// A reset is a save like any other, and is graded.
    fn reset(&mut self, is_wanted: bool) {
        if !is_wanted {
            return self.add("Nothing was changed.");
        }
        match reset::restore(&self.workbook, self.exercise()) {
            Ok(text) => {
                // This save is known, so it need not be noticed.
                self.saves = Saves::of(&self.exercise().folder);
                self.want(Job::Grade);
                self.add(&text);
            }
            Err(error) => self.complain(&error),
        }
    }

    /// An editor in this terminal has it until it ends; others run beside the watch.
    pub(super) fn open(&mut self) -> Result<()> {
        let file = self.exercise().source();
        let shown = self.workbook.show(&file);
        let editor = Editor::find().filter(|_| self.view.is_screen());
        let opened = match editor {
            None => {
                self.add(&shown);
                return Ok(());
            }
            Some(editor) if !editor.is_in_terminal() => {
                self.add(&format!("Opening {shown}."));
                editor.start(&shown, &file, None)
            }
            Some(editor) => {
                self.leave();
                self.keys = None;
                let edited = editor.edit(&shown, &file);
                self.listen()?;
                self.want(Job::Grade);
                edited
            }
        };
        if let Err(error) = opened {
            self.complain(&error);
        }
        Ok(())
    }
}

/// A capital is the same key as its small letter: caps lock may be on.
fn small(key: Key) -> Key {
    match key {
        Key::Char(letter) => Key::Char(letter.to_lowercase().next().unwrap_or(letter)),
        key => key,
    }
}
