//! The chapter "Parsing into an arena": s-expressions such as
//! `(copy (from a) (to b))`, as boxes and in an arena.
//!
//! The tree may not outlive the arena. A function that owns the
//! arena cannot return the tree (E0515):
//!
//! ```compile_fail,E0515
//! use bumpalo::Bump;
//! use listings::parsing::good::{Sexp, read};
//!
//! // ANCHOR: returns_local
//! fn load(source: &str) -> &Sexp<'_> {
//!     let arena = Bump::new();
//!     read(&arena, source)
//! }
//! // ANCHOR_END: returns_local
//! ```
//!
//! Nor may anyone drop the arena while the tree is in use
//! (E0505):
//!
//! ```compile_fail,E0505
//! use bumpalo::Bump;
//! use listings::parsing::good::read;
//!
//! let arena = Bump::new();
//! let tree = read(&arena, "(a b)");
//! drop(arena);
//! assert_eq!(tree.atoms(), 2);
//! ```
//!
//! `alloc` returns `&mut T`, and a vector remembers that (E0308):
//!
//! ```compile_fail,E0308
//! use bumpalo::Bump;
//!
//! // ANCHOR: vector_of_mut
//! fn squares(arena: &Bump) -> Vec<&u32> {
//!     let mut squares = Vec::new();
//!     for n in 0..10 {
//!         squares.push(arena.alloc(n * n));
//!     }
//!     squares
//! }
//! // ANCHOR_END: vector_of_mut
//! ```
//!
//! A method whose result names no lifetime borrows the parser, and
//! not the arena (E0499):
//!
//! ```compile_fail,E0499
//! use bumpalo::Bump;
//! use listings::parsing::Tokens;
//! use listings::parsing::good::Sexp;
//!
//! // ANCHOR: borrows_parser
//! struct Parser<'a> {
//!     arena: &'a Bump,
//!     tokens: Tokens<'a>,
//! }
//!
//! impl Parser<'_> {
//!     fn pair(&mut self) -> &Sexp<'_> {
//!         let head = self.atom();
//!         let tail = self.atom();
//!         self.arena.alloc(Sexp::Pair(head, tail))
//!     }
//!
//!     fn atom(&mut self) -> &Sexp<'_> {
//!         match self.tokens.next() {
//!             Some(word) => self.arena.alloc(Sexp::Atom(word)),
//!             None => self.arena.alloc(Sexp::Nil),
//!         }
//!     }
//! }
//! // ANCHOR_END: borrows_parser
//! ```
//!
//! With the arena's lifetime in the result it compiles:
//!
//! ```
//! use bumpalo::Bump;
//! use listings::parsing::Tokens;
//! use listings::parsing::good::Sexp;
//!
//! struct Parser<'a> {
//!     arena: &'a Bump,
//!     tokens: Tokens<'a>,
//! }
//!
//! impl<'a> Parser<'a> {
//!     fn pair(&mut self) -> &'a Sexp<'a> {
//!         let head = self.atom();
//!         let tail = self.atom();
//!         self.arena.alloc(Sexp::Pair(head, tail))
//!     }
//!
//!     fn atom(&mut self) -> &'a Sexp<'a> {
//!         match self.tokens.next() {
//!             Some(word) => self.arena.alloc(Sexp::Atom(word)),
//!             None => self.arena.alloc(Sexp::Nil),
//!         }
//!     }
//! }
//!
//! let arena = Bump::new();
//! let tokens = Tokens::of("a b");
//! let tree = Parser { arena: &arena, tokens }.pair();
//! assert_eq!(tree.atoms(), 2);
//! ```
//!
//! An arena that is borrowed exclusively serves one node at a
//! time (E0499):
//!
//! ```compile_fail,E0499
//! use bumpalo::Bump;
//!
//! // ANCHOR: exclusive
//! struct Builder<'a> {
//!     arena: &'a mut Bump,
//! }
//!
//! impl Builder<'_> {
//!     fn number(&mut self, n: u32) -> &u32 {
//!         self.arena.alloc(n)
//!     }
//! }
//!
//! fn sum(mut builder: Builder<'_>) -> u32 {
//!     let one = builder.number(1);
//!     let two = builder.number(2);
//!     one + two
//! }
//! // ANCHOR_END: exclusive
//! ```

