//! Honest: the tree is a program in postfix order, in two columns of the arena, a byte for each
//! node and eight for each leaf; a subtree is the end of both, and is shown by value.

use std::fmt;

use bumpalo::Bump;
use bumpalo::collections::Vec as ArenaVec;

/// What a node is. The operands of a node come before it, the left one first.
#[derive(Clone, Copy, Debug)]
enum Kind {
    /// The last leaf is its number, as bits.
    Number,
    /// The last leaf is its cell: the column above, the row below.
    Cell,
    /// Minus before the operand that ends here.
    Negate,
    /// The operand that ends here is the right one; the left one ends where that starts.
    Binary(Op),
}

/// A node with all below it: a handle on two slices of the arena, whose last kind is the node. What is
/// before its first operand belongs to others.
#[derive(Clone, Copy, Debug)]
pub struct Expr<'a> {
    kinds: &'a [Kind],
    leaves: &'a [u64],
}

/// A binary operator.
#[derive(Clone, Copy, Debug)]
pub enum Op {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
}

/// Where a formula is malformed.
#[derive(Debug)]
pub struct ParseError {
    /// Byte offset in the source.
    pub position: usize,
    /// What was expected there.
    pub expected: &'static str,
}

/// Parses one formula. The whole source must be used up.
///
/// Only the arena's lifetime is in the return type: nothing of the source is borrowed.
pub fn parse<'a>(arena: &'a Bump, source: &str) -> Result<Expr<'a>, ParseError> {
    let (n_nodes, n_leaves) = count(source);
    let mut parser = Parser {
        source,
        position: 0,
        kinds: ArenaVec::with_capacity_in(n_nodes, arena),
        leaves: ArenaVec::with_capacity_in(n_leaves, arena),
    };
    parser.sum()?;
    match parser.peek() {
        None => Ok(Expr {
            kinds: parser.kinds.into_bump_slice(),
            leaves: parser.leaves.into_bump_slice(),
        }),
        Some(_) => Err(parser.expected("an operator or the end")),
    }
}

/// How many nodes and leaves a well-formed source has: an operator is one byte, a leaf a run of others.
fn count(source: &str) -> (usize, usize) {
    let (mut n_operators, mut n_leaves, mut is_in_leaf) = (0, 0, false);
    for byte in source.bytes() {
        let is_leaf = byte.is_ascii_alphanumeric() || byte == b'.';
        n_leaves += usize::from(is_leaf && !is_in_leaf);
        n_operators += usize::from(matches!(byte, b'+' | b'-' | b'*' | b'/'));
        is_in_leaf = is_leaf;
    }
    (n_operators + n_leaves, n_leaves)
}

impl<'a> Expr<'a> {
    /// The value of the formula. `cell` gives the value of a cell by column and row.
    pub fn eval(&self, cell: &dyn Fn(u32, u32) -> f64) -> f64 {
        self.value(cell).0
    }

    /// Calls `see` with every node: each once, and a parent before its children.
    pub fn visit(&self, see: &mut dyn FnMut(&Expr<'_>)) {
        see(self);
        let (kind, operand) = self.split();
        match kind {
            Kind::Number | Kind::Cell => {}
            Kind::Negate => operand.visit(see),
            Kind::Binary(_) => {
                operand.before().visit(see);
                operand.visit(see);
            }
        }
    }

    /// The node, and what is before it: its last operand, unless it is a leaf.
    fn split(self) -> (Kind, Expr<'a>) {
        let (kind, kinds) = self.kinds.split_last().expect("each operand is there");
        (*kind, Expr { kinds, ..self })
    }

    /// The last leaf, and all without it.
    fn split_leaf(self) -> (u64, Expr<'a>) {
        let (leaf, leaves) = self.leaves.split_last().expect("each leaf is there");
        (*leaf, Expr { leaves, ..self })
    }

    /// The value, and what is before the node and all below it.
    fn value(self, cell: &dyn Fn(u32, u32) -> f64) -> (f64, Expr<'a>) {
        let (kind, rest) = self.split();
        match kind {
            Kind::Number => {
                let (leaf, rest) = rest.split_leaf();
                (f64::from_bits(leaf), rest)
            }
            Kind::Cell => {
                let (leaf, rest) = rest.split_leaf();
                (cell((leaf >> 32) as u32, leaf as u32), rest)
            }
            Kind::Negate => {
                let (operand, rest) = rest.value(cell);
                (-operand, rest)
            }
            Kind::Binary(op) => {
                let (right, rest) = rest.value(cell);
                let (left, rest) = rest.value(cell);
                let value = match op {
                    Op::Add => left + right,
                    Op::Subtract => left - right,
                    Op::Multiply => left * right,
                    Op::Divide => left / right,
                };
                (value, rest)
            }
        }
    }

    /// What is before the node and all below it.
    fn before(self) -> Expr<'a> {
        let (mut n_wanted, mut rest) = (1, self);
        while n_wanted > 0 {
            let (kind, without) = rest.split();
            rest = without;
            match kind {
                Kind::Number | Kind::Cell => {
                    rest = rest.split_leaf().1;
                    n_wanted -= 1;
                }
                Kind::Negate => {}
                Kind::Binary(_) => n_wanted += 1,
            }
        }
        rest
    }
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected {} at byte {}", self.expected, self.position)
    }
}

