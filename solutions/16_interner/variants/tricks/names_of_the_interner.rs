//! `intern` takes `&self`, with a cell inside, and a name borrows from the interner.
//! A trick: names can be held while others are interned, but none of them outlives the interner.
//! Fails in: step4_names_stay

use std::cell::RefCell;
use std::hash::{BuildHasher, RandomState};

use bumpalo::Bump;
use bumpalo::collections::Vec as ArenaVec;
use hashbrown::HashTable;
use hashbrown::hash_table::Entry;

/// How many names there is room for at first: as many as a large program has.
///
/// A table or list that grows leaves its old memory behind in the arena, and a table hashes all its
/// names again. Room that is not used is only reserved, 0.5 MB for each interner; but for a byte of
/// each slot, which the table writes at once.
const ROOM: usize = 20_000;

/// An interned name. Equal names have equal symbols, so comparing them is comparing numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Symbol(u32);

/// Maps every name to a symbol, and every symbol to its name.
pub struct Interner<'a> {
    arena: &'a Bump,
    /// `std`'s: names may be untrusted input, and its random keys prevent chosen collisions. A
    /// faster hasher would be a gain in hashing, not in allocation.
    hasher: RandomState,
    /// `&Bump` is an allocator for hashbrown; `std`'s map takes none on stable Rust, and is the
    /// same table. A `HashMap<&'a str, Symbol, …>` works too, with 24 bytes for each name. Here it
    /// is 4: the name is in the list already.
    symbols: RefCell<HashTable<Symbol, &'a Bump>>,
    names: RefCell<ArenaVec<'a, &'a str>>,
}

impl<'a> Interner<'a> {
    /// An interner without names.
    pub fn new(arena: &'a Bump) -> Interner<'a> {
        Interner {
            arena,
            hasher: RandomState::new(),
            symbols: RefCell::new(HashTable::with_capacity_in(ROOM, arena)),
            names: RefCell::new(ArenaVec::with_capacity_in(ROOM, arena)),
        }
    }

    /// The symbol of this name: a new one if the name is new.
    pub fn intern(&self, name: &str) -> Symbol {
        let (hasher, mut names) = (&self.hasher, self.names.borrow_mut());
        let mut symbols = self.symbols.borrow_mut();
        // With the name as passed in: a known one must not be copied. A new one gets the place
        // where it was looked for, so it is hashed once.
        let entry = symbols.entry(
            hasher.hash_one(name),
            |symbol| names[symbol.index()] == name,
            |symbol| hasher.hash_one(names[symbol.index()]),
        );
        match entry {
            Entry::Occupied(known) => *known.get(),
            Entry::Vacant(place) => {
                let symbol = u32::try_from(names.len()).expect("a program has fewer names");
                names.push(self.arena.alloc_str(name));
                *place.insert(Symbol(symbol)).get()
            }
        }
    }

    /// The name of this symbol.
    ///
    /// It borrows from the arena, not from the interner: its lifetime is `'a`, not that of `&self`.
    /// So a caller may hold it while others are interned.
    ///
    /// # Panics
    /// If the symbol is from another interner, and this one has fewer names.
    pub fn resolve(&self, symbol: Symbol) -> &str {
        self.names.borrow()[symbol.index()]
    }

    /// The number of different names.
    pub fn count(&self) -> usize {
        self.names.borrow().len()
    }
}

impl Symbol {
    /// The number of names interned before this one.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}
