//! The names of a program's source, each kept once and known by a small number, as compilers do it.
//!
//! Right, and wasteful: each new name is copied to the heap twice, once for the table and once for
//! the list. And who looks a name up borrows the whole interner: none can be added meanwhile.
//! All names die together. Let the arena keep one copy of each, and both sides refer to it.

use std::collections::HashMap;

use bumpalo::Bump;

/// A name that was interned. Equal names have equal symbols, so comparing them is comparing numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Symbol(u32);

/// Gives every name a symbol, and every symbol its name.
pub struct Interner {
    symbols: HashMap<String, Symbol>,
    names: Vec<String>,
}

impl Interner {
    /// An interner that knows no name yet.
    pub fn new(_arena: &Bump) -> Interner {
        Interner {
            symbols: HashMap::new(),
            names: Vec::new(),
        }
    }

    /// The symbol of this name: a new one, if the name is new.
    pub fn intern(&mut self, name: &str) -> Symbol {
        if let Some(symbol) = self.symbols.get(name) {
            return *symbol;
        }
        let symbol = Symbol(u32::try_from(self.names.len()).expect("a program has fewer names"));
        self.names.push(name.to_owned());
        self.symbols.insert(name.to_owned(), symbol);
        symbol
    }

    /// The name that this symbol was given for.
    ///
    /// # Panics
    /// When the symbol is another interner's, and this one has not come so far.
    pub fn resolve(&self, symbol: Symbol) -> &str {
        &self.names[symbol.index()]
    }

    /// How many different names there are.
    pub fn count(&self) -> usize {
        self.names.len()
    }
}

impl Symbol {
    /// How many names were there before this one.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}
