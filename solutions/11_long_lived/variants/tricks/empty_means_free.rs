//! Pages in slots, where an empty body says that a slot is free.
//!
//! A trick that fools its author: a page may be empty. It is then not there, and its slot goes to
//! the next one.
//!
//! Fails in: step1_answers

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

/// A slot with an empty body is free.
#[derive(Default)]
struct Slot {
    path: String,
    body: String,
    used: u64,
}

struct Cache {
    capacity: usize,
    slots: Vec<Slot>,
    clock: u64,
}

impl Cache {
    fn new(capacity: usize) -> Self {
        Self {
            capacity,
            slots: Vec::new(),
            clock: 0,
        }
    }

    fn find(&mut self, path: &str) -> Option<&mut Slot> {
        self.clock += 1;
        let mut pages = self.slots.iter_mut().filter(|slot| !slot.body.is_empty());
        let slot = pages.find(|slot| slot.path == path)?;
        slot.used = self.clock;
        Some(slot)
    }
}

impl PageCache for Cache {
    fn get(&mut self, path: &str) -> Option<&str> {
        self.find(path).map(|slot| slot.body.as_str())
    }

    fn insert(&mut self, path: &str, body: &str) {
        if let Some(slot) = self.find(path) {
            slot.body = body.to_owned();
            return;
        }
        let page = Slot {
            path: path.to_owned(),
            body: body.to_owned(),
            used: self.clock,
        };
        let free = self.slots.iter_mut().find(|slot| slot.body.is_empty());
        if let Some(free) = free {
            *free = page;
        } else if self.slots.len() < self.capacity {
            self.slots.push(page);
        } else if let Some(oldest) = self.slots.iter_mut().min_by_key(|slot| slot.used) {
            *oldest = page;
        }
    }

    fn remove(&mut self, path: &str) -> bool {
        self.find(path).map(std::mem::take).is_some()
    }

    fn count(&self) -> usize {
        self.slots
            .iter()
            .filter(|slot| !slot.body.is_empty())
            .count()
    }
}
