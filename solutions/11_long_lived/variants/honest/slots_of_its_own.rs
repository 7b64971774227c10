//! A vector of slots in order of use, the most recently used at the end.
//!
//! Honest: removing a slot drops its page, and the vector never holds more pages than the cache
//! may.

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
        pages: Vec::new(),
    })
}

struct Cache {
    capacity: usize,
    pages: Vec<(String, String)>,
}

impl Cache {
    fn take(&mut self, path: &str) -> Option<(String, String)> {
        let at = self.pages.iter().position(|page| page.0 == path)?;
        Some(self.pages.remove(at))
    }
}

impl PageCache for Cache {
    fn get(&mut self, path: &str) -> Option<&str> {
        let page = self.take(path)?;
        self.pages.push(page);
        self.pages.last().map(|page| page.1.as_str())
    }

    fn insert(&mut self, path: &str, body: &str) {
        if self.take(path).is_none() && self.pages.len() == self.capacity {
            self.pages.remove(0);
        }
        self.pages.push((path.to_owned(), body.to_owned()));
    }

    fn remove(&mut self, path: &str) -> bool {
        self.take(path).is_some()
    }

    fn count(&self) -> usize {
        self.pages.len()
    }
}