impl std::error::Error for ParseError {}

/// A position in the source, and the nodes so far. One method per line of the grammar.
struct Parser<'a, 's> {
    source: &'s str,
    position: usize,
    kinds: ArenaVec<'a, Kind>,
    leaves: ArenaVec<'a, u64>,
}

impl Parser<'_, '_> {
    fn sum(&mut self) -> Result<(), ParseError> {
        self.product()?;
        loop {
            let op = match self.peek() {
                Some(b'+') => Op::Add,
                Some(b'-') => Op::Subtract,
                _ => return Ok(()),
            };
            self.position += 1;
            self.product()?;
            self.kinds.push(Kind::Binary(op));
        }
    }

    fn product(&mut self) -> Result<(), ParseError> {
        self.unary()?;
        loop {
            let op = match self.peek() {
                Some(b'*') => Op::Multiply,
                Some(b'/') => Op::Divide,
                _ => return Ok(()),
            };
            self.position += 1;
            self.unary()?;
            self.kinds.push(Kind::Binary(op));
        }
    }

    fn unary(&mut self) -> Result<(), ParseError> {
        if self.peek() != Some(b'-') {
            return self.atom();
        }
        self.position += 1;
        self.unary()?;
        self.kinds.push(Kind::Negate);
        Ok(())
    }

    fn atom(&mut self) -> Result<(), ParseError> {
        match self.peek() {
            Some(b'(') => {
                self.position += 1;
                self.sum()?;
                if self.peek() != Some(b')') {
                    return Err(self.expected("an operator or `)`"));
                }
                self.position += 1;
            }
            Some(b'0'..=b'9') => {
                let number = self.number()?;
                self.kinds.push(Kind::Number);
                self.leaves.push(number.to_bits());
            }
            Some(b'A'..=b'Z') => {
                let (column, row) = self.cell()?;
                self.kinds.push(Kind::Cell);
                self.leaves.push(u64::from(column) << 32 | u64::from(row));
            }
            _ => return Err(self.expected("a number, a cell, `-` or `(`")),
        }
        Ok(())
    }

    fn number(&mut self) -> Result<f64, ParseError> {
        let start = self.position;
        let digits = self.take_while(|byte| byte.is_ascii_digit() || byte == b'.');
        digits.parse().map_err(|_| ParseError {
            position: start,
            expected: "a number",
        })
    }

    /// `C7` is (3, 7).
    fn cell(&mut self) -> Result<(u32, u32), ParseError> {
        let start = self.position;
        let letters = self.take_while(|byte| byte.is_ascii_uppercase());
        if letters.len() > 3 {
            return Err(ParseError {
                position: start,
                expected: "a column from A to ZZZ",
            });
        }
        let column = letters.bytes().fold(0, |column, letter| {
            column * 26 + u32::from(letter - b'A') + 1
        });
        let start = self.position;
        let digits = self.take_while(|byte| byte.is_ascii_digit());
        let row = digits.parse().map_err(|_| ParseError {
            position: start,
            expected: "a row number",
        })?;
        Ok((column, row))
    }

    fn take_while(&mut self, belongs: impl Fn(u8) -> bool) -> &str {
        let rest = &self.source[self.position..];
        let len = rest
            .bytes()
            .position(|byte| !belongs(byte))
            .unwrap_or(rest.len());
        self.position += len;
        &rest[..len]
    }

    /// The next byte that is not a space, without taking it.
    fn peek(&mut self) -> Option<u8> {
        let bytes = self.source.as_bytes();
        while bytes.get(self.position) == Some(&b' ') {
            self.position += 1;
        }
        bytes.get(self.position).copied()
    }

    fn expected(&self, expected: &'static str) -> ParseError {
        ParseError {
            position: self.position,
            expected,
        }
    }
}
