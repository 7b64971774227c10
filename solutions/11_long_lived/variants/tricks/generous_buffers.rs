//! Every page owns its text in a buffer that is written again for the next text, and shrunk when
//! that is much smaller than the buffer. Not right: a buffer of up to 16 KB is never shrunk, so a
//! cache whose small pages came after larger ones can hold a hundred times the memory of its pages.
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
    let mut cache = Cache {
        capacity: capacity.max(1),
        pages: HashMap::new(),
        now: 0,
    };
    serve(&mut cache)
}

struct Cache {
    capacity: usize,
    pages: HashMap<String, Page>,
    now: u64,
}

struct Page {
    body: String,
    used: u64,
}

/// A smaller buffer is kept as it is: giving it back would cost a call to the heap.
const SMALL: usize = 16 << 10;

impl Page {
    fn write(&mut self, body: &str, now: u64) {
        self.used = now;
        self.body.clear();
        if self.body.capacity() > SMALL && self.body.capacity() / 4 > body.len() {
            // What a large text has left is not worth keeping.
            self.body = String::new();
        }
        self.body.reserve_exact(body.len());
        self.body.push_str(body);
    }
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
        if let Some(page) = self.pages.get_mut(path) {
            page.write(body, self.now);
            return;
        }
        // The evicted page's memory serves the new one.
        let mut page = self.evict().unwrap_or(Page {
            body: String::new(),
            used: 0,
        });
        page.write(body, self.now);
        self.pages.insert(path.to_owned(), page);
    }

    fn remove(&mut self, path: &str) -> bool {
        self.pages.remove(path).is_some()
    }

    fn count(&self) -> usize {
        self.pages.len()
    }
}

impl Cache {
    /// If the cache is full, takes out the page that was not used for the longest time.
    fn evict(&mut self) -> Option<Page> {
        if self.pages.len() < self.capacity {
            return None;
        }
        let oldest = self.pages.iter().min_by_key(|(_, page)| page.used);
        let path = oldest.map(|(path, _)| path.clone())?;
        self.pages.remove(&path)
    }
}
