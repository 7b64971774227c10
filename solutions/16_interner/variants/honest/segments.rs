//! Names are in segments of the arena that never move, each twice as large as the one before, and a
//! table of our own holds only hashes and numbers: it finds a name's text through the segments.

use std::hash::{BuildHasher, RandomState};

use bumpalo::Bump;
use bumpalo::collections::Vec as ArenaVec;

/// The size of the first segment.
const FIRST: usize = 64;

/// An interned name. Equal names have equal symbols, so comparing them is comparing numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Symbol(u32);

/// A place of the table: 0, or 1 + a symbol's number; and a part of the name's hash.
#[derive(Clone, Copy)]
struct Place {
    number: u32,
    hash: u32,
}

/// Maps every name to a symbol, and every symbol to its name.
pub struct Interner<'a> {
    arena: &'a Bump,
    hasher: RandomState,
    /// Open addressing: a power of two of places, at most half of them in use.
    table: ArenaVec<'a, Place>,
    segments: ArenaVec<'a, ArenaVec<'a, &'a str>>,
    n_names: usize,
}

impl<'a> Interner<'a> {
    /// An interner without names.
    pub fn new(arena: &'a Bump) -> Self {
        Interner {
            arena,
            hasher: RandomState::new(),
            table: empty_table(arena, 2 * FIRST),
            // 2^32 names need no more segments than this.
            segments: ArenaVec::with_capacity_in(27, arena),
            n_names: 0,
        }
    }

    /// The symbol of this name: a new one if the name is new.
    pub fn intern(&mut self, name: &str) -> Symbol {
        // All the bits that a table of at most 2^33 places can use are in the lower half, or
        // nearly.
        #[allow(
            clippy::cast_possible_truncation,
            reason = "a part of the hash suffices"
        )]
        let hash = self.hasher.hash_one(name) as u32;
        let mask = self.table.len() - 1;
        let mut at = hash as usize & mask;
        while let Place { number: 1.., .. } = self.table[at] {
            let Place {
                number,
                hash: other,
            } = self.table[at];
            if other == hash && self.name(number as usize - 1) == name {
                return Symbol(number - 1);
            }
            at = (at + 1) & mask;
        }
        let number = u32::try_from(self.n_names + 1).expect("a program has fewer names");
        let (segment, offset) = place_of(self.n_names);
        if offset == 0 {
            let names = ArenaVec::with_capacity_in(FIRST << segment, self.arena);
            self.segments.push(names);
        }
        self.segments[segment].push(self.arena.alloc_str(name));
        self.n_names += 1;
        self.table[at] = Place { number, hash };
        if 2 * self.n_names > self.table.len() {
            self.grow();
        }
        Symbol(number - 1)
    }

    /// The name of this symbol.
    ///
    /// # Panics
    /// If the symbol is from another interner, and this one has fewer names.
    pub fn resolve(&self, symbol: Symbol) -> &'a str {
        self.name(symbol.index())
    }

    /// The number of different names.
    pub fn count(&self) -> usize {
        self.n_names
    }

    fn name(&self, index: usize) -> &'a str {
        let (segment, offset) = place_of(index);
        self.segments[segment][offset]
    }

    /// Moves the places into a table of twice the size. No name is hashed again.
    fn grow(&mut self) {
        let mut table = empty_table(self.arena, 2 * self.table.len());
        let mask = table.len() - 1;
        for place in self.table.iter().filter(|place| place.number > 0) {
            let mut at = place.hash as usize & mask;
            while table[at].number > 0 {
                at = (at + 1) & mask;
            }
            table[at] = *place;
        }
        self.table = table;
    }
}

fn empty_table(arena: &Bump, n_places: usize) -> ArenaVec<'_, Place> {
    let mut table = ArenaVec::with_capacity_in(n_places, arena);
    table.resize(n_places, Place { number: 0, hash: 0 });
    table
}

/// In which segment the name of a number is, and where in it.
fn place_of(index: usize) -> (usize, usize) {
    let shifted = index + FIRST;
    let segment = (shifted / FIRST).ilog2() as usize;
    (segment, shifted - (FIRST << segment))
}

impl Symbol {
    /// The number of names interned before this one.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}
