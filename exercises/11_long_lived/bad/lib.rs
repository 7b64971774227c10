//! The page cache of a web server. It runs for months, and keeps the pages that were asked for last.
//!
//! Right in what it answers, and it never gives memory back. Whoever wrote it wanted pages that
//! point at each other, and took an arena for that. An arena frees everything at once, at its end.
//! Here pages come and go one by one, and the end is the server's.
//! Keep the pages where one of them can be freed while the others stay.

use std::cell::Cell;
use std::collections::HashMap;

use bumpalo::Bump;

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

/// Pages by their path, and in the order in which they were used.
struct Cache<'a> {
    arena: &'a Bump,
    capacity: usize,
    pages: HashMap<&'a str, &'a Page<'a>>,
    newest: Option<&'a Page<'a>>,
    oldest: Option<&'a Page<'a>>,
}

/// One page, between the one used after it and the one used before it.
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
