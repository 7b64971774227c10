//! Honest: no table that is ever outgrown, but a trie of hashes in the arena, whose nodes hold one
//! copy of each name and compare whole texts; only the list of names grows.

use std::cell::Cell;
use std::hash::{BuildHasher, RandomState};

use bumpalo::Bump;
use bumpalo::collections::Vec as ArenaVec;

/// An interned name. Equal names have equal symbols, so comparing them is comparing numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Symbol(u32);

/// A name, and four places for others whose hashes start alike.
struct Node<'a> {
    name: &'a str,
    symbol: Symbol,
    below: [Place<'a>; 4],
}

/// Where a node is, or would be.
type Place<'a> = Cell<Option<&'a Node<'a>>>;

/// Maps every name to a symbol, and every symbol to its name.
pub struct Interner<'a> {
    arena: &'a Bump,
    hasher: RandomState,
    root: Place<'a>,
    names: ArenaVec<'a, &'a str>,
}

impl<'a> Interner<'a> {
    /// An interner without names. It allocates with the first name.
    pub fn new(arena: &'a Bump) -> Interner<'a> {
        Interner {
            arena,
            hasher: RandomState::new(),
            root: Cell::new(None),
            names: ArenaVec::new_in(arena),
        }
    }

    /// The symbol of this name: a new one if the name is new.
    pub fn intern(&mut self, name: &str) -> Symbol {
        // Two bits of the hash at each level. When none are left, the nodes are a chain.
        let mut hash = self.hasher.hash_one(name);
        let mut place = &self.root;
        while let Some(node) = place.get() {
            // Hashes only lead the way: names are the same if their texts are.
            if node.name == name {
                return node.symbol;
            }
            place = &node.below[(hash & 3) as usize];
            hash >>= 2;
        }
        let symbol = Symbol(u32::try_from(self.names.len()).expect("a program has fewer names"));
        let name: &'a str = self.arena.alloc_str(name);
        let node: &'a Node<'a> = self.arena.alloc(Node {
            name,
            symbol,
            below: Default::default(),
        });
        place.set(Some(node));
        self.names.push(name);
        symbol
    }

    /// The name of this symbol. It borrows from the arena, and not from the interner.
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
