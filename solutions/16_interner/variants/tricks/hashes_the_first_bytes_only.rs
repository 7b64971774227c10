//! The hash of a name is that of its length and its first sixteen bytes: long names cost no more
//! than short ones.
//! A trick: answers are right, but names that begin alike (`organisation::module::…`) all collide,
//! so n of them take n² comparisons; the random keys of the hasher do not help.
//! Fails in: optimised

use std::hash::{BuildHasher, RandomState};

use bumpalo::Bump;
use bumpalo::collections::Vec as ArenaVec;
use hashbrown::HashTable;

/// As many bytes of a name tell it from most others.
const TELLING: usize = 16;

/// An interned name. Equal names have equal symbols, so comparing them is comparing numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Symbol(u32);

/// Maps every name to a symbol, and every symbol to its name.
pub struct Interner<'a> {
    arena: &'a Bump,
    hasher: RandomState,
    /// A name, and its place in `names`.
    table: HashTable<(&'a str, Symbol), &'a Bump>,
    names: ArenaVec<'a, &'a str>,
}

impl<'a> Interner<'a> {
    /// An interner without names.
    pub fn new(arena: &'a Bump) -> Interner<'a> {
        Interner {
            arena,
            hasher: RandomState::new(),
            table: HashTable::new_in(arena),
            names: ArenaVec::new_in(arena),
        }
    }

    /// The symbol of this name: a new one if the name is new.
    pub fn intern(&mut self, name: &str) -> Symbol {
        let hash = hash(&self.hasher, name);
        if let Some((_, symbol)) = self.table.find(hash, |(known, _)| *known == name) {
            return *symbol;
        }
        let symbol = Symbol(u32::try_from(self.names.len()).expect("a program has fewer names"));
        let name: &'a str = self.arena.alloc_str(name);
        self.names.push(name);
        let hasher = &self.hasher;
        self.table
            .insert_unique(hash, (name, symbol), |(name, _)| self::hash(hasher, name));
        symbol
    }

    /// The name of this symbol. It is borrowed from the arena, and not from the interner.
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

/// Names that are the same have the same hash; the table compares them anyway.
fn hash(hasher: &RandomState, name: &str) -> u64 {
    let bytes = name.as_bytes();
    hasher.hash_one((bytes.len(), &bytes[..bytes.len().min(TELLING)]))
}
