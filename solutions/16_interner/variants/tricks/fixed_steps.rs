//! Text, table and list are in the caller's arena, and the list makes room for a thousand names
//! more whenever it is full.
//!
//! Not right: an arena keeps each outgrown list, and with steps of a fixed size their sum grows
//! with the square of the names: 10 000 names leave little behind, 500 000 leave two gigabytes.
//!
//! Fails in: step1_symbols

use std::hash::RandomState;

use bumpalo::Bump;
use bumpalo::collections::Vec as ArenaVec;
use hashbrown::HashMap;

/// By how many names the list grows.
const STEP: usize = 1_000;

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
    pub fn new(arena: &'a Bump) -> Self {
        Interner {
            arena,
            symbols: HashMap::with_hasher_in(RandomState::new(), arena),
            names: ArenaVec::new_in(arena),
        }
    }

    /// The symbol of this name: a new one if the name is new.
    pub fn intern(&mut self, name: &str) -> Symbol {
        if let Some(symbol) = self.symbols.get(name) {
            return *symbol;
        }
        let symbol = Symbol(u32::try_from(self.names.len()).expect("a program has fewer names"));
        let name: &'a str = self.arena.alloc_str(name);
        if self.names.len() == self.names.capacity() {
            // Doubling would leave up to half of the list unused for good.
            self.names.reserve_exact(STEP);
        }
        self.names.push(name);
        self.symbols.insert(name, symbol);
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

impl Symbol {
    /// The number of names interned before this one.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}
