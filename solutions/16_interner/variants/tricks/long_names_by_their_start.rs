//! Keys the table by the first 64 bytes of a name and its length. A mistake that seems to be a saving:
//! generated names are long, and differ in the middle.
//! Fails in: step1_symbols

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
    /// `&Bump` is an allocator for hashbrown; `std`'s map takes none on stable Rust, and is the
    /// same table. The hasher is `std`'s too: names may be untrusted input, and its random keys
    /// prevent chosen collisions. A faster hasher would gain more than the arena does, but that is
    /// a gain in hashing, not in allocation.
    symbols: HashMap<(&'a [u8], usize), Symbol, RandomState, &'a Bump>,
    names: ArenaVec<'a, &'a str>,
}

impl<'a> Interner<'a> {
    /// An interner without names. It allocates with the first name.
    pub fn new(arena: &'a Bump) -> Interner<'a> {
        Interner {
            arena,
            // Both grow by doubling, and leave their old memory behind in the arena: at most as
            // much again as their final size. If the number of names is known,
            // `with_capacity_and_hasher_in` and `with_capacity_in` avoid that.
            symbols: HashMap::with_hasher_in(RandomState::new(), arena),
            names: ArenaVec::new_in(arena),
        }
    }

    /// The symbol of this name: a new one if the name is new.
    pub fn intern(&mut self, name: &str) -> Symbol {
        // With the name as passed in: a known one must not be copied.
        if let Some(symbol) = self.symbols.get(&(start(name), name.len())) {
            return *symbol;
        }
        let symbol = Symbol(u32::try_from(self.names.len()).expect("a program has fewer names"));
        // `alloc_str` lends a `&mut str`. As a `&'a str` it can be copied: the text exists once,
        // and two places refer to it.
        let name: &'a str = self.arena.alloc_str(name);
        self.names.push(name);
        self.symbols.insert((start(name), name.len()), symbol);
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

/// As much of a name as is worth hashing.
fn start(name: &str) -> &[u8] {
    &name.as_bytes()[..name.len().min(64)]
}

impl Symbol {
    /// The number of names interned before this one.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}
