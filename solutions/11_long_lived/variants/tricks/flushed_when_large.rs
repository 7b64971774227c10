//! Bodies are appended to one text. When that grows past a limit, every page is dropped.
//!
//! A trick: memory is bounded, but the cache breaks its promise to keep the most recently used
//! pages.
//!
//! Fails in: step1_answers

use std::collections::HashMap;
use std::ops::Range;

/// Above this many bytes everything is dropped.
const LIMIT: usize = 48 << 10;

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
    pages: HashMap<String, (u64, Range<usize>)>,
    text: String,
    now: u64,
}

impl PageCache for Cache {
    fn get(&mut self, path: &str) -> Option<&str> {
        self.now += 1;
        let (used, body) = self.pages.get_mut(path)?;
        *used = self.now;
        Some(&self.text[body.clone()])
    }

    fn insert(&mut self, path: &str, body: &str) {
        self.now += 1;
        if self.text.len() + body.len() > LIMIT {
            self.pages.clear();
            self.text.clear();
        }
        if self.pages.len() == self.capacity && !self.pages.contains_key(path) {
            let oldest = self.pages.iter().min_by_key(|(_, page)| page.0);
            if let Some(path) = oldest.map(|(path, _)| path.clone()) {
                self.pages.remove(&path);
            }
        }
        let start = self.text.len();
        self.text += body;
        let page = (self.now, start..self.text.len());
        self.pages.insert(path.to_owned(), page);
    }

    fn remove(&mut self, path: &str) -> bool {
        self.pages.remove(path).is_some()
    }

    fn count(&self) -> usize {
        self.pages.len()
    }
}
