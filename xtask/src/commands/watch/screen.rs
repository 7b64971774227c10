//! What is on the screen, redrawn after each result and for each size: the result, and below it what
//! was shown since.

use super::job::{Job, Output};
use super::session::{Below, Session};
use crate::commands::shared::load_state;
use crate::report::wrap::wrap;
use crate::terminal;
use std::time::Instant;
use tutor::progress::n_passed;
use tutor::saves::LONG_PAUSE;

impl Session {
    /// Has the result written anew once the screen has another size.
    pub(super) fn follow_size(&mut self) {
        let (known, asked) = self.size;
        if !self.view.is_screen() || asked.elapsed() < LONG_PAUSE {
            return;
        }
        let size = terminal::size();
        self.size = (size, Instant::now());
        if let Some(shown) = self.shown.as_ref().filter(|_| size != known) {
            // The thread waits for this as long as there is a sender.
            let _ = shown.redraw.send(());
        }
    }

    /// Shows a result, on a screen or as lines.
    pub(super) fn show(&mut self, output: &Output) {
        if !self.view.is_screen() {
            return self.view.add(None, &output.lines.join("\n"));
        }
        self.below.retain(|below| below.is_kept);
        self.draw(&output.screen);
        self.below
            .iter_mut()
            .for_each(|below| below.is_kept = false);
    }

    /// Draws a result, and what was shown below it.
    pub(super) fn draw(&mut self, screen: &str) {
        let state = load_state(&self.workbook);
        let n_passed = n_passed(&self.workbook, &state);
        let progress = format!("{n_passed} of {} pass", self.workbook.planned().len());
        let mut text = screen.to_owned();
        if self
            .shown
            .as_ref()
            .is_some_and(|shown| shown.job != Job::Grade)
        {
            let back = format!(
                "\n\n  back   press r to grade only {}\n",
                self.exercise().id
            );
            text = text.trim_end().to_owned() + &back;
        }
        let columns = terminal::width();
        for below in &self.below {
            text += &format!("\n{}\n", wrap(&below.text, columns, 0));
        }
        self.view
            .draw(self.bar(), self.exercise(), &progress, &text);
        // A question that waits for a key must not be erased either.
        if self.asks_for_reset {
            self.ask(&self.reset_question());
        } else if !self.number.is_empty() {
            self.ask(&self.number_so_far());
        }
    }

    /// Shows a text below the result, and below the next one, too, if that is on its way.
    pub(super) fn add(&mut self, text: &str) {
        self.view.add(self.bar(), text);
        let text = text.trim_end().to_owned();
        if !text.is_empty() && self.view.is_screen() {
            let is_kept = self.running.is_some() || !self.waiting.is_empty();
            self.below.push(Below { text, is_kept });
        }
    }
}
