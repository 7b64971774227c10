//! The names of a program's source, each kept once and known by a small number, as compilers do it.
//!
//! The arena holds one copy of each name. The table and the list both refer to it, and lie in the
//! arena too. So an interner needs the heap for the arena's chunks alone, and is gone with a reset.

use std::hash::RandomState;

use bumpalo::Bump;
use bumpalo::collections::Vec as ArenaVec;
use hashbrown::HashMap;

/// A name that was interned. Equal names have equal symbols, so comparing them is comparing numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Symbol(u32);

/// Gives every name a symbol, and every symbol its name.
pub struct Interner<'a> {
    arena: &'a Bump,
    /// `&Bump` is an allocator for hashbrown; `std`'s map takes none on stable Rust, and is the
    /// same table. The hasher is `std`'s too: names may come from a stranger, and its random keys
    /// keep him from choosing names that collide. A faster one would gain more than the arena does,
    /// which is a gain of hashing and not of allocating.
    symbols: HashMap<&'a str, Symbol, RandomState, &'a Bump>,
    names: ArenaVec<'a, &'a str>,
}

impl<'a> Interner<'a> {
    /// An interner that knows no name yet. It takes memory with the first name.
    pub fn new(arena: &'a Bump) -> Interner<'a> {
        Interner {
            arena,
            // Both grow by doubling, and leave their old places behind in the arena: at most as
            // much again as they end up with. Who knows the number of names can save that by
            // `with_capacity_and_hasher_in` and `with_capacity_in`.
            symbols: HashMap::with_hasher_in(RandomState::new(), arena),
            names: ArenaVec::new_in(arena),
        }
    }

    /// The symbol of this name: a new one, if the name is new.
    pub fn intern(&mut self, name: &str) -> Symbol {
        // With the name as given: a known one must not be copied.
        if let Some(symbol) = self.symbols.get(name) {
            return *symbol;
        }
        let symbol = Symbol(u32::try_from(self.names.len()).expect("a program has fewer names"));
        // `alloc_str` lends a `&mut str`. As a `&'a str` it can be copied: the text is there once,
        // and two places refer to it.
        let name: &'a str = self.arena.alloc_str(name);
        self.names.push(name);
        self.symbols.insert(name, symbol);
        symbol
    }

    /// The name that this symbol was given for.
    ///
    /// It is a piece of the arena, not of the interner: `'a`, and not the life of `&self`. So a
    /// caller may hold it while others are interned.
    ///
    /// # Panics
    /// When the symbol is another interner's, and this one has not come so far.
    pub fn resolve(&self, symbol: Symbol) -> &'a str {
        self.names[symbol.index()]
    }

    /// How many different names there are.
    pub fn count(&self) -> usize {
        self.names.len()
    }
}

impl Symbol {
    /// How many names were there before this one.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}
