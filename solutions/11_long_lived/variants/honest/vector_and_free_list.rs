//! Pages in a vector, linked by number, and a list of the free places. A body that is replaced keeps
//! its memory if that is not much more than it needs.
//!
//! Honest: a page that goes drops its texts, and its place waits for the next one.

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
    serve(&mut Cache::new(capacity.max(1)))
}

struct Page {
    path: String,
    body: String,
    newer: usize,
    older: usize,
}

/// No page.
const NONE: usize = usize::MAX;

struct Cache {
    capacity: usize,
    pages: Vec<Page>,
    free: Vec<usize>,
    places: HashMap<String, usize>,
    newest: usize,
    oldest: usize,
}

impl Cache {
    fn new(capacity: usize) -> Self {
        Self {
            capacity,
            pages: Vec::new(),
            free: Vec::new(),
            places: HashMap::new(),
            newest: NONE,
            oldest: NONE,
        }
    }

    fn unlink(&mut self, at: usize) {
        let (newer, older) = (self.pages[at].newer, self.pages[at].older);
        match newer {
            NONE => self.newest = older,
            newer => self.pages[newer].older = older,
        }
        match older {
            NONE => self.oldest = newer,
            older => self.pages[older].newer = newer,
        }
    }

    fn link_as_newest(&mut self, at: usize) {
        let before = std::mem::replace(&mut self.newest, at);
        (self.pages[at].newer, self.pages[at].older) = (NONE, before);
        match before {
            NONE => self.oldest = at,
            before => self.pages[before].newer = at,
        }
    }

    fn free(&mut self, at: usize) {
        self.unlink(at);
        self.places.remove(&self.pages[at].path);
        self.pages[at].path = String::new();
        self.pages[at].body = String::new();
        self.free.push(at);
    }
}

impl PageCache for Cache {
    fn get(&mut self, path: &str) -> Option<&str> {
        let at = *self.places.get(path)?;
        self.unlink(at);
        self.link_as_newest(at);
        Some(&self.pages[at].body)
    }

    fn insert(&mut self, path: &str, body: &str) {
        if let Some(&at) = self.places.get(path) {
            let old = &mut self.pages[at].body;
            old.clear();
            old.push_str(body);
            old.shrink_to(2 * body.len());
            self.unlink(at);
            self.link_as_newest(at);
            return;
        }
        if self.places.len() == self.capacity {
            self.free(self.oldest);
        }
        let page = Page {
            path: path.to_owned(),
            body: body.to_owned(),
            newer: NONE,
            older: NONE,
        };
        let at = match self.free.pop() {
            Some(at) => {
                self.pages[at] = page;
                at
            }
            None => {
                self.pages.push(page);
                self.pages.len() - 1
            }
        };
        self.places.insert(path.to_owned(), at);
        self.link_as_newest(at);
    }

    fn remove(&mut self, path: &str) -> bool {
        let Some(&at) = self.places.get(path) else {
            return false;
        };
        self.free(at);
        true
    }

    fn count(&self) -> usize {
        self.places.len()
    }
}
