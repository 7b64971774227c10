//! Counted pages, which the map owns; their neighbours are weak references.
//!
//! Honest: no page keeps another, so each is freed when the map lets it go.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::{Rc, Weak};

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

/// The map alone owns its pages. Pages know their neighbours, and do not keep them.
struct Cache {
    capacity: usize,
    pages: HashMap<Box<str>, Rc<Page>>,
    newest: Link,
    oldest: Link,
}

type Link = Weak<Page>;

struct Page {
    path: Box<str>,
    body: Box<str>,
    /// The page used after it, and the page used before it.
    links: RefCell<(Link, Link)>,
}

impl Cache {
    fn new(capacity: usize) -> Self {
        Self {
            capacity,
            pages: HashMap::new(),
            newest: Link::new(),
            oldest: Link::new(),
        }
    }

    fn unlink(&mut self, page: &Page) {
        let (newer, older) = page.links.take();
        match newer.upgrade() {
            Some(page) => page.links.borrow_mut().1 = older.clone(),
            None => self.newest = older.clone(),
        }
        match older.upgrade() {
            Some(page) => page.links.borrow_mut().0 = newer,
            None => self.oldest = newer,
        }
    }

    fn link_as_newest(&mut self, page: &Rc<Page>) {
        let link = Rc::downgrade(page);
        let before = std::mem::replace(&mut self.newest, link.clone());
        match before.upgrade() {
            Some(before) => before.links.borrow_mut().0 = link,
            None => self.oldest = link,
        }
        page.links.borrow_mut().1 = before;
    }
}

impl PageCache for Cache {
    fn get(&mut self, path: &str) -> Option<&str> {
        let page = Rc::clone(self.pages.get(path)?);
        self.unlink(&page);
        self.link_as_newest(&page);
        self.pages.get(path).map(|page| &*page.body)
    }

    fn insert(&mut self, path: &str, body: &str) {
        self.remove(path);
        if self.pages.len() == self.capacity
            && let Some(oldest) = self.oldest.upgrade()
        {
            self.remove(&oldest.path);
        }
        let page = Rc::new(Page {
            path: path.into(),
            body: body.into(),
            links: RefCell::default(),
        });
        self.link_as_newest(&page);
        self.pages.insert(path.into(), page);
    }

    fn remove(&mut self, path: &str) -> bool {
        let page = self.pages.remove(path);
        if let Some(page) = &page {
            self.unlink(page);
        }
        page.is_some()
    }

    fn count(&self) -> usize {
        self.pages.len()
    }
}
