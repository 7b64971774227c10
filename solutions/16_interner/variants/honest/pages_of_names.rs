//! A table of chains that doubles, and a list in pages that double and never move. Honest: all of it is in
//! the arena, and only the buckets are ever copied.

use std::cell::Cell;
use std::hash::{BuildHasher, RandomState};

use bumpalo::Bump;

/// An interned name. Equal names have equal symbols.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Symbol(u32);

impl Symbol {
    /// The number of names interned before this one.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A name, and the next one in its bucket.
struct Entry<'a> {
    name: &'a str,
    symbol: Symbol,
    hash: u64,
    next: Cell<Option<&'a Entry<'a>>>,
}

/// Maps every name to a symbol, and every symbol to its name.
pub struct Interner<'a> {
    arena: &'a Bump,
    hasher: RandomState,
    buckets: &'a mut [Option<&'a Entry<'a>>],
    /// Page `n` has room for `FIRST << n` names; a page never moves.
    pages: [Option<&'a mut [&'a str]>; 27],
    count: usize,
}

const FIRST: usize = 32;

/// Page, and place in it.
fn place(index: usize) -> (usize, usize) {
    let page = ((index / FIRST) + 1).ilog2() as usize;
    (page, index - FIRST * ((1 << page) - 1))
}

impl<'a> Interner<'a> {
    /// An interner without names.
    pub fn new(arena: &'a Bump) -> Interner<'a> {
        Interner {
            arena,
            hasher: RandomState::new(),
            buckets: arena.alloc_slice_fill_copy(64, None),
            pages: Default::default(),
            count: 0,
        }
    }

    /// The symbol of this name: a new one if the name is new.
    pub fn intern(&mut self, name: &str) -> Symbol {
        let hash = self.hasher.hash_one(name);
        let bucket = hash as usize & (self.buckets.len() - 1);
        let chain = std::iter::successors(self.buckets[bucket], |entry| entry.next.get());
        if let Some(found) = chain
            .into_iter()
            .find(|entry| entry.hash == hash && entry.name == name)
        {
            return found.symbol;
        }
        let symbol = Symbol(u32::try_from(self.count).expect("a program has fewer names"));
        let name: &'a str = self.arena.alloc_str(name);
        let entry = self.arena.alloc(Entry {
            name,
            symbol,
            hash,
            next: Cell::new(self.buckets[bucket]),
        });
        self.buckets[bucket] = Some(entry);
        let (page, place) = place(self.count);
        let arena = self.arena;
        self.pages[page].get_or_insert_with(|| arena.alloc_slice_fill_copy(FIRST << page, ""))
            [place] = name;
        self.count += 1;
        if self.count > self.buckets.len() {
            self.grow();
        }
        symbol
    }

    fn grow(&mut self) {
        let wider = self
            .arena
            .alloc_slice_fill_copy(self.buckets.len() * 2, None);
        for entry in self.buckets.iter().copied().flatten() {
            let mut entry: Option<&'a Entry<'a>> = Some(entry);
            while let Some(one) = entry {
                entry = one.next.get();
                let bucket = one.hash as usize & (wider.len() - 1);
                one.next.set(wider[bucket]);
                wider[bucket] = Some(one);
            }
        }
        self.buckets = wider;
    }

    /// The name of this symbol.
    pub fn resolve(&self, symbol: Symbol) -> &'a str {
        assert!(symbol.index() < self.count, "a symbol of another interner");
        let (page, place) = place(symbol.index());
        self.pages[page].as_ref().map_or("", |names| names[place])
    }

    /// The number of different names.
    pub fn count(&self) -> usize {
        self.count
    }
}
