//! The chapter "Parsing into an arena": s-expressions such as
//! `(copy (from a) (to b))`, with a vector for each list and in
//! an arena.
//!
//! The tree may not outlive the arena. A function that owns the
//! arena cannot return the tree (E0515):
//!
//! ```compile_fail,E0515
//! use bumpalo::Bump;
//! use listings::parsing::good::{Sexp, read};
//!
//! // ANCHOR: returns_local
//! fn load(source: &str) -> Sexp<'_> {
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
//! assert_eq!(tree.words(), 2);
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
//!     fn pair(&mut self) -> Sexp<'_> {
//!         let (first, second) = (self.word(), self.word());
//!         Sexp::List(self.arena.alloc([first, second]))
//!     }
//!
//!     fn word(&mut self) -> Sexp<'_> {
//!         Sexp::Word(self.tokens.next().unwrap_or_default())
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
//!     fn pair(&mut self) -> Sexp<'a> {
//!         let (first, second) = (self.word(), self.word());
//!         Sexp::List(self.arena.alloc([first, second]))
//!     }
//!
//!     fn word(&mut self) -> Sexp<'a> {
//!         Sexp::Word(self.tokens.next().unwrap_or_default())
//!     }
//! }
//!
//! let arena = Bump::new();
//! let tokens = Tokens::of("a b");
//! let tree = Parser { arena: &arena, tokens }.pair();
//! assert_eq!(tree.words(), 2);
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

/// One vector for each list.
pub mod bad {
    use super::Tokens;

    // ANCHOR: bad_sexp
    /// An s-expression.
    #[derive(Debug)]
    pub enum Sexp<'a> {
        /// A word, as it is in the source.
        Word(&'a str),
        /// What is between two parentheses.
        List(Vec<Sexp<'a>>),
    }

    /// Reads the first expression of `source`.
    pub fn read(source: &str) -> Sexp<'_> {
        item(&mut Tokens::of(source))
    }

    fn item<'a>(tokens: &mut Tokens<'a>) -> Sexp<'a> {
        match tokens.next() {
            Some("(") => Sexp::List(list(tokens)),
            word => Sexp::Word(word.unwrap_or_default()),
        }
    }

    fn list<'a>(tokens: &mut Tokens<'a>) -> Vec<Sexp<'a>> {
        let mut items = Vec::new();
        while !tokens.take_close() {
            items.push(item(tokens));
        }
        items
    }

    impl Sexp<'_> {
        /// How many words it holds.
        pub fn words(&self) -> usize {
            match self {
                Sexp::Word(_) => 1,
                Sexp::List(items) => {
                    items.iter().map(Sexp::words).sum()
                }
            }
        }
    }
    // ANCHOR_END: bad_sexp
}

/// Every list in one arena.
pub mod good {
    use super::Tokens;
    use bumpalo::Bump;
    use bumpalo::collections::Vec;

    // ANCHOR: good_sexp
    /// An s-expression.
    #[derive(Debug)]
    pub enum Sexp<'a> {
        /// A word, as it is in the source.
        Word(&'a str),
        /// What is between two parentheses.
        List(&'a [Sexp<'a>]),
    }

    /// Reads the first expression of `source` into `arena`.
    pub fn read<'a>(
        arena: &'a Bump,
        source: &'a str,
    ) -> Sexp<'a> {
        item(arena, &mut Tokens::of(source))
    }

    fn item<'a>(
        arena: &'a Bump,
        tokens: &mut Tokens<'a>,
    ) -> Sexp<'a> {
        match tokens.next() {
            Some("(") => Sexp::List(list(arena, tokens)),
            word => Sexp::Word(word.unwrap_or_default()),
        }
    }

    fn list<'a>(
        arena: &'a Bump,
        tokens: &mut Tokens<'a>,
    ) -> &'a [Sexp<'a>] {
        let mut items = Vec::with_capacity_in(4, arena);
        while !tokens.take_close() {
            items.push(item(arena, tokens));
        }
        items.into_bump_slice()
    }

    impl Sexp<'_> {
        /// How many words it holds.
        pub fn words(&self) -> usize {
            match self {
                Sexp::Word(_) => 1,
                Sexp::List(items) => {
                    items.iter().map(Sexp::words).sum()
                }
            }
        }
    }
    // ANCHOR_END: good_sexp
}
