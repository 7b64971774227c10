//! Cancelling what is under way, from another thread or a signal handler.
//!
//! Code that waits for another process polls [`Cancellation::check`] and ends that process first,
//! so that a cancelled run leaves nothing behind.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};

/// The error of a run that was cancelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interrupted;

impl std::fmt::Display for Interrupted {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("interrupted")
    }
}

impl std::error::Error for Interrupted {}

/// A flag that ends a run once it is raised. Clones share the flag.
#[derive(Clone, Debug, Default)]
pub struct Cancellation {
    flag: Arc<AtomicBool>,
    /// The flags of the runs that this one is part of.
    parents: Vec<Arc<AtomicBool>>,
}

impl Cancellation {
    /// Not cancelled, and part of no other run.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// For a run that is part of this one: it ends with this one, and can be cancelled alone.
    #[must_use]
    pub fn child(&self) -> Self {
        let mut parents = self.parents.clone();
        parents.push(Arc::clone(&self.flag));
        Self {
            flag: Arc::default(),
            parents,
        }
    }

    /// Raises the flag; returns whether it was raised already.
    pub fn cancel(&self) -> bool {
        self.flag.swap(true, SeqCst)
    }

    /// Lowers the flag, once what was under way has ended.
    pub fn reset(&self) {
        self.flag.store(false, SeqCst);
    }

    /// Whether this run, or one that it is part of, was cancelled.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        let parents = self.parents.iter();
        self.flag.load(SeqCst) || parents.into_iter().any(|flag| flag.load(SeqCst))
    }

    /// An error once the run was cancelled.
    ///
    /// # Errors
    /// When [`Self::is_cancelled`].
    pub fn check(&self) -> Result<(), Interrupted> {
        match self.is_cancelled() {
            true => Err(Interrupted),
            false => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_child_ends_with_its_parent_and_can_be_cancelled_alone() {
        let program = Cancellation::new();
        let job = program.child();
        job.cancel();
        assert_eq!(job.check(), Err(Interrupted));
        assert_eq!(program.check(), Ok(()));
        let next = program.child();
        program.cancel();
        assert!(next.is_cancelled());
        program.reset();
        assert!(!next.is_cancelled());
    }
}
