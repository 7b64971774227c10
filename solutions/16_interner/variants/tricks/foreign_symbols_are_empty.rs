//! A symbol of another interner has the empty name. A trick, or a kindness that nobody asked for: `resolve`
//! promises a panic, and a wrong name goes unnoticed.
//! Fails in: step1_symbols

use std::hash::{BuildHasher, RandomState};

use bumpalo::Bump;
use bumpalo::collections::Vec as List;
use hashbrown::HashTable;

/// An interned name. Equal names have equal symbols.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Symbol(u32);

impl Symbol {
    /// The number of names interned before this one.
    pub fn index(self) -> usize {
        self.0 as usize
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
        let symbol = Symbol(u32::try_from(names.len()).expect("a program has fewer names"));
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
        self.names.get(symbol.index()).copied().unwrap_or_default()
    }

    /// The number of different names.
    pub fn count(&self) -> usize {
        self.names.len()
    }
}
