//! Names and their list in the arena, the table in a static: the slots of one interner at a time. A
//! trick: neither heap nor arena grows by it, but it takes 512 kB for as long as the program runs,
//! and two interners that take turns forget each other's names' places.
//! Fails in: step5_warm

use std::hash::{BuildHasher, RandomState};
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use bumpalo::Bump;
use bumpalo::collections::Vec as ArenaVec;

const SLOTS: usize = 1 << 16;

/// In each slot the number of an interner, and in its lower half that of one of its names.
static TABLE: [AtomicU64; SLOTS] = [const { AtomicU64::new(0) }; SLOTS];
static INTERNERS: AtomicU64 = AtomicU64::new(1);

/// An interned name. Equal names have equal symbols, so comparing them is comparing numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Symbol(u32);

/// Maps every name to a symbol, and every symbol to its name.
pub struct Interner<'a> {
    arena: &'a Bump,
    number: u64,
    hasher: RandomState,
    names: ArenaVec<'a, &'a str>,
}

impl<'a> Interner<'a> {
    /// An interner without names.
    pub fn new(arena: &'a Bump) -> Interner<'a> {
        Interner {
            arena,
            number: INTERNERS.fetch_add(1, Relaxed),
            hasher: RandomState::new(),
            names: ArenaVec::with_capacity_in(20_000, arena),
        }
    }

    /// The symbol of this name: a new one if the name is new.
    pub fn intern(&mut self, name: &str) -> Symbol {
        let mut slot = self.hasher.hash_one(name) as usize % SLOTS;
        loop {
            let taken = TABLE[slot].load(Relaxed);
            if taken >> 32 != self.number {
                break;
            }
            let symbol = Symbol(taken as u32);
            if self.resolve(symbol) == name {
                return symbol;
            }
            slot = (slot + 1) % SLOTS;
        }
        let symbol = Symbol(self.names.len() as u32);
        self.names.push(self.arena.alloc_str(name));
        TABLE[slot].store(self.number << 32 | u64::from(symbol.0), Relaxed);
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
