//! On the way to an exercise, and on arrival there.

use super::job::Job;
use super::session::{Session, place};
use crate::commands::guess;
use anyhow::Result;
use tutor::saves::Saves;

impl Session {
    /// Goes to another exercise, and cancels what was running for this one.
    pub(super) fn turn_to(&mut self, id: &str) {
        self.reload();
        if let Some(at) = place(&self.workbook, id) {
            self.at = at;
        }
        self.saves = Saves::of(&self.exercise().folder);
        self.cancel_job();
        self.away = None;
        self.waiting = vec![Job::Grade];
        self.shown = None;
        self.below.clear();
        let folder = self.workbook.show(&self.exercise().folder);
        self.line(&format!("watching {id}: {folder}"));
        if let Err(error) = self.arrive() {
            self.complain(&error);
        }
    }

    /// What happens on the way to an exercise: a guess is asked for, and its source is opened, if that is wanted.
    pub(super) fn arrive(&mut self) -> Result<()> {
        self.asks_for_guess = false;
        if self.view.is_screen() {
            let prediction = guess::wanted(&self.workbook, self.exercise());
            if let Some(question) =
                prediction.map(|prediction| guess::text(self.exercise(), prediction))
            {
                self.asks_for_guess = true;
                self.draw(&question);
            }
        }
        match self.opens {
            true => self.open(),
            false => Ok(()),
        }
    }
}
