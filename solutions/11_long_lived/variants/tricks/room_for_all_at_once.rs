//! As in the honest version that is ordered by use, but the table has room for all pages that there
//! may ever be, from the start.
//!
//! A trick that fools its author: a capacity is a limit, and a large one costs memory, or a panic,
//! before there is a page.
//!
//! Fails in: step4_peak

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
    serve(&mut Cache::new(capacity.max(1)))
}

struct Cache {
    capacity: usize,
    pages: HashMap<Rc<str>, (u64, Box<str>)>,
    order: BTreeMap<u64, Rc<str>>,
    tick: u64,
}

impl Cache {
    fn new(capacity: usize) -> Self {
        Self {
            capacity,
            pages: HashMap::with_capacity(capacity),
            order: BTreeMap::new(),
            tick: 0,
        }
    }

    fn touch(&mut self, path: &str) -> Option<()> {
        let (used, _) = self.pages.get_mut(path)?;
        let path = self.order.remove(used)?;
        self.tick += 1;
        *used = self.tick;
        self.order.insert(self.tick, path);
        Some(())
    }
}

impl PageCache for Cache {
    fn get(&mut self, path: &str) -> Option<&str> {
        self.touch(path)?;
        self.pages.get(path).map(|(_, body)| &**body)
    }

    fn insert(&mut self, path: &str, body: &str) {
        if self.touch(path).is_some() {
            if let Some((_, old)) = self.pages.get_mut(path) {
                *old = body.into();
            }
            return;
        }
        if self.pages.len() == self.capacity
            && let Some((_, oldest)) = self.order.pop_first()
        {
            self.pages.remove(&oldest);
        }
        self.tick += 1;
        let path: Rc<str> = path.into();
        self.order.insert(self.tick, Rc::clone(&path));
        self.pages.insert(path, (self.tick, body.into()));
    }

    fn remove(&mut self, path: &str) -> bool {
        let Some((used, _)) = self.pages.remove(path) else {
            return false;
        };
        self.order.remove(&used);
        true
    }

    fn count(&self) -> usize {
        self.pages.len()
    }
}
