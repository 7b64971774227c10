//! Pages own their text, in a map of the thread, which is cleared when a cache starts and when it
//! ends.
//!
//! A trick: a second cache clears the first one's pages; and a panic leaves all of them behind.
//!
//! Fails in: step1_answers, step4_peak

use std::cell::RefCell;
use std::collections::HashMap;

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
    PAGES.with_borrow_mut(HashMap::clear);
    let result = serve(&mut Cache {
        capacity: capacity.max(1),
        clock: 0,
        lent: String::new(),
    });
    PAGES.take();
    result
}

thread_local! {
    static PAGES: RefCell<HashMap<String, Page>> = RefCell::default();
}

struct Page {
    body: String,
    used: u64,
}

struct Cache {
    capacity: usize,
    clock: u64,
    /// The body that was asked for last.
    lent: String,
}

impl PageCache for Cache {
    fn get(&mut self, path: &str) -> Option<&str> {
        self.clock += 1;
        self.lent.clear();
        self.lent.shrink_to(4 << 10);
        PAGES.with_borrow_mut(|pages| {
            let page = pages.get_mut(path)?;
            page.used = self.clock;
            self.lent.push_str(&page.body);
            Some(())
        })?;
        Some(&self.lent)
    }

    fn insert(&mut self, path: &str, body: &str) {
        self.clock += 1;
        PAGES.with_borrow_mut(|pages| {
            if pages.len() == self.capacity && !pages.contains_key(path) {
                let oldest = pages.iter().min_by_key(|(_, page)| page.used);
                if let Some(oldest) = oldest.map(|(path, _)| path.clone()) {
                    pages.remove(&oldest);
                }
            }
            let page = Page {
                body: body.to_owned(),
                used: self.clock,
            };
            pages.insert(path.to_owned(), page);
        });
    }

    fn remove(&mut self, path: &str) -> bool {
        PAGES.with_borrow_mut(|pages| pages.remove(path).is_some())
    }

    fn count(&self) -> usize {
        PAGES.with_borrow(HashMap::len)
    }
}
