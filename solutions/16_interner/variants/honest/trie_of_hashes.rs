//! A trie over the bits of the hash, whose nodes are linked by cells, and symbols in blocks that
//! double: nothing is ever outgrown.

use std::cell::Cell;
use std::hash::{BuildHasher, RandomState};

use bumpalo::Bump;

/// An interned name. Equal names have equal symbols, so comparing them is comparing numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Symbol(u32);

/// A name, and all names whose hashes begin like its own.
struct Node<'a> {
    name: &'a str,
    symbol: Symbol,
    children: [Link<'a>; 4],
}

type Link<'a> = Cell<Option<&'a Node<'a>>>;

/// The first block has as many places; the next one twice as many, and so on.
const FIRST: usize = 64;
/// With so many blocks there are places for more than 2^32 symbols.
const N_BLOCKS: usize = 27;

/// Maps every name to a symbol, and every symbol to its name.
pub struct Interner<'a> {
    arena: &'a Bump,
    hasher: RandomState,
    root: Link<'a>,
    blocks: [&'a [Cell<&'a str>]; N_BLOCKS],
    count: usize,
}

impl<'a> Interner<'a> {
    /// An interner without names.
    pub fn new(arena: &'a Bump) -> Interner<'a> {
        Interner {
            arena,
            hasher: RandomState::new(),
            root: Cell::new(None),
            blocks: [&[]; N_BLOCKS],
            count: 0,
        }
    }

    /// The symbol of this name: a new one if the name is new.
    pub fn intern(&mut self, name: &str) -> Symbol {
        let mut hash = self.hasher.hash_one(name);
        let mut link = &self.root;
        // Two names of the same hash end up below each other, first children all of them.
        while let Some(node) = link.get() {
            if node.name == name {
                return node.symbol;
            }
            link = &node.children[(hash >> 62) as usize];
            hash <<= 2;
        }
        let symbol = Symbol(u32::try_from(self.count).expect("a program has fewer names"));
        let name: &'a str = self.arena.alloc_str(name);
        link.set(Some(self.arena.alloc(Node {
            name,
            symbol,
            children: Default::default(),
        })));
        let (block, place) = place_of(self.count);
        if place == 0 {
            self.blocks[block] = self
                .arena
                .alloc_slice_fill_with(FIRST << block, |_| Cell::new(""));
        }
        self.blocks[block][place].set(name);
        self.count += 1;
        symbol
    }

    /// The name of this symbol.
    ///
    /// # Panics
    /// If the symbol is from another interner, and this one has fewer names.
    pub fn resolve(&self, symbol: Symbol) -> &'a str {
        assert!(symbol.index() < self.count, "a symbol of this interner");
        let (block, place) = place_of(symbol.index());
        self.blocks[block][place].get()
    }

    /// The number of different names.
    pub fn count(&self) -> usize {
        self.count
    }
}

/// The block of a symbol, and its place there.
fn place_of(index: usize) -> (usize, usize) {
    let block = (index / FIRST + 1).ilog2() as usize;
    (block, index - FIRST * ((1 << block) - 1))
}

impl Symbol {
    /// The number of names interned before this one.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}
