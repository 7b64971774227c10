//! The page cache of a web server. It runs for months, and keeps the most recently requested pages.
//!
//! Its answers are correct, but its memory grows for as long as it runs. Its author wanted pages
//! that point at each other, and used an arena for that. Make its memory depend on the pages that
//! it holds (for tables: on the most that it has held at once), not on how many have come and gone.
//!
//! Yours to change: everything below but the trait `PageCache` and the signature of `with_cache`,
//! which the tests use. You may add files to `src/`.

use std::cell::Cell;
use std::collections::HashMap;

use bumpalo::Bump;

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
    // One arena for all pages, from the first request to the last.
    let arena = Bump::new();
    let mut cache = Cache {
        arena: &arena,
        capacity: capacity.max(1),
        pages: HashMap::new(),
        newest: None,
        oldest: None,
    };
    serve(&mut cache)
}

/// Pages by path, and in the order in which they were used.
struct Cache<'a> {
    arena: &'a Bump,
    capacity: usize,
    pages: HashMap<&'a str, &'a Page<'a>>,
    newest: Option<&'a Page<'a>>,
    oldest: Option<&'a Page<'a>>,
}

/// One page, linked to the one used after it and the one used before it.
struct Page<'a> {
    path: &'a str,
    body: Cell<&'a str>,
    newer: Cell<Option<&'a Page<'a>>>,
    older: Cell<Option<&'a Page<'a>>>,
}

impl PageCache for Cache<'_> {
    fn get(&mut self, path: &str) -> Option<&str> {
        let page = *self.pages.get(path)?;
        self.unlink(page);
        self.link_as_newest(page);
        Some(page.body.get())
    }

    fn insert(&mut self, path: &str, body: &str) {
        let body = self.arena.alloc_str(body);
        if let Some(&page) = self.pages.get(path) {
            page.body.set(body);
            self.unlink(page);
            self.link_as_newest(page);
            return;
        }
        if self.pages.len() == self.capacity
            && let Some(oldest) = self.oldest
        {
            self.pages.remove(oldest.path);
            self.unlink(oldest);
        }
        let page = self.arena.alloc(Page {
            path: self.arena.alloc_str(path),
            body: Cell::new(body),
            newer: Cell::new(None),
            older: Cell::new(None),
        });
        self.pages.insert(page.path, page);
        self.link_as_newest(page);
    }

    fn remove(&mut self, path: &str) -> bool {
        let Some(page) = self.pages.remove(path) else {
            return false;
        };
        self.unlink(page);
        true
    }

    fn count(&self) -> usize {
        self.pages.len()
    }
}

impl<'a> Cache<'a> {
    fn link_as_newest(&mut self, page: &'a Page<'a>) {
        page.newer.set(None);
        page.older.set(self.newest);
        match self.newest {
            Some(newest) => newest.newer.set(Some(page)),
            None => self.oldest = Some(page),
        }
        self.newest = Some(page);
    }

    fn unlink(&mut self, page: &'a Page<'a>) {
        match page.newer.get() {
            Some(newer) => newer.older.set(page.older.get()),
            None => self.newest = page.older.get(),
        }
        match page.older.get() {
            Some(older) => older.newer.set(page.newer.get()),
            None => self.oldest = page.newer.get(),
        }
    }
}
