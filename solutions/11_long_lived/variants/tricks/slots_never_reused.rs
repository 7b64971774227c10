//! Pages own their text, and live in a vector. A page that is removed leaves an empty slot behind.
//!
//! A trick: the texts are freed, but the vector still grows by one slot for each page that ever
//! was.
//!
//! Fails in: step2_churn

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
    serve(&mut Cache {
        capacity: capacity.max(1),
        ..Cache::default()
    })
}

#[derive(Default)]
struct Cache {
    capacity: usize,
    places: HashMap<String, usize>,
    /// In order of use. The last slot of a path counts.
    pages: Vec<Option<(String, String)>>,
    first: usize,
}

impl Cache {
    fn take(&mut self, path: &str) -> Option<(String, String)> {
        let place = self.places.remove(path)?;
        self.pages[place].take()
    }

    fn push(&mut self, page: (String, String)) {
        self.places.insert(page.0.clone(), self.pages.len());
        self.pages.push(Some(page));
    }
}

impl PageCache for Cache {
    fn get(&mut self, path: &str) -> Option<&str> {
        let page = self.take(path)?;
        self.push(page);
        self.pages.last()?.as_ref().map(|page| page.1.as_str())
    }

    fn insert(&mut self, path: &str, body: &str) {
        if self.take(path).is_none() && self.places.len() == self.capacity {
            while self.pages[self.first].is_none() {
                self.first += 1;
            }
            if let Some((oldest, _)) = self.pages[self.first].take() {
                self.places.remove(&oldest);
            }
        }
        self.push((path.to_owned(), body.to_owned()));
    }

    fn remove(&mut self, path: &str) -> bool {
        self.take(path).is_some()
    }

    fn count(&self) -> usize {
        self.places.len()
    }
}
