//! Drop counters: how often `Drop` ran, and in which order.

use std::sync::{Arc, Mutex, PoisonError};

/// Makes tokens, and records which of them have been dropped.
#[derive(Clone, Debug, Default)]
pub struct DropCounter {
    dropped: Arc<Mutex<Vec<usize>>>,
    made: usize,
}

/// A value whose drop is counted.
#[derive(Debug)]
pub struct DropToken {
    number: usize,
    dropped: Arc<Mutex<Vec<usize>>>,
}

impl DropCounter {
    /// A counter that has made no token yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Makes the next token. The first has number 0.
    pub fn token(&mut self) -> DropToken {
        let number = self.made;
        self.made += 1;
        DropToken {
            number,
            dropped: Arc::clone(&self.dropped),
        }
    }

    /// How many drops have run so far.
    #[must_use]
    pub fn count(&self) -> usize {
        self.order().len()
    }

    /// The numbers of the dropped tokens, in order of their drops. A number that appears twice was
    /// dropped twice.
    #[must_use]
    pub fn order(&self) -> Vec<usize> {
        let dropped = self.dropped.lock();
        dropped.unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl DropToken {
    /// The token's number, counted from 0 in order of creation.
    #[must_use]
    pub fn number(&self) -> usize {
        self.number
    }
}

impl Drop for DropToken {
    fn drop(&mut self) {
        let dropped = self.dropped.lock();
        dropped
            .unwrap_or_else(PoisonError::into_inner)
            .push(self.number);
    }
}
