//! Pages own their text; a page that is replaced is cleared and written again, and an evicted one's
//! texts wait for the next page.
//!
//! A trick that fools its author: texts that are reused never shrink, so one huge page after another
//! leaves each slot at the size of the largest.
//!
//! Fails in: step3_updates

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
        spare: Vec::new(),
    })
}

struct Cache {
    capacity: usize,
    pages: HashMap<String, Page>,
    now: u64,
    spare: Vec<String>,
}

struct Page {
    body: String,
    used: u64,
}

impl PageCache for Cache {
    fn get(&mut self, path: &str) -> Option<&str> {
        self.now += 1;
        let page = self.pages.get_mut(path)?;
        page.used = self.now;
        Some(&page.body)
    }

    fn insert(&mut self, path: &str, body: &str) {
        self.now += 1;
        if self.pages.len() == self.capacity && !self.pages.contains_key(path) {
            let oldest = self.pages.iter().min_by_key(|(_, page)| page.used);
            if let Some(path) = oldest.map(|(path, _)| path.clone()) {
                self.remove(&path);
            }
        }
        if let Some(page) = self.pages.get_mut(path) {
            page.body.clear();
            page.body.push_str(body);
            page.used = self.now;
            return;
        }
        let mut text = self.spare.pop().unwrap_or_default();
        text.push_str(body);
        let page = Page {
            body: text,
            used: self.now,
        };
        self.pages.insert(path.to_owned(), page);
    }

    fn remove(&mut self, path: &str) -> bool {
        let Some(mut page) = self.pages.remove(path) else {
            return false;
        };
        page.body.clear();
        self.spare.push(page.body);
        true
    }

    fn count(&self) -> usize {
        self.pages.len()
    }
}
