//! Bodies are appended to one text. When that grows past a limit, every page is forgotten.
//!
//! A trick: memory is bounded, and the cache breaks its promise to keep what was used last.
//!
//! Fails in: step1_answers

use std::collections::HashMap;
use std::ops::Range;

/// Past so many bytes everything goes.
const LIMIT: usize = 48 << 10;

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
    serve(&mut Cache {
        capacity: capacity.max(1),
        ..Cache::default()
    })
}

#[derive(Default)]
struct Cache {
    capacity: usize,
    pages: HashMap<String, (u64, Range<usize>)>,
    text: String,
    now: u64,
}

impl PageCache for Cache {
    fn get(&mut self, path: &str) -> Option<&str> {
        self.now += 1;
        let (used, body) = self.pages.get_mut(path)?;
        *used = self.now;
        Some(&self.text[body.clone()])
    }

    fn insert(&mut self, path: &str, body: &str) {
        self.now += 1;
        if self.text.len() + body.len() > LIMIT {
            self.pages.clear();
            self.text.clear();
        }
        if self.pages.len() == self.capacity && !self.pages.contains_key(path) {
            let oldest = self.pages.iter().min_by_key(|(_, page)| page.0);
            if let Some(path) = oldest.map(|(path, _)| path.clone()) {
                self.pages.remove(&path);
            }
        }
        let start = self.text.len();
        self.text += body;
        let page = (self.now, start..self.text.len());
        self.pages.insert(path.to_owned(), page);
    }

    fn remove(&mut self, path: &str) -> bool {
        self.pages.remove(path).is_some()
    }

    fn count(&self) -> usize {
        self.pages.len()
    }
}
