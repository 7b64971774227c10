//! Uses are queued, each with a number of one byte; an eviction skips those that were not a page's
//! last.
//!
//! A trick: after 256 uses an old entry looks like the last, and a page that was just used is
//! evicted.
//!
//! Fails in: step1_answers

use std::collections::{HashMap, VecDeque};
use std::rc::Rc;

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

#[derive(Default)]
struct Cache {
    capacity: usize,
    now: u8,
    pages: HashMap<Rc<str>, Page>,
    /// Every use, from the first to the last. A page was last used at its last entry.
    uses: VecDeque<(u8, Rc<str>)>,
}

struct Page {
    body: String,
    used: u8,
}

impl Cache {
    fn new(capacity: usize) -> Self {
        Self {
            capacity,
            ..Self::default()
        }
    }

    fn note_use(&mut self, path: Rc<str>) {
        self.now = self.now.wrapping_add(1);
        if let Some(page) = self.pages.get_mut(&path) {
            page.used = self.now;
        }
        self.uses.push_back((self.now, path));
        // Most entries are of earlier uses, or of pages that are gone.
        if self.uses.len() > 2 * self.pages.len() + 600 {
            let pages = &self.pages;
            self.uses.retain(|(at, path)| is_last(pages, *at, path));
        }
    }

    fn evict_the_oldest(&mut self) {
        while let Some((at, path)) = self.uses.pop_front() {
            if is_last(&self.pages, at, &path) {
                self.pages.remove(&path);
                return;
            }
        }
    }
}

fn is_last(pages: &HashMap<Rc<str>, Page>, at: u8, path: &str) -> bool {
    pages.get(path).is_some_and(|page| page.used == at)
}

impl PageCache for Cache {
    fn get(&mut self, path: &str) -> Option<&str> {
        let (known, _) = self.pages.get_key_value(path)?;
        self.note_use(Rc::clone(known));
        self.pages.get(path).map(|page| page.body.as_str())
    }

    fn insert(&mut self, path: &str, body: &str) {
        if !self.pages.contains_key(path) && self.pages.len() == self.capacity {
            self.evict_the_oldest();
        }
        let path: Rc<str> = path.into();
        let body = body.to_owned();
        self.pages.insert(Rc::clone(&path), Page { body, used: 0 });
        self.note_use(path);
    }

    fn remove(&mut self, path: &str) -> bool {
        self.pages.remove(path).is_some()
    }

    fn count(&self) -> usize {
        self.pages.len()
    }
}
