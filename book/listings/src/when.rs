//! The chapter "When to use an arena, and when not": a listing
//! for each row of its table.
//!
//! What is in an arena of the function cannot leave it
//! (E0515):
//!
//! ```compile_fail,E0515
//! use bumpalo::Bump;
//! use bumpalo::collections::String;
//!
//! // ANCHOR: bad_escape
//! /// A title as it is written in an address.
//! pub fn slug(title: &str) -> &str {
//!     let arena = Bump::new();
//!     let mut slug = String::new_in(&arena);
//!     for word in title.split_whitespace() {
//!         if !slug.is_empty() {
//!             slug.push('-');
//!         }
//!         slug.extend(word.chars().flat_map(char::to_lowercase));
//!     }
//!     slug.into_bump_str()
//! }
//! // ANCHOR_END: bad_escape
//! ```

// ANCHOR: good_escape
/// A title as it is written in an address.
pub fn slug(title: &str) -> String {
    let mut slug = String::with_capacity(title.len());
    for word in title.split_whitespace() {
        if !slug.is_empty() {
            slug.push('-');
        }
        slug.extend(
            word.chars().flat_map(char::to_lowercase),
        );
    }
    slug
}
// ANCHOR_END: good_escape

/// Headings that share their parents, each counted.
pub mod counted {
    use std::rc::Rc;

    // ANCHOR: bad_outline
    /// A heading, and the one that it belongs to.
    pub struct Heading {
        /// Without the leading `#`.
        pub title: String,
        level: usize,
        /// None for a heading of the first level.
        pub parent: Option<Rc<Heading>>,
    }

    /// The headings of a text.
    pub fn outline(text: &str) -> Vec<Rc<Heading>> {
        let mut all: Vec<Rc<Heading>> = Vec::new();
        for line in text.lines() {
            let title = line.trim_start_matches('#');
            let level = line.len() - title.len();
            if level == 0 {
                continue;
            }
            let mut parent = all.last().cloned();
            while let Some(heading) = &parent
                && heading.level >= level
            {
                parent = heading.parent.clone();
            }
            all.push(Rc::new(Heading {
                title: title.trim().to_string(),
                level,
                parent,
            }));
        }
        all
    }
    // ANCHOR_END: bad_outline
}

/// Headings that share their parents, in an arena.
pub mod shared {
    use bumpalo::Bump;

    // ANCHOR: good_outline
    /// A heading, and the one that it belongs to.
    pub struct Heading<'a> {
        /// Without the leading `#`.
        pub title: &'a str,
        level: usize,
        /// None for a heading of the first level.
        pub parent: Option<&'a Heading<'a>>,
    }

    /// The headings of a text.
    pub fn outline<'a>(
        arena: &'a Bump,
        text: &'a str,
    ) -> Vec<&'a Heading<'a>> {
        let mut all: Vec<&'a Heading<'a>> = Vec::new();
        for line in text.lines() {
            let title = line.trim_start_matches('#');
            let level = line.len() - title.len();
            if level == 0 {
                continue;
            }
            let mut parent = all.last().copied();
            while let Some(heading) = parent
                && heading.level >= level
            {
                parent = heading.parent;
            }
            all.push(arena.alloc(Heading {
                title: title.trim(),
                level,
                parent,
            }));
        }
        all
    }
    // ANCHOR_END: good_outline
}

/// A batch at a time, everything on the heap.
pub mod piecemeal {
    // ANCHOR: bad_batches
    /// In each batch, words with the same letters count once.
    pub fn distinct(batches: &[&str]) -> Vec<usize> {
        let count = |batch: &&str| {
            let mut words: Vec<Vec<u8>> = batch
                .split_whitespace()
                .map(|word| word.as_bytes().to_vec())
                .collect();
            for letters in &mut words {
                letters.sort_unstable();
            }
            words.sort_unstable();
            words.dedup();
            words.len()
        };
        batches.iter().map(count).collect()
    }
    // ANCHOR_END: bad_batches
}

/// A batch at a time, in one arena.
pub mod batched {
    use bumpalo::Bump;
    use bumpalo::collections::{CollectIn, Vec as ArenaVec};

    // ANCHOR: good_batches
    /// In each batch, words with the same letters count once.
    pub fn distinct(batches: &[&str]) -> Vec<usize> {
        let mut arena = Bump::new();
        let count = |batch: &&str| {
            arena.reset();
            let words =
                batch.split_whitespace().map(|word| {
                    arena.alloc_slice_copy(word.as_bytes())
                });
            let mut words: ArenaVec<'_, &mut [u8]> =
                words.collect_in(&arena);
            for letters in &mut words {
                letters.sort_unstable();
            }
            words.sort_unstable();
            words.dedup();
            words.len()
        };
        batches.iter().map(count).collect()
    }
    // ANCHOR_END: good_batches
}

/// Names of users who are logged in, in an arena.
pub mod kept {
    use bumpalo::Bump;
    use std::collections::HashMap;

    // ANCHOR: bad_sessions
    /// Who is logged in. It lives as long as the server.
    pub struct Sessions<'a> {
        arena: &'a Bump,
        names: HashMap<u64, &'a str>,
    }

    impl<'a> Sessions<'a> {
        /// Nobody is logged in yet.
        pub fn new(arena: &'a Bump) -> Self {
            let names = HashMap::new();
            Self { arena, names }
        }

        /// Somebody comes, or takes another name.
        pub fn log_in(&mut self, id: u64, name: &str) {
            let name = self.arena.alloc_str(name);
            self.names.insert(id, name);
        }

        /// Somebody goes.
        pub fn log_out(&mut self, id: u64) {
            self.names.remove(&id);
        }
    }
    // ANCHOR_END: bad_sessions
}

/// Names of users who are logged in, each by itself.
pub mod owned {
    use std::collections::HashMap;

    // ANCHOR: good_sessions
    /// Who is logged in. It lives as long as the server.
    pub struct Sessions {
        names: HashMap<u64, String>,
    }

    impl Sessions {
        /// Nobody is logged in yet.
        pub fn new() -> Self {
            let names = HashMap::new();
            Self { names }
        }

        /// Somebody comes, or takes another name.
        pub fn log_in(&mut self, id: u64, name: &str) {
            let name = name.to_string();
            self.names.insert(id, name);
        }

        /// Somebody goes.
        pub fn log_out(&mut self, id: u64) {
            self.names.remove(&id);
        }
    }
    // ANCHOR_END: good_sessions

    impl Default for Sessions {
        fn default() -> Self {
            Self::new()
        }
    }
}

/// The longest line, by way of an arena.
pub mod roundabout {
    use bumpalo::Bump;
    use bumpalo::collections::{CollectIn, Vec};

    // ANCHOR: bad_simple
    /// The longest line of a text.
    pub fn longest(text: &str) -> usize {
        let arena = Bump::new();
        let lengths: Vec<'_, usize> =
            text.lines().map(str::len).collect_in(&arena);
        lengths.iter().copied().max().unwrap_or(0)
    }
    // ANCHOR_END: bad_simple
}

// ANCHOR: good_simple
/// The longest line of a text.
pub fn longest(text: &str) -> usize {
    text.lines().map(str::len).max().unwrap_or(0)
}
// ANCHOR_END: good_simple
