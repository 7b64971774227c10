//! A second map, from the time of last use to the path: its first entry is the page to evict.
//!
//! Honest: both maps own their entries, and free each when it is removed.

use std::collections::{BTreeMap, HashMap};

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
        ..Cache::default()
    })
}

#[derive(Default)]
struct Cache {
    capacity: usize,
    pages: HashMap<String, (u64, String)>,
    order: BTreeMap<u64, String>,
    now: u64,
}

impl PageCache for Cache {
    fn get(&mut self, path: &str) -> Option<&str> {
        self.now += 1;
        let (used, body) = self.pages.get_mut(path)?;
        if let Some(path) = self.order.remove(used) {
            self.order.insert(self.now, path);
        }
        *used = self.now;
        Some(body)
    }

    fn insert(&mut self, path: &str, body: &str) {
        self.now += 1;
        self.remove(path);
        if self.pages.len() == self.capacity
            && let Some((_, oldest)) = self.order.pop_first()
        {
            self.pages.remove(&oldest);
        }
        self.order.insert(self.now, path.to_owned());
        self.pages
            .insert(path.to_owned(), (self.now, body.to_owned()));
    }

    fn remove(&mut self, path: &str) -> bool {
        let Some((used, _)) = self.pages.remove(path) else {
            return false;
        };
        self.order.remove(&used);
        true
    }

    fn count(&self) -> usize {
        self.pages.len()
    }
}
