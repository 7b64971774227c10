//! All bodies in one text, one after the other. Once half of it is dead, the live part is copied to
//! a new one.
//!
//! Honest: it is an arena with a collector. Each copy is as long as the live text, and follows at
//! least as much churn, so memory stays within a small multiple of the pages.

use std::collections::HashMap;
use std::ops::Range;

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
    pages: HashMap<String, Page>,
    text: String,
    alive: usize,
    now: u64,
}

struct Page {
    body: Range<usize>,
    used: u64,
}

impl Cache {
    fn compact(&mut self, room: usize) {
        let mut text = String::with_capacity(2 * (self.alive + room));
        for page in self.pages.values_mut() {
            let start = text.len();
            text += &self.text[page.body.clone()];
            page.body = start..text.len();
        }
        self.text = text;
    }
}

impl PageCache for Cache {
    fn get(&mut self, path: &str) -> Option<&str> {
        self.now += 1;
        let page = self.pages.get_mut(path)?;
        page.used = self.now;
        Some(&self.text[page.body.clone()])
    }

    fn insert(&mut self, path: &str, body: &str) {
        self.now += 1;
        if self.pages.len() == self.capacity && !self.pages.contains_key(path) {
            let oldest = self.pages.iter().min_by_key(|(_, page)| page.used);
            if let Some(path) = oldest.map(|(path, _)| path.clone()) {
                self.remove(&path);
            }
        }
        self.remove(path);
        if self.text.len() + body.len() > 2 * (self.alive + body.len()) {
            self.compact(body.len());
        }
        let start = self.text.len();
        self.text += body;
        self.alive += body.len();
        let page = Page {
            body: start..self.text.len(),
            used: self.now,
        };
        self.pages.insert(path.to_owned(), page);
    }

    fn remove(&mut self, path: &str) -> bool {
        let Some(page) = self.pages.remove(path) else {
            return false;
        };
        self.alive -= page.body.len();
        true
    }

    fn count(&self) -> usize {
        self.pages.len()
    }
}
