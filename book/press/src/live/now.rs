//! What is known at the moment, for all open pages.

use super::wire::{Card, Claims, Overview};
use grader::results::Standing;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::watch;

/// A snapshot that pages are told the difference to.
#[derive(Clone, Default)]
pub(super) struct Snapshot {
    pub(super) overview: Arc<Overview>,
    pub(super) cards: BTreeMap<String, Arc<Card>>,
    pub(super) claims: Arc<Claims>,
    /// The number of the generation of the book that is served.
    pub(super) generation: u64,
}

/// What is known now. Clones share it.
#[derive(Clone)]
pub(super) struct Now {
    snapshot: watch::Sender<Snapshot>,
    /// How many pages show each exercise.
    shown: Arc<Mutex<HashMap<String, usize>>>,
}

/// An exercise is on a page until this is dropped.
pub(super) struct Shown {
    now: Now,
    ids: Vec<String>,
}

impl Now {
    pub(super) fn new() -> Self {
        Self {
            snapshot: watch::Sender::new(Snapshot::default()),
            shown: Arc::default(),
        }
    }

    /// Follows what is known; the receiver starts with all of it unseen.
    pub(super) fn follow(&self) -> watch::Receiver<Snapshot> {
        let mut receiver = self.snapshot.subscribe();
        receiver.mark_changed();
        receiver
    }

    /// Shows another overview, if it is another.
    pub(super) fn set_overview(&self, overview: Overview) {
        self.snapshot.send_if_modified(|snapshot| {
            let is_new = *snapshot.overview != overview;
            if is_new {
                snapshot.overview = Arc::new(overview);
            }
            is_new
        });
    }

    /// Where an exercise stood when it was last recorded, as far as is known.
    pub(super) fn recorded(&self, id: &str) -> Option<Standing> {
        let snapshot = self.snapshot.borrow();
        let mut lines = snapshot.overview.exercises.iter();
        lines.find(|line| line.id == id)?.standing
    }

    /// The card of an exercise, if there is one yet.
    pub(super) fn card(&self, id: &str) -> Option<Arc<Card>> {
        self.snapshot.borrow().cards.get(id).cloned()
    }

    /// Shows another card, if it is another.
    pub(super) fn set_card(&self, card: Card) {
        self.snapshot.send_if_modified(|snapshot| {
            let old = snapshot.cards.get(&card.id);
            let is_new = old.is_none_or(|old| **old != card);
            if is_new {
                snapshot.cards.insert(card.id.clone(), Arc::new(card));
            }
            is_new
        });
    }

    /// How far the run is that tries the published claims.
    pub(super) fn claims(&self) -> Arc<Claims> {
        Arc::clone(&self.snapshot.borrow().claims)
    }

    /// Shows how far that run is now, if that is another place.
    pub(super) fn set_claims(&self, claims: Claims) {
        self.snapshot.send_if_modified(|snapshot| {
            let is_new = *snapshot.claims != claims;
            if is_new {
                snapshot.claims = Arc::new(claims);
            }
            is_new
        });
    }

    /// The book was built anew.
    pub(super) fn next_generation(&self) {
        self.snapshot
            .send_modify(|snapshot| snapshot.generation += 1);
    }

    /// These exercises are on a page, as long as what is returned lives.
    pub(super) fn show(&self, ids: Vec<String>) -> Shown {
        for id in &ids {
            *self.counts().entry(id.clone()).or_default() += 1;
        }
        Shown {
            now: self.clone(),
            ids,
        }
    }

    /// The exercises that are on a page.
    pub(super) fn shown(&self) -> Vec<String> {
        self.counts().keys().cloned().collect()
    }

    fn counts(&self) -> MutexGuard<'_, HashMap<String, usize>> {
        self.shown.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Shown {
    fn drop(&mut self) {
        let mut counts = self.now.counts();
        for id in &self.ids {
            if let Some(count) = counts.get_mut(id) {
                *count -= 1;
            }
        }
        counts.retain(|_, count| *count > 0);
    }
}
