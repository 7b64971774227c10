//! Bad tuned without an arena: all names in one text that grows, one after the other; a table of symbols alone, which finds
//! their names in that text, and hashes each use once; room for a large program from the start. Nothing is stored twice,
//! and three blocks hold it all. The hasher is Bad's: another one would be a gain of its own. A resolved name still borrows
//! the whole interner.

use std::hash::{BuildHasher, RandomState};

use bumpalo::Bump;
use hashbrown::HashTable;
use hashbrown::hash_table::Entry;

/// How many names there is room for at first: as many as a large program has.
const ROOM: usize = 20_000;

/// An interned name. Equal names have equal symbols, so comparing them is comparing numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Symbol(u32);

/// Maps every name to a symbol, and every symbol to its name.
pub struct Interner {
    hasher: RandomState,
    symbols: HashTable<Symbol>,
    names: Names,
}

/// Names by their numbers.
struct Names {
    text: String,
    /// Where the names end. Each starts where the one before it ends.
    ends: Vec<usize>,
}

impl Interner {
    /// An interner without names.
    pub fn new(_arena: &Bump) -> Interner {
        Interner {
            hasher: RandomState::new(),
            symbols: HashTable::with_capacity(ROOM),
            names: Names {
                text: String::with_capacity(ROOM * 16),
                ends: Vec::with_capacity(ROOM),
            },
        }
    }

    /// The symbol of this name: a new one if the name is new.
    pub fn intern(&mut self, name: &str) -> Symbol {
        let (hasher, names) = (&self.hasher, &mut self.names);
        let entry = self.symbols.entry(
            hasher.hash_one(name),
            |symbol| names.get(*symbol) == name,
            |symbol| hasher.hash_one(names.get(*symbol)),
        );
        match entry {
            Entry::Occupied(known) => *known.get(),
            Entry::Vacant(place) => *place.insert(names.push(name)).get(),
        }
    }

    /// The name of this symbol.
    ///
    /// # Panics If the symbol is from another interner, and this one has fewer names.
    pub fn resolve(&self, symbol: Symbol) -> &str {
        self.names.get(symbol)
    }

    /// The number of different names.
    pub fn count(&self) -> usize {
        self.names.ends.len()
    }
}

impl Names {
    fn push(&mut self, name: &str) -> Symbol {
        let symbol = Symbol(u32::try_from(self.ends.len()).expect("a program has fewer names"));
        self.text.push_str(name);
        self.ends.push(self.text.len());
        symbol
    }

    fn get(&self, symbol: Symbol) -> &str {
        let start = match symbol.index() {
            0 => 0,
            index => self.ends[index - 1],
        };
        &self.text[start..self.ends[symbol.index()]]
    }
}

impl Symbol {
    /// The number of names interned before this one.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}
