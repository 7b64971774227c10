//! A map that owns its pages, and a counter that says when each was last used.
//!
//! Honest: the plainest version. It looks at every page for each eviction, and each page is freed
//! by itself.

use std::collections::HashMap;

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
        pages: HashMap::new(),
        now: 0,
    })
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
