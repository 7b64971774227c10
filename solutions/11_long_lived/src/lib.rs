//! The page cache of a web server. It runs for months, and keeps the pages that were asked for last.
//!
//! No arena. An arena pays where many values end at the same moment; pages end one by one, in an
//! order that the visitors decide. So each page owns its text, and lies in a slot that is used again
//! once the page is gone.

use std::collections::HashMap;
use std::rc::Rc;

use slotmap::{DefaultKey, SlotMap};

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
    serve(&mut Cache::new(capacity.max(1)))
}

/// Pages by their path, and in the order in which they were used.
///
/// It owns what it holds, so it has no lifetime: it could be returned, stored and sent, which the
/// version with an arena could not.
struct Cache {
    capacity: usize,
    /// A removed page is dropped there and then, and its slot waits for the next one. So there are
    /// never more slots than pages were kept at once.
    slots: SlotMap<DefaultKey, Page>,
    /// The path is needed here and in the page, to be found again when that is evicted. Two owners
    /// of one text that end together: this is what `Rc` is for.
    pages: HashMap<Rc<str>, DefaultKey>,
    newest: Option<DefaultKey>,
    oldest: Option<DefaultKey>,
}

/// One page, between the one used after it and the one used before it.
///
/// The neighbours are named by key. A key can be copied and needs no lifetime; and since it holds
/// its slot's version, a key to a page that is gone finds nothing, not whatever came after it.
struct Page {
    path: Rc<str>,
    /// Not a `String`: it is never grown, so spare capacity would only be carried along.
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
