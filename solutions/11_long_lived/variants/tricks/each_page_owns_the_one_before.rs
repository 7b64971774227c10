//! Trick: the links to older pages are owners, and only those to newer ones are `Weak`; everything
//! is freed, but page inside page, so that dropping a large cache overflows the stack.
//!
//! The last hint of step 4 says so, and no cache of the tests has more than a hundred pages at
//! once.
//! Fails in: step2_churn

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

/// Pages by path, and in the order in which they were used.
struct Cache {
    capacity: usize,
    pages: HashMap<Box<str>, Rc<Page>>,
    newest: Option<Rc<Page>>,
    oldest: Weak<Page>,
}

/// One page.
struct Page {
    path: Box<str>,
    body: Box<str>,
    links: RefCell<Links>,
}

/// The page used after it, and the one used before it.
#[derive(Default)]
struct Links {
    newer: Weak<Page>,
    older: Option<Rc<Page>>,
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
        let Some(page) = self.pages.remove(path) else {
            return false;
        };
        self.unlink(&page);
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
            oldest: Weak::new(),
        }
    }

    fn unlink(&mut self, page: &Page) {
        let Links { newer, older } = page.links.take();
        match &older {
            Some(older) => older.links.borrow_mut().newer = newer.clone(),
            None => self.oldest = newer.clone(),
        }
        match newer.upgrade() {
            Some(newer) => newer.links.borrow_mut().older = older,
            None => self.newest = older,
        }
    }

    fn link_as_newest(&mut self, page: &Rc<Page>) {
        let before = self.newest.replace(Rc::clone(page));
        match &before {
            Some(before) => before.links.borrow_mut().newer = Rc::downgrade(page),
            None => self.oldest = Rc::downgrade(page),
        }
        page.links.borrow_mut().older = before;
    }
}
