//! The page cache of a web server. It runs for months, and keeps the most recently requested pages.
//!
//! No arena. An arena pays off where many values die at the same moment; pages die one by one, in
//! an order that the visitors decide. So each page owns its text, and is in a slot that is reused
//! once the page is gone.

use std::collections::HashMap;
use std::rc::Rc;

use slotmap::{DefaultKey, SlotMap};

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

/// Pages by path, and in the order in which they were used.
///
/// It owns its contents, so it has no lifetime: it could be returned and stored, unlike the version
/// with an arena. With `Arc<str>` in place of `Rc<str>` it could be sent to another thread, too.
struct Cache {
    capacity: usize,
    /// A removed page is dropped right away, and its slot is kept for the next one. So there are
    /// never more slots than pages were cached at once.
    slots: SlotMap<DefaultKey, Page>,
    /// The path is needed here and in the page, so that eviction finds this entry. Two owners of
    /// one text: this is what `Rc` is for.
    pages: HashMap<Rc<str>, DefaultKey>,
    newest: Option<DefaultKey>,
    oldest: Option<DefaultKey>,
}

/// One page, linked to the one used after it and the one used before it.
///
/// The neighbours are named by key. A key can be copied and needs no lifetime; and since it
/// contains its slot's version, the key of a page that is gone finds nothing, rather than the page
/// that came after it.
struct Page {
    path: Rc<str>,
    /// Not a `String`: it never grows, so it needs no spare capacity.
    body: Box<str>,
    newer: Option<DefaultKey>,
    older: Option<DefaultKey>,
}

impl PageCache for Cache {
    fn get(&mut self, path: &str) -> Option<&str> {
        let key = *self.pages.get(path)?;
        self.unlink(key);
        self.link_as_newest(key);
        Some(&self.slots[key].body)
    }

    fn insert(&mut self, path: &str, body: &str) {
        if let Some(&key) = self.pages.get(path) {
            // The old body is dropped by this assignment.
            self.slots[key].body = body.into();
            self.unlink(key);
            self.link_as_newest(key);
            return;
        }
        if self.slots.len() == self.capacity
            && let Some(oldest) = self.oldest
        {
            self.evict(oldest);
        }
        let path: Rc<str> = path.into();
        let key = self.slots.insert(Page {
            path: Rc::clone(&path),
            body: body.into(),
            newer: None,
            older: None,
        });
        self.pages.insert(path, key);
        self.link_as_newest(key);
    }

    fn remove(&mut self, path: &str) -> bool {
        let Some(&key) = self.pages.get(path) else {
            return false;
        };
        self.evict(key);
        true
    }

    fn count(&self) -> usize {
        self.slots.len()
    }
}

impl Cache {
    fn new(capacity: usize) -> Self {
        Self {
            capacity,
            // Not `with_capacity`: the limit may be generous, and the site small.
            slots: SlotMap::new(),
            pages: HashMap::new(),
            newest: None,
            oldest: None,
        }
    }

    fn evict(&mut self, key: DefaultKey) {
        self.unlink(key);
        if let Some(page) = self.slots.remove(key) {
            self.pages.remove(&page.path);
        }
    }

    fn link_as_newest(&mut self, key: DefaultKey) {
        let before = self.newest.replace(key);
        self.slots[key].newer = None;
        self.slots[key].older = before;
        match before {
            Some(before) => self.slots[before].newer = Some(key),
            None => self.oldest = Some(key),
        }
    }

    fn unlink(&mut self, key: DefaultKey) {
        let (newer, older) = (self.slots[key].newer, self.slots[key].older);
        match newer {
            Some(newer) => self.slots[newer].older = older,
            None => self.newest = older,
        }
        match older {
            Some(older) => self.slots[older].newer = newer,
            None => self.oldest = newer,
        }
    }
}
