//! Copies every name into the arena before looking it up. A lazy trick: one lifetime for all, and
//! an arena that grows with each use of a name.
//! Fails in: step2_budget

use std::hash::RandomState;

use bumpalo::Bump;
use bumpalo::collections::Vec as ArenaVec;
use hashbrown::HashMap;

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
    /// An interner without names. It allocates with the first name.
    pub fn new(arena: &'a Bump) -> Interner<'a> {
        Interner {
            arena,
            symbols: HashMap::with_hasher_in(RandomState::new(), arena),
            names: ArenaVec::new_in(arena),
        }
    }

    /// The symbol of this name: a new one if the name is new.
    pub fn intern(&mut self, name: &str) -> Symbol {
        let name: &'a str = self.arena.alloc_str(name);
        if let Some(symbol) = self.symbols.get(name) {
            return *symbol;
        }
        let symbol = Symbol(u32::try_from(self.names.len()).expect("a program has fewer names"));
        self.names.push(name);
        self.symbols.insert(name, symbol);
        symbol
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
