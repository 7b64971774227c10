//! Honest: a single map owns the pages, and a page names its neighbours by their paths, which are
//! counted; a path that two pages share is freed with the last of them.

use std::collections::HashMap;
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

/// Pages by path, and in the order in which they were used.
struct Cache {
    capacity: usize,
    pages: HashMap<Rc<str>, Page>,
    newest: Link,
    oldest: Link,
}

/// The path of a page. It keeps the path, and not the page.
type Link = Option<Rc<str>>;

/// One page, and the paths of those used after it and before it.
struct Page {
    body: Box<str>,
    newer: Link,
    older: Link,
}

impl PageCache for Cache {
    fn get(&mut self, path: &str) -> Option<&str> {
        self.touch(path);
        self.pages.get(path).map(|page| &*page.body)
    }

    fn insert(&mut self, path: &str, body: &str) {
        self.touch(path);
        if let Some(page) = self.pages.get_mut(path) {
            page.body = body.into();
            return;
        }
        if self.pages.len() == self.capacity
            && let Some(oldest) = self.oldest.clone()
        {
            self.remove(&oldest);
        }
        let path: Rc<str> = path.into();
        let page = Page {
            body: body.into(),
            newer: None,
            older: None,
        };
        self.pages.insert(Rc::clone(&path), page);
        self.link_as_newest(path);
    }

    fn remove(&mut self, path: &str) -> bool {
        let Some(page) = self.pages.remove(path) else {
            return false;
        };
        self.link_neighbours(page.newer, page.older);
        true
    }

    fn count(&self) -> usize {
        self.pages.len()
    }
}

impl Cache {
    fn new(capacity: usize) -> Self {
        Self {
            capacity,
            pages: HashMap::new(),
            newest: None,
            oldest: None,
        }
    }

    /// Makes a page the most recently used one, if it is cached.
    fn touch(&mut self, path: &str) {
        let Some((path, _)) = self.pages.get_key_value(path) else {
            return;
        };
        let path = Rc::clone(path);
        if let Some(page) = self.pages.get_mut(&path) {
            let (newer, older) = (page.newer.take(), page.older.take());
            self.link_neighbours(newer, older);
        }
        self.link_as_newest(path);
    }

    /// Links two pages that had another one between them.
    fn link_neighbours(&mut self, newer: Link, older: Link) {
        match &newer {
            Some(path) => {
                if let Some(page) = self.pages.get_mut(path) {
                    page.older = older.clone();
                }
            }
            None => self.newest = older.clone(),
        }
        match &older {
            Some(path) => {
                if let Some(page) = self.pages.get_mut(path) {
                    page.newer = newer;
                }
            }
            None => self.oldest = newer,
        }
    }

    fn link_as_newest(&mut self, path: Rc<str>) {
        let before = self.newest.replace(Rc::clone(&path));
        match &before {
            Some(before) => {
                if let Some(page) = self.pages.get_mut(before) {
                    page.newer = Some(Rc::clone(&path));
                }
            }
            None => self.oldest = Some(Rc::clone(&path)),
        }
        if let Some(page) = self.pages.get_mut(&path) {
            page.older = before;
        }
    }
}
