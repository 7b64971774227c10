//! A table of chains that never grows, whose entries are in the arena. Honest: a large program has long
//! chains, and still one copy of each name.

use std::hash::{BuildHasher, RandomState};

use bumpalo::Bump;
use bumpalo::collections::Vec as ArenaVec;

/// An interned name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Symbol(u32);

/// The number of chains.
const N_CHAINS: usize = 1 << 10;

/// Maps every name to a symbol, and every symbol to its name.
pub struct Interner<'a> {
    arena: &'a Bump,
    hasher: RandomState,
    chains: &'a mut [Option<&'a Entry<'a>>],
    names: ArenaVec<'a, &'a str>,
}

struct Entry<'a> {
    name: &'a str,
    symbol: Symbol,
    next: Option<&'a Entry<'a>>,
}

impl<'a> Interner<'a> {
    /// An interner without names.
    pub fn new(arena: &'a Bump) -> Interner<'a> {
        Interner {
            arena,
            hasher: RandomState::new(),
            chains: arena.alloc_slice_fill_copy(N_CHAINS, None),
            names: ArenaVec::new_in(arena),
        }
    }

    /// The symbol of this name: a new one if the name is new.
    pub fn intern(&mut self, name: &str) -> Symbol {
        let chain = &mut self.chains[self.hasher.hash_one(name) as usize % N_CHAINS];
        let mut entry = *chain;
        while let Some(known) = entry {
            if known.name == name {
                return known.symbol;
            }
            entry = known.next;
        }
        let symbol = Symbol(u32::try_from(self.names.len()).expect("a program has fewer names"));
        let name: &'a str = self.arena.alloc_str(name);
        *chain = Some(self.arena.alloc(Entry {
            name,
            symbol,
            next: *chain,
        }));
        self.names.push(name);
        symbol
    }

    /// The name of this symbol.
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
