//! No arena: the pages own their texts in a map by path, and a second, ordered map has the path of
//! each page by the time of its last use; its first entry is the one to evict.

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
        order: BTreeMap::new(),
        now: 0,
    };
    serve(&mut cache)
}

/// Each page is once in `pages` and once in `order`; the two share its path.
struct Cache {
    capacity: usize,
    pages: HashMap<Rc<str>, Page>,
    /// Paths by the time of last use.
    order: BTreeMap<u64, Rc<str>>,
    /// Counts the uses of pages.
    now: u64,
}

struct Page {
    body: Box<str>,
    used: u64,
}

impl PageCache for Cache {
    fn get(&mut self, path: &str) -> Option<&str> {
        let page = self.pages.get_mut(path)?;
        self.now += 1;
        if let Some(path) = self.order.remove(&page.used) {
            self.order.insert(self.now, path);
        }
        page.used = self.now;
        Some(&page.body)
    }

    fn insert(&mut self, path: &str, body: &str) {
        self.now += 1;
        let used = self.now;
        if let Some(page) = self.pages.get_mut(path) {
            // Drops the old text.
            page.body = body.into();
            if let Some(path) = self.order.remove(&page.used) {
                self.order.insert(used, path);
            }
            page.used = used;
            return;
        }
        if self.pages.len() >= self.capacity
            && let Some((_, oldest)) = self.order.pop_first()
        {
            self.pages.remove(&oldest);
        }
        let path: Rc<str> = path.into();
        self.order.insert(used, Rc::clone(&path));
        let body = body.into();
        self.pages.insert(path, Page { body, used });
    }

    fn remove(&mut self, path: &str) -> bool {
        let Some(page) = self.pages.remove(path) else {
            return false;
        };
        self.order.remove(&page.used);
        true
    }

    fn count(&self) -> usize {
        self.pages.len()
    }
}
