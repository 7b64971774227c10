//! As in the plainest honest version, but the time of the last use is a `u16`.
//!
//! A trick that fools its author: after 65 536 requests the clock starts again, and the newest pages
//! look like the oldest.
//!
//! Fails in: step2_churn

use std::collections::HashMap;

/// What the server needs from its cache.
pub trait PageCache {
    /// The page at this path, if it is cached. It becomes the most recently used one.
    fn get(&mut self, path: &str) -> Option<&str>;

    /// Caches a page, replacing any other at this path; it becomes the most recently used one. If
    /// the cache is full, the least recently used page is evicted.
    fn insert(&mut self, path: &str, body: &str);

    /// Removes a page. Returns whether there was one at this path.
    fn remove(&mut self, path: &str) -> bool;

    /// The number of cached pages.
    fn count(&self) -> usize;
}

/// Runs `serve` with a cache of at most `capacity` pages; a capacity of 0 counts as 1.
pub fn with_cache<R>(capacity: usize, serve: impl FnOnce(&mut dyn PageCache) -> R) -> R {
    serve(&mut Cache {
        capacity: capacity.max(1),
        pages: HashMap::new(),
        now: 0,
    })
}

struct Cache {
    capacity: usize,
    pages: HashMap<String, Page>,
    now: u16,
}

struct Page {
    body: String,
    used: u16,
}

impl PageCache for Cache {
    fn get(&mut self, path: &str) -> Option<&str> {
        self.now = self.now.wrapping_add(1);
        let page = self.pages.get_mut(path)?;
        page.used = self.now;
        Some(&page.body)
    }

    fn insert(&mut self, path: &str, body: &str) {
        self.now = self.now.wrapping_add(1);
        if self.pages.len() == self.capacity && !self.pages.contains_key(path) {
            let oldest = self.pages.iter().min_by_key(|(_, page)| page.used);
            if let Some(path) = oldest.map(|(path, _)| path.clone()) {
                self.pages.remove(&path);
            }
        }
        let page = Page {
            body: body.to_owned(),
            used: self.now,
        };
        self.pages.insert(path.to_owned(), page);
    }

    fn remove(&mut self, path: &str) -> bool {
        self.pages.remove(path).is_some()
    }

    fn count(&self) -> usize {
        self.pages.len()
    }
}
