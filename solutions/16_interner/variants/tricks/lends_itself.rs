//! The solution, but `resolve` lends a piece of `&self`. Not far off: the text is in the arena, but
//! the signature does not say so, so no name can be held while another is interned.
//! Fails in: step4_names_stay

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
        // With the name as passed in: a known one must not be copied.
        if let Some(symbol) = self.symbols.get(name) {
            return *symbol;
        }
        let symbol = Symbol(u32::try_from(self.names.len()).expect("a program has fewer names"));
        // `alloc_str` lends a `&mut str`. As a `&'a str` it can be copied: the text exists once,
        // and two places refer to it.
        let name: &'a str = self.arena.alloc_str(name);
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
    pub fn resolve(&self, symbol: Symbol) -> &str {
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
