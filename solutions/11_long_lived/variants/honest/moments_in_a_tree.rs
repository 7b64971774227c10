//! A table of pages, and a tree from the moment of the last use to the path: no page points at
//! another.

use std::collections::{BTreeMap, HashMap};
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
    serve(&mut Cache {
        capacity: capacity.max(1),
        now: 0,
        pages: HashMap::new(),
        paths: BTreeMap::new(),
    })
}

/// Pages point at no other page: each has the moment of its last use, and the moments are sorted.
struct Cache {
    capacity: usize,
    /// Counts uses. 64 bits last for 500 years at a thousand million a second.
    now: u64,
    pages: HashMap<Rc<str>, Page>,
    /// The path of each page, by the moment of its last use. No two pages have the same.
    paths: BTreeMap<u64, Rc<str>>,
}

struct Page {
    body: Box<str>,
    used: u64,
}

impl Cache {
    fn next_moment(&mut self) -> u64 {
        self.now += 1;
        self.now
    }

    fn forget(&mut self, path: &str) -> bool {
        let page = self.pages.remove(path);
        page.is_some_and(|page| self.paths.remove(&page.used).is_some())
    }
}

impl PageCache for Cache {
    fn get(&mut self, path: &str) -> Option<&str> {
        let now = self.next_moment();
        let page = self.pages.get_mut(path)?;
        if let Some(path) = self.paths.remove(&page.used) {
            self.paths.insert(now, path);
        }
        page.used = now;
        Some(&page.body)
    }

    fn insert(&mut self, path: &str, body: &str) {
        // A page that is replaced goes first, so it makes its own room.
        self.forget(path);
        if self.pages.len() == self.capacity
            && let Some((_, oldest)) = self.paths.pop_first()
        {
            self.pages.remove(&oldest);
        }
        let used = self.next_moment();
        let path: Rc<str> = path.into();
        self.paths.insert(used, Rc::clone(&path));
        let body = body.into();
        self.pages.insert(path, Page { body, used });
    }

    fn remove(&mut self, path: &str) -> bool {
        self.forget(path)
    }

    fn count(&self) -> usize {
        self.pages.len()
    }
}
