//! A table of pages by path, and an ordered map from each page's last use to its path, which the
//! two share: the least recently used one is the first of the map.

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
    let mut cache = Cache {
        capacity: capacity.max(1),
        pages: HashMap::new(),
        by_use: BTreeMap::new(),
        clock: 0,
    };
    serve(&mut cache)
}

/// Pages by path, and their paths by when they were last used. Both own the path, once.
struct Cache {
    capacity: usize,
    pages: HashMap<Rc<str>, Page>,
    by_use: BTreeMap<u64, Rc<str>>,
    clock: u64,
}

/// One page, and when it was last used.
struct Page {
    body: Box<str>,
    used: u64,
}

impl PageCache for Cache {
    fn get(&mut self, path: &str) -> Option<&str> {
        let page = self.pages.get_mut(path)?;
        let name = self.by_use.remove(&page.used)?;
        self.clock += 1;
        page.used = self.clock;
        self.by_use.insert(self.clock, name);
        Some(&page.body)
    }

    fn insert(&mut self, path: &str, body: &str) {
        let name = match self.pages.remove_entry(path) {
            Some((name, page)) => {
                self.by_use.remove(&page.used);
                name
            }
            None => path.into(),
        };
        if self.pages.len() == self.capacity
            && let Some((_, oldest)) = self.by_use.pop_first()
        {
            self.pages.remove(&oldest);
        }
        self.clock += 1;
        self.by_use.insert(self.clock, Rc::clone(&name));
        let page = Page {
            body: body.into(),
            used: self.clock,
        };
        self.pages.insert(name, page);
    }

    fn remove(&mut self, path: &str) -> bool {
        let Some(page) = self.pages.remove(path) else {
            return false;
        };
        self.by_use.remove(&page.used);
        true
    }

    fn count(&self) -> usize {
        self.pages.len()
    }
}
