//! A table made by hand: an arena slice, open addressing, doubled at three quarters. Honest, with
//! no crate but bumpalo.

use std::hash::{BuildHasher, RandomState};

use bumpalo::Bump;
use bumpalo::collections::Vec as ArenaVec;

/// An interned name. Equal names have equal symbols, so comparing them is comparing numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Symbol(u32);

/// Maps every name to a symbol, and every symbol to its name.
pub struct Interner<'a> {
    arena: &'a Bump,
    hasher: RandomState,
    /// A power of two in number, at least a quarter of them empty.
    slots: &'a mut [Option<Symbol>],
    names: ArenaVec<'a, &'a str>,
}

impl<'a> Interner<'a> {
    /// An interner without names. It allocates with the first name.
    pub fn new(arena: &'a Bump) -> Interner<'a> {
        Interner {
            arena,
            hasher: RandomState::new(),
            slots: arena.alloc_slice_fill_copy(16, None),
            names: ArenaVec::new_in(arena),
        }
    }

    /// The symbol of this name: a new one if the name is new.
    pub fn intern(&mut self, name: &str) -> Symbol {
        let slot = self.slot_of(name);
        if let Some(symbol) = self.slots[slot] {
            return symbol;
        }
        let symbol = Symbol(u32::try_from(self.names.len()).expect("a program has fewer names"));
        self.names.push(self.arena.alloc_str(name));
        self.slots[slot] = Some(symbol);
        if 4 * self.names.len() > 3 * self.slots.len() {
            self.grow();
        }
        symbol
    }

    /// Where this name is, or would be.
    fn slot_of(&self, name: &str) -> usize {
        let mask = self.slots.len() - 1;
        let mut slot = self.hasher.hash_one(name) as usize & mask;
        while let Some(symbol) = self.slots[slot] {
            if self.resolve(symbol) == name {
                break;
            }
            slot = (slot + 1) & mask;
        }
        slot
    }

    fn grow(&mut self) {
        self.slots = self.arena.alloc_slice_fill_copy(2 * self.slots.len(), None);
        for index in 0..self.names.len() {
            let slot = self.slot_of(self.names[index]);
            self.slots[slot] = Some(Symbol(index as u32));
        }
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
