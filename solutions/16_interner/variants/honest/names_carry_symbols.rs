//! The table has entries of the arena, each a name and its symbol, and compares an entry with a name as
//! passed in. Honest: one pointer for each slot, and the list refers to the same entries.

use std::hash::{BuildHasher, RandomState};

use bumpalo::Bump;
use bumpalo::collections::Vec as ArenaVec;
use hashbrown::HashTable;

/// An interned name. Equal names have equal symbols, so comparing them is comparing numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Symbol(u32);

/// Maps every name to a symbol, and every symbol to its name.
pub struct Interner<'a> {
    arena: &'a Bump,
    hasher: RandomState,
    entries: HashTable<&'a Entry<'a>, &'a Bump>,
    list: ArenaVec<'a, &'a Entry<'a>>,
}

struct Entry<'a> {
    name: &'a str,
    symbol: Symbol,
    hash: u64,
}

impl<'a> Interner<'a> {
    /// An interner without names.
    pub fn new(arena: &'a Bump) -> Interner<'a> {
        Interner {
            arena,
            hasher: RandomState::new(),
            entries: HashTable::new_in(arena),
            list: ArenaVec::new_in(arena),
        }
    }

    /// The symbol of this name: a new one if the name is new.
    pub fn intern(&mut self, name: &str) -> Symbol {
        let hash = self.hasher.hash_one(name);
        let known = self.entries.find(hash, |entry| entry.name == name);
        if let Some(known) = known {
            return known.symbol;
        }
        let entry: &'a Entry<'a> = self.arena.alloc(Entry {
            name: self.arena.alloc_str(name),
            symbol: Symbol(u32::try_from(self.list.len()).expect("a program has fewer names")),
            hash,
        });
        self.entries.insert_unique(hash, entry, |entry| entry.hash);
        self.list.push(entry);
        entry.symbol
    }

    /// The name of this symbol.
    ///
    /// # Panics If the symbol is from another interner, and this one has fewer names.
    pub fn resolve(&self, symbol: Symbol) -> &'a str {
        self.list[symbol.index()].name
    }

    /// The number of different names.
    pub fn count(&self) -> usize {
        self.list.len()
    }
}

impl Symbol {
    /// The number of names interned before this one.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}
