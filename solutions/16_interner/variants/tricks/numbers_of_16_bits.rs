//! A symbol is a number of 16 bits, without a check. A mistake that only a large program shows: its names
//! start at 0 again.
//! Fails in: step1_symbols

use std::hash::{BuildHasher, RandomState};

use bumpalo::Bump;
use bumpalo::collections::Vec as List;
use hashbrown::HashTable;

/// An interned name. Equal names have equal symbols.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Symbol(u16);

impl Symbol {
    /// The number of names interned before this one.
    pub fn index(self) -> usize {
        usize::from(self.0)
    }
}

/// Maps every name to a symbol, and every symbol to its name.
pub struct Interner<'a> {
    arena: &'a Bump,
    hasher: RandomState,
    table: HashTable<Symbol, &'a Bump>,
    names: List<'a, &'a str>,
}

impl<'a> Interner<'a> {
    /// An interner without names.
    pub fn new(arena: &'a Bump) -> Interner<'a> {
        Interner {
            arena,
            hasher: RandomState::new(),
            table: HashTable::new_in(arena),
            names: List::new_in(arena),
        }
    }

    /// The symbol of this name: a new one if the name is new.
    pub fn intern(&mut self, name: &str) -> Symbol {
        let Interner {
            arena,
            hasher,
            table,
            names,
        } = self;
        let hash = hasher.hash_one(name);
        if let Some(symbol) = table.find(hash, |symbol| names[symbol.index()] == name) {
            return *symbol;
        }
        let symbol = Symbol(names.len() as u16);
        names.push(arena.alloc_str(name));
        table.insert_unique(hash, symbol, |symbol| {
            hasher.hash_one(names[symbol.index()])
        });
        symbol
    }

    /// The name of this symbol.
    ///
    /// # Panics
    /// If the symbol is from another interner, and this one has fewer names.
    pub fn resolve(&self, symbol: Symbol) -> &'a str {
        self.names[symbol.index()]
    }

    /// The number of different names.
    pub fn count(&self) -> usize {
        self.names.len()
    }
}
