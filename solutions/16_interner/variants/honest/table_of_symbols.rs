//! A table of symbols only, which finds their names in the list, and hashes each name once. Honest:
//! the smallest table of these, all in the arena.

use std::hash::{BuildHasher, RandomState};

use bumpalo::Bump;
use bumpalo::collections::Vec as ArenaVec;
use hashbrown::HashTable;
use hashbrown::hash_table::Entry;

/// An interned name. Equal names have equal symbols, so comparing them is comparing numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Symbol(u32);

/// Maps every name to a symbol, and every symbol to its name.
pub struct Interner<'a> {
    arena: &'a Bump,
    hasher: RandomState,
    symbols: HashTable<Symbol, &'a Bump>,
    names: ArenaVec<'a, &'a str>,
}

impl<'a> Interner<'a> {
    /// An interner without names. It allocates with the first name.
    pub fn new(arena: &'a Bump) -> Interner<'a> {
        Interner {
            arena,
            hasher: RandomState::new(),
            symbols: HashTable::new_in(arena),
            names: ArenaVec::new_in(arena),
        }
    }

    /// The symbol of this name: a new one if the name is new.
    pub fn intern(&mut self, name: &str) -> Symbol {
        let Interner {
            arena,
            hasher,
            symbols,
            names,
        } = self;
        let hash = hasher.hash_one(name);
        let is_same = |symbol: &Symbol| names[symbol.index()] == name;
        let hash_of = |symbol: &Symbol| hasher.hash_one(names[symbol.index()]);
        match symbols.entry(hash, is_same, hash_of) {
            Entry::Occupied(entry) => *entry.get(),
            Entry::Vacant(entry) => {
                let symbol = Symbol(u32::try_from(names.len()).expect("a program has fewer names"));
                entry.insert(symbol);
                names.push(arena.alloc_str(name));
                symbol
            }
        }
    }

    /// The name of this symbol.
    ///
    /// It borrows from the arena, not from the interner: its lifetime is `'a`, not that of `&self`.
    /// So a caller may hold it while others are interned.
    ///
    /// # Panics If the symbol is from another interner, and this one has fewer names.
    pub fn resolve(&self, symbol: Symbol) -> &'a str {
        self.names[symbol.index()]
    }

    /// The number of different names.
    pub fn count(&self) -> usize {
        self.names.len()
    }
}

impl Symbol {
    /// The number of names interned before this one.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}
