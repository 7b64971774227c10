//! A table by hand: open addressing in a slice of the arena, with `u32` places into one list of
//! names and their hashes.

use std::hash::{BuildHasher, RandomState};

use bumpalo::Bump;
use bumpalo::collections::Vec as ArenaVec;

/// The number of slots of the first table. Always a power of two.
const FIRST: usize = 16;

/// A slot that nothing is in.
const FREE: u32 = u32::MAX;

/// An interned name. Equal names have equal symbols, so comparing them is comparing numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Symbol(u32);

/// Maps every name to a symbol, and every symbol to its name.
pub struct Interner<'a> {
    arena: &'a Bump,
    /// With random keys: names may come from a stranger.
    hasher: RandomState,
    /// Places in `names`, each at its hash or in one of the slots after it. At most half are taken.
    slots: &'a mut [u32],
    /// Each name with its hash, so that a larger table need not hash anything again.
    names: ArenaVec<'a, (u64, &'a str)>,
}

impl<'a> Interner<'a> {
    /// An interner without names. It takes memory with the first.
    pub fn new(arena: &'a Bump) -> Interner<'a> {
        Interner {
            arena,
            hasher: RandomState::new(),
            slots: &mut [],
            names: ArenaVec::new_in(arena),
        }
    }

    /// The symbol of this name: a new one if the name is new.
    pub fn intern(&mut self, name: &str) -> Symbol {
        let hash = self.hasher.hash_one(name);
        if !self.slots.is_empty() {
            let place = self.slots[self.find(hash, name)];
            if place != FREE {
                return Symbol(place);
            }
        }
        if (self.names.len() + 1) * 2 > self.slots.len() {
            self.grow();
        }
        let slot = self.find(hash, name);
        let place = u32::try_from(self.names.len()).ok();
        let place = place.filter(|place| *place != FREE);
        let place = place.expect("a program has fewer names");
        self.names.push((hash, self.arena.alloc_str(name)));
        self.slots[slot] = place;
        Symbol(place)
    }

    /// The name of this symbol. It is borrowed from the arena, and not from the interner.
    ///
    /// # Panics
    /// If the symbol is from another interner, and this one has fewer names.
    pub fn resolve(&self, symbol: Symbol) -> &'a str {
        self.names[symbol.index()].1
    }

    /// The number of different names.
    pub fn count(&self) -> usize {
        self.names.len()
    }

    /// The slot that this name is in, or the free one that it would get.
    fn find(&self, hash: u64, name: &str) -> usize {
        let mut slot = self.first_slot(hash);
        loop {
            match self.slots[slot] {
                FREE => return slot,
                place if self.names[place as usize] == (hash, name) => return slot,
                _ => slot = (slot + 1) & (self.slots.len() - 1),
            }
        }
    }

    fn first_slot(&self, hash: u64) -> usize {
        hash as usize & (self.slots.len() - 1)
    }

    /// A table of twice the size. The old one stays behind in the arena.
    fn grow(&mut self) {
        let n_slots = (self.slots.len() * 2).max(FIRST);
        self.slots = self.arena.alloc_slice_fill_copy(n_slots, FREE);
        for place in 0..self.names.len() {
            let mut slot = self.first_slot(self.names[place].0);
            while self.slots[slot] != FREE {
                slot = (slot + 1) & (n_slots - 1);
            }
            self.slots[slot] = place as u32;
        }
    }
}

impl Symbol {
    /// The number of names interned before this one.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}
