//! Bodies are appended to a file, which only grows; a page knows where its body starts.
//!
//! A trick: the heap stays small, but nothing of an evicted page is ever given back.
//!
//! Fails in: step2_churn

use std::collections::HashMap;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::sync::atomic::{AtomicUsize, Ordering};

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

struct Cache {
    capacity: usize,
    now: u64,
    pages: HashMap<String, Page>,
    file: File,
    end: u64,
    shown: String,
}

struct Page {
    start: u64,
    n_bytes: usize,
    used: u64,
}

impl Cache {
    fn new(capacity: usize) -> Self {
        static NUMBER: AtomicUsize = AtomicUsize::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("pages-{}-{number}", std::process::id());
        let path = std::env::temp_dir().join(name);
        let mut options = File::options();
        options.read(true).write(true).create(true).truncate(true);
        let file = options.open(&path).expect("a place for files");
        // It is gone when it is closed.
        let _ = std::fs::remove_file(&path);
        Self {
            capacity,
            now: 0,
            pages: HashMap::new(),
            file,
            end: 0,
            shown: String::new(),
        }
    }
}

impl PageCache for Cache {
    fn get(&mut self, path: &str) -> Option<&str> {
        self.now += 1;
        let page = self.pages.get_mut(path)?;
        page.used = self.now;
        let mut bytes = std::mem::take(&mut self.shown).into_bytes();
        bytes.resize(page.n_bytes, 0);
        self.file.seek(SeekFrom::Start(page.start)).ok()?;
        self.file.read_exact(&mut bytes).ok()?;
        self.shown = String::from_utf8(bytes).ok()?;
        Some(&self.shown)
    }

    fn insert(&mut self, path: &str, body: &str) {
        self.now += 1;
        if !self.pages.contains_key(path) && self.pages.len() == self.capacity {
            let oldest = self.pages.iter().min_by_key(|(_, page)| page.used);
            let oldest = oldest.map(|(path, _)| path.clone());
            oldest.map(|path| self.pages.remove(&path));
        }
        self.file.seek(SeekFrom::Start(self.end)).expect("seek");
        self.file.write_all(body.as_bytes()).expect("write");
        let page = Page {
            start: self.end,
            n_bytes: body.len(),
            used: self.now,
        };
        self.pages.insert(path.to_owned(), page);
        self.end += body.len() as u64;
    }

    fn remove(&mut self, path: &str) -> bool {
        self.pages.remove(path).is_some()
    }

    fn count(&self) -> usize {
        self.pages.len()
    }
}
