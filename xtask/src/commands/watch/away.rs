//! An exercise that is missing for a while: during a `git checkout` or a stash, say. The watch waits
//! until it is back, rather than turn to another.

use super::job::Job;
use super::session::{Session, place};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tutor::saves::Saves;
use workbook::Workbook;

/// The pause between two looks for an exercise that is missing.
const PAUSE: Duration = Duration::from_millis(200);

impl Session {
    /// Whether the exercise's files are where they were.
    pub(super) fn is_there(&self) -> bool {
        self.exercise().folder.join("Cargo.toml").is_file()
    }

    /// Stops what was running for an exercise that is missing, and says so.
    pub(super) fn go_away(&mut self) {
        if self.away.is_some() {
            return;
        }
        self.cancel_job();
        self.waiting.clear();
        self.away = Some(Instant::now());
        let folder = self.workbook.show(&self.exercise().folder);
        self.add(&format!(
            "{folder} is missing, as during a `git checkout` or a stash: it is graded as soon as it is \
             back.\nTo get it back yourself: git checkout {folder}"
        ));
    }

    /// Goes on once the exercise is back, wherever its folder is now.
    pub(super) fn look_for_it(&mut self) {
        if self.away.is_none_or(|last| last.elapsed() < PAUSE) {
            return;
        }
        self.away = Some(Instant::now());
        // In the middle of a checkout, the catalogue may be wrong in any way.
        let Ok(workbook) = Workbook::load(self.workbook.root.clone()) else {
            return;
        };
        let Some(at) = place(&workbook, &self.exercise().id) else {
            return;
        };
        self.at = at;
        self.workbook = Arc::new(workbook);
        if !self.is_there() {
            return;
        }
        self.away = None;
        self.saves = Saves::of(&self.exercise().folder);
        self.want(Job::Grade);
        let folder = self.workbook.show(&self.exercise().folder);
        self.add(&format!("{folder} is back."));
    }
}
