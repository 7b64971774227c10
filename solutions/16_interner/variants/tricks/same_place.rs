//! Everything is in the caller's arena, and a name that comes again from the same place is not
//! hashed again.
//!
//! Not right: the place, the length and both ends of a text are taken for the text, so a caller who
//! reads names into one buffer gets the symbol of the name before, if two long names differ only in
//! the middle.
//!
//! Fails in: step1_symbols

use std::hash::RandomState;

use bumpalo::Bump;
use bumpalo::collections::Vec as ArenaVec;
use hashbrown::HashMap;

/// As many bytes are compared at either end.
const END: usize = 8;

/// An interned name. Equal names have equal symbols, so comparing them is comparing numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Symbol(u32);

/// Maps every name to a symbol, and every symbol to its name.
pub struct Interner<'a> {
    arena: &'a Bump,
    symbols: HashMap<&'a str, Symbol, RandomState, &'a Bump>,
    names: ArenaVec<'a, &'a str>,
    /// Where the text of the latest name was, and its symbol.
    latest: Option<(usize, Symbol)>,
}

impl<'a> Interner<'a> {
    /// An interner without names.
    pub fn new(arena: &'a Bump) -> Self {
        Interner {
            arena,
            symbols: HashMap::with_hasher_in(RandomState::new(), arena),
            names: ArenaVec::new_in(arena),
            latest: None,
        }
    }

    /// The symbol of this name: a new one if the name is new.
    pub fn intern(&mut self, name: &str) -> Symbol {
        let place = name.as_ptr() as usize;
        if let Some((latest, symbol)) = self.latest
            && latest == place
            && is_same(name.as_bytes(), self.names[symbol.index()].as_bytes())
        {
            return symbol;
        }
        let symbol = self.look_up(name);
        self.latest = Some((place, symbol));
        symbol
    }

    fn look_up(&mut self, name: &str) -> Symbol {
        if let Some(symbol) = self.symbols.get(name) {
            return *symbol;
        }
        let symbol = Symbol(u32::try_from(self.names.len()).expect("a program has fewer names"));
        let name: &'a str = self.arena.alloc_str(name);
        self.names.push(name);
        self.symbols.insert(name, symbol);
        symbol
    }

    /// The name of this symbol.
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

/// Whether two texts at the same place are the same.
fn is_same(name: &[u8], known: &[u8]) -> bool {
    if name.len() != known.len() {
        return false;
    }
    if name.len() <= 2 * END {
        return name == known;
    }
    name[..END] == known[..END] && name[name.len() - END..] == known[known.len() - END..]
}
