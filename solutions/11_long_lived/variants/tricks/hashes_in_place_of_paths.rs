//! Finds pages by a hash of 32 bits, and does not keep their paths.
//! A trick: two paths of one hash are one page.
//! Fails in: step1_answers

use std::collections::HashMap;

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
    let mut cache = Cache {
        capacity: capacity.max(1),
        keys: HashMap::new(),
        pages: SlotMap::new(),
        newest: None,
        oldest: None,
    };
    serve(&mut cache)
}

/// Pages by the hash of their path, and in the order in which they were used.
struct Cache {
    capacity: usize,
    keys: HashMap<u32, DefaultKey>,
    pages: SlotMap<DefaultKey, Page>,
    newest: Option<DefaultKey>,
    oldest: Option<DefaultKey>,
}

/// One page, linked to the one used after it and the one used before it.
struct Page {
    hash: u32,
    body: Box<str>,
    newer: Option<DefaultKey>,
    older: Option<DefaultKey>,
}

/// FNV-1a. A hash takes less room than a path, so no page needs to own its path.
fn hash_of(path: &str) -> u32 {
    path.bytes().fold(0x811c_9dc5, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    })
}

impl PageCache for Cache {
    fn get(&mut self, path: &str) -> Option<&str> {
        let key = *self.keys.get(&hash_of(path))?;
        self.unlink(key);
        self.link_as_newest(key);
        Some(&self.pages[key].body)
    }

    fn insert(&mut self, path: &str, body: &str) {
        let hash = hash_of(path);
        if let Some(&key) = self.keys.get(&hash) {
            self.pages[key].body = body.into();
            self.unlink(key);
            self.link_as_newest(key);
            return;
        }
        if self.keys.len() == self.capacity
            && let Some(oldest) = self.oldest
        {
            self.drop_page(oldest);
        }
        let key = self.pages.insert(Page {
            hash,
            body: body.into(),
            newer: None,
            older: None,
        });
        self.keys.insert(hash, key);
        self.link_as_newest(key);
    }

    fn remove(&mut self, path: &str) -> bool {
        let Some(&key) = self.keys.get(&hash_of(path)) else {
            return false;
        };
        self.drop_page(key);
        true
    }

    fn count(&self) -> usize {
        self.keys.len()
    }
}

impl Cache {
    fn drop_page(&mut self, key: DefaultKey) {
        self.unlink(key);
        if let Some(page) = self.pages.remove(key) {
            self.keys.remove(&page.hash);
        }
    }

    fn link_as_newest(&mut self, key: DefaultKey) {
        self.pages[key].newer = None;
        self.pages[key].older = self.newest;
        match self.newest {
            Some(newest) => self.pages[newest].newer = Some(key),
            None => self.oldest = Some(key),
        }
        self.newest = Some(key);
    }

    fn unlink(&mut self, key: DefaultKey) {
        let (newer, older) = (self.pages[key].newer, self.pages[key].older);
        match newer {
            Some(newer) => self.pages[newer].older = older,
            None => self.newest = older,
        }
        match older {
            Some(older) => self.pages[older].newer = newer,
            None => self.oldest = newer,
        }
    }
}
