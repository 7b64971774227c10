//! A vector of slots in order of use, the one used last at the end.
//!
//! Honest: a slot that is removed drops its page, and the vector never holds more than the cache may.

/// What the server asks of its cache.
pub trait PageCache {
    /// The page at this path, if it is kept. It is then the one that was used last.
    fn get(&mut self, path: &str) -> Option<&str>;

    /// Keeps a page, in place of the one that was at this path; it is then the one that was used
    /// last. Where the cache is full, the page that was not used for longest makes room.
    fn insert(&mut self, path: &str, body: &str);

    /// Forgets a page. Whether there was one at this path.
    fn remove(&mut self, path: &str) -> bool;

    /// How many pages are kept.
    fn count(&self) -> usize;
}

/// Runs `serve` with a cache of at most `capacity` pages, and at least one.
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
