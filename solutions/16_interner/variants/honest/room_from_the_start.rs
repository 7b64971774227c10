//! Reserves capacity for several thousand names from the start, in the table and in the list.
//!
//! Honest: a program that reads whole sources may guess that number, and leaves no old tables
//! behind.

use std::hash::RandomState;

use bumpalo::{Bump, collections::Vec as ArenaVec};
use hashbrown::HashMap;

/// As many names as most sources have.
const ROOM: usize = 4_000;

/// An interned name. Equal names have equal symbols, so comparing them is comparing numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Symbol(u32);

/// Maps every name to a symbol, and every symbol to its name.
pub struct Interner<'a> {
    arena: &'a Bump,
    symbols: HashMap<&'a str, Symbol, RandomState, &'a Bump>,
    names: ArenaVec<'a, &'a str>,
}

impl<'a> Interner<'a> {
    /// An interner without names.
    pub fn new(arena: &'a Bump) -> Interner<'a> {
        Interner {
            arena,
            symbols: HashMap::with_capacity_and_hasher_in(ROOM, RandomState::new(), arena),
            names: ArenaVec::with_capacity_in(ROOM, arena),
        }
    }

    /// The symbol of this name: a new one if the name is new.
    pub fn intern(&mut self, name: &str) -> Symbol {
        if let Some(symbol) = self.symbols.get(name) {
            return *symbol;
        }
        let symbol = Symbol(u32::try_from(self.names.len()).expect("a program has fewer names"));
        let name = self.arena.alloc_str(name);
        self.names.push(name);
        self.symbols.insert(name, symbol);
        symbol
    }

    /// The name of this symbol.
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
