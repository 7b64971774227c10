//! The chapter "Threads": words of many texts, in lower case, on
//! all cores; and an arena in a future.
//!
//! Two threads may not use one arena (E0277):
//!
//! ```compile_fail,E0277
//! use bumpalo::Bump;
//!
//! // ANCHOR: shared
//! let arena = Bump::new();
//! std::thread::scope(|scope| {
//!     scope.spawn(|| {
//!         arena.alloc(1);
//!     });
//! });
//! // ANCHOR_END: shared
//! ```
//!
//! What is allocated under a lock may not outlive the guard
//! (E0515):
//!
//! ```compile_fail,E0515
//! use bumpalo::Bump;
//! use std::sync::Mutex;
//!
//! // ANCHOR: guard
//! fn keep<'a>(
//!     arena: &'a Mutex<Bump>,
//!     text: &str,
//! ) -> &'a str {
//!     let arena = arena.lock().unwrap();
//!     arena.alloc_str(text)
//! }
//! // ANCHOR_END: guard
//! ```
//!
//! Nor what a member's own arena holds, the member (E0515):
//!
//! ```compile_fail,E0515
//! use bumpalo_herd::Herd;
//!
//! // ANCHOR: member
//! fn keep<'h>(herd: &'h Herd, text: &str) -> &'h str {
//!     let member = herd.get();
//!     member.as_bump().alloc_str(text)
//! }
//! // ANCHOR_END: member
//! ```

// ANCHOR: zero_sized
/// Two threads, each with a value without a size in an arena
/// of its own.
pub fn without_a_size() {
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                let arena = bumpalo::Bump::new();
                arena.alloc(());
                arena.alloc_str("");
            });
        }
    });
}
// ANCHOR_END: zero_sized

/// One arena behind a lock.
pub mod bad {
    use bumpalo::Bump;
    use std::collections::HashSet;
    use std::sync::Mutex;
    use std::thread;

    // ANCHOR: bad_distinct
    /// How many different words each text has, in any case:
    /// a thread for each text.
    pub fn distinct(
        arena: &Mutex<Bump>,
        texts: &[&str],
    ) -> Vec<usize> {
        thread::scope(|scope| {
            let threads: Vec<_> = texts
                .iter()
                .map(|text| {
                    scope.spawn(|| count(arena, text))
                })
                .collect();
            let ended = threads.into_iter();
            ended
                .map(|thread| thread.join().unwrap())
                .collect()
        })
    }

    fn count(arena: &Mutex<Bump>, text: &str) -> usize {
        let mut words = HashSet::new();
        for word in text.split_whitespace() {
            let arena = arena.lock().unwrap();
            let word = arena.alloc_str(word);
            word.make_ascii_lowercase();
            // The guard goes, so the word must be copied.
            words.insert(word.to_owned());
        }
        words.len()
    }
    // ANCHOR_END: bad_distinct
}

/// An arena for each thread.
pub mod good {
    use bumpalo::Bump;
    use std::collections::HashSet;
    use std::thread;

    // ANCHOR: good_distinct
    /// How many different words each text has, in any case:
    /// a thread for each text.
    pub fn distinct(texts: &[&str]) -> Vec<usize> {
        thread::scope(|scope| {
            let threads: Vec<_> = texts
                .iter()
                .map(|text| scope.spawn(|| count(text)))
                .collect();
            let ended = threads.into_iter();
            ended
                .map(|thread| thread.join().unwrap())
                .collect()
        })
    }

    fn count(text: &str) -> usize {
        let arena = Bump::new();
        let mut words = HashSet::new();
        for word in text.split_whitespace() {
            let word = arena.alloc_str(word);
            word.make_ascii_lowercase();
            words.insert(&*word);
        }
        words.len()
    }
    // ANCHOR_END: good_distinct
}

/// Without a further crate: threads that borrow one arena each.
pub mod scoped {
    use bumpalo::Bump;

    // ANCHOR: scoped
    /// The texts in lower case: a thread for each, and an arena
    /// for each thread. There must be as many arenas.
    pub fn lower<'a>(
        arenas: &'a mut [Bump],
        texts: &[&str],
    ) -> Vec<&'a str> {
        assert!(arenas.len() >= texts.len());
        std::thread::scope(|scope| {
            let threads: Vec<_> = arenas
                .iter_mut()
                .zip(texts)
                .map(|(arena, text)| {
                    scope.spawn(move || {
                        let copy = arena.alloc_str(text);
                        copy.make_ascii_lowercase();
                        &*copy
                    })
                })
                .collect();
            let ended = threads.into_iter();
            ended
                .map(|thread| thread.join().unwrap())
                .collect()
        })
    }
    // ANCHOR_END: scoped
}

/// Stands for anything that a future waits for.
pub async fn pause() {}

/// A future that a runtime with many threads refuses.
pub mod held {
    use super::pause;
    use bumpalo::Bump;
    use bumpalo::collections::Vec;

    // ANCHOR: bad_future
    /// How many different words `line` has.
    pub async fn distinct(line: String) -> usize {
        let arena = Bump::new();
        let mut words = Vec::new_in(&arena);
        words.extend(line.split(' '));
        pause().await;
        words.sort_unstable();
        words.dedup();
        words.len()
    }
    // ANCHOR_END: bad_future
}

/// A future that may go from thread to thread.
pub mod ended {
    use super::pause;
    use bumpalo::Bump;
    use bumpalo::collections::Vec;

    // ANCHOR: good_future
    /// How many different words `line` has.
    pub async fn distinct(line: String) -> usize {
        let count = {
            let arena = Bump::new();
            let mut words = Vec::new_in(&arena);
            words.extend(line.split(' '));
            words.sort_unstable();
            words.dedup();
            words.len()
        };
        pause().await;
        count
    }
    // ANCHOR_END: good_future
}

/// The vector is gone before the wait, but its scope is not.
pub mod moved {
    use super::pause;
    use bumpalo::Bump;
    use bumpalo::collections::Vec;

    /// How many words `line` has.
    pub async fn count(line: String) -> usize {
        let arena = Bump::new();
        let mut words = Vec::new_in(&arena);
        words.extend(line.split(' '));
        let words = words.into_bump_slice();
        pause().await;
        words.len()
    }
}

/// A future that is lent an arena.
pub mod lent {
    use bumpalo::Bump;

    /// How many bytes `line` has.
    pub async fn count(arena: &Bump, line: &str) -> usize {
        arena.alloc_str(line).len()
    }
}

/// A future that owns an arena, and slices of it.
pub mod frozen {
    use super::pause;
    use bumpalo::Bump;
    use bumpalo::collections::Vec;

    // ANCHOR: frozen
    /// How many words `line` has.
    pub async fn count(line: String) -> usize {
        let arena = Bump::new();
        let words = {
            let mut words = Vec::new_in(&arena);
            words.extend(line.split(' '));
            words.into_bump_slice()
        };
        pause().await;
        words.len()
    }
    // ANCHOR_END: frozen
}