/// The words and parentheses of a source text, one at a time.
#[derive(Clone)]
pub struct Tokens<'s> {
    rest: &'s str,
}

impl<'s> Tokens<'s> {
    /// The tokens of `source`.
    pub fn of(source: &'s str) -> Self {
        Self { rest: source }
    }

    /// Takes a closing parenthesis, or the end of the text, if
    /// that is what comes next.
    pub fn take_close(&mut self) -> bool {
        let mut ahead = self.clone();
        let closes = matches!(ahead.next(), None | Some(")"));
        if closes {
            *self = ahead;
        }
        closes
    }
}

impl<'s> Iterator for Tokens<'s> {
    type Item = &'s str;

    fn next(&mut self) -> Option<&'s str> {
        let rest = self.rest.trim_start();
        let ends =
            |c: char| c.is_whitespace() || "()".contains(c);
        let end = match rest.chars().next()? {
            '(' | ')' => 1,
            _ => rest.find(ends).unwrap_or(rest.len()),
        };
        let (token, rest) = rest.split_at(end);
        self.rest = rest;
        Some(token)
    }
}

/// One box for each node.
pub mod bad {
    use super::Tokens;

    // ANCHOR: bad_sexp
    /// An s-expression.
    #[derive(Debug)]
    pub enum Sexp<'a> {
        /// The end of a list.
        Nil,
        /// A word.
        Atom(&'a str),
        /// The head of a list, and the rest of it.
        Pair(Box<Sexp<'a>>, Box<Sexp<'a>>),
    }

    /// Reads the first expression of `source`.
    pub fn read(source: &str) -> Box<Sexp<'_>> {
        item(&mut Tokens::of(source))
    }

    fn item<'a>(tokens: &mut Tokens<'a>) -> Box<Sexp<'a>> {
        match tokens.next() {
            Some("(") => list(tokens),
            Some(atom) => Box::new(Sexp::Atom(atom)),
            None => Box::new(Sexp::Nil),
        }
    }

    fn list<'a>(tokens: &mut Tokens<'a>) -> Box<Sexp<'a>> {
        if tokens.take_close() {
            return Box::new(Sexp::Nil);
        }
        let head = item(tokens);
        let tail = list(tokens);
        Box::new(Sexp::Pair(head, tail))
    }

    impl Sexp<'_> {
        /// How many words it holds.
        pub fn atoms(&self) -> usize {
            match self {
                Sexp::Nil => 0,
                Sexp::Atom(_) => 1,
                Sexp::Pair(head, tail) => {
                    head.atoms() + tail.atoms()
                }
            }
        }
    }
    // ANCHOR_END: bad_sexp
}

/// Every node in one arena.
pub mod good {
    use super::Tokens;
    use bumpalo::Bump;

    // ANCHOR: good_sexp
    /// An s-expression.
    #[derive(Debug)]
    pub enum Sexp<'a> {
        /// The end of a list.
        Nil,
        /// A word.
        Atom(&'a str),
        /// The head of a list, and the rest of it.
        Pair(&'a Sexp<'a>, &'a Sexp<'a>),
    }

    /// Reads the first expression of `source` into `arena`.
    pub fn read<'a>(
        arena: &'a Bump,
        source: &'a str,
    ) -> &'a Sexp<'a> {
        item(arena, &mut Tokens::of(source))
    }

    fn item<'a>(
        arena: &'a Bump,
        tokens: &mut Tokens<'a>,
    ) -> &'a Sexp<'a> {
        match tokens.next() {
            Some("(") => list(arena, tokens),
            Some(atom) => arena.alloc(Sexp::Atom(atom)),
            None => arena.alloc(Sexp::Nil),
        }
    }

    fn list<'a>(
        arena: &'a Bump,
        tokens: &mut Tokens<'a>,
    ) -> &'a Sexp<'a> {
        if tokens.take_close() {
            return arena.alloc(Sexp::Nil);
        }
        let head = item(arena, tokens);
        let tail = list(arena, tokens);
        arena.alloc(Sexp::Pair(head, tail))
    }

    impl Sexp<'_> {
        /// How many words it holds.
        pub fn atoms(&self) -> usize {
            match self {
                Sexp::Nil => 0,
                Sexp::Atom(_) => 1,
                Sexp::Pair(head, tail) => {
                    head.atoms() + tail.atoms()
                }
            }
        }
    }
    // ANCHOR_END: good_sexp
}
