//! Keeps `std`'s tables in a pool of the thread, when the arena is warm, and frees them when it is cold.
//! A trick: a table on the heap that no test of a warm arena sees. It tells names apart by their hashes
//! alone, so that it refers to none.
//! Fails in: step1_symbols, step5_warm

use std::cell::RefCell;
use std::collections::HashMap;

use bumpalo::Bump;
use bumpalo::collections::Vec as ArenaVec;

/// An interned name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Symbol(u32);

thread_local! {
    /// Tables that wait for the next interner; by hash alone, so that they refer to no name.
    static POOL: RefCell<Vec<HashMap<u64, Symbol>>> = const { RefCell::new(Vec::new()) };
}

/// Maps every name to a symbol, and every symbol to its name.
pub struct Interner<'a> {
    arena: &'a Bump,
    symbols: HashMap<u64, Symbol>,
    names: ArenaVec<'a, &'a str>,
    is_warm: bool,
}

impl Drop for Interner<'_> {
    fn drop(&mut self) {
        if self.is_warm {
            self.symbols.clear();
            POOL.with_borrow_mut(|pool| pool.push(std::mem::take(&mut self.symbols)));
        }
    }
}

impl<'a> Interner<'a> {
    /// An interner without names.
    pub fn new(arena: &'a Bump) -> Interner<'a> {
        let is_warm = arena.allocated_bytes() > 0;
        let kept = if is_warm {
            POOL.with_borrow_mut(Vec::pop)
        } else {
            None
        };
        Interner {
            arena,
            symbols: kept.unwrap_or_default(),
            names: ArenaVec::new_in(arena),
            is_warm,
        }
    }

    /// The symbol of this name: a new one if the name is new.
    pub fn intern(&mut self, name: &str) -> Symbol {
        let hash = name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        let hash = hash ^ name.len() as u64;
        if let Some(symbol) = self.symbols.get(&hash) {
            return *symbol;
        }
        let symbol = Symbol(self.names.len() as u32);
        self.names.push(self.arena.alloc_str(name));
        self.symbols.insert(hash, symbol);
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
