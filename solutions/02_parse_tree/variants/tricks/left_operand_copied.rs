//! A trick, and a mistake easily made: the left operand is copied with all below it whenever it
//! gets a parent, for nodes that lie close together, so a long sum takes memory and time by the
//! square of its length.
//! Fails in: step2_budget

use std::fmt;

use bumpalo::Bump;

/// One node of a formula. `'a` is the lifetime of the arena that holds it.
///
/// Nothing in a node owns heap memory: an arena frees its chunks and runs no `Drop`, so a `String`
/// or a `Box` in here would leak.
#[derive(Debug)]
pub enum Expr<'a> {
    /// A number as written, such as `3.5`.
    Number(f64),
    /// A reference to a cell. `C7` is column 3, row 7.
    Cell {
        /// 1 for `A`, 27 for `AA`.
        column: u32,
        /// 1 for the first row.
        row: u32,
    },
    /// Minus before an operand.
    Negate(&'a Expr<'a>),
    /// Two operands and the operator between them.
    Binary {
        /// The operator.
        op: Op,
        /// The operand before the operator.
        left: &'a Expr<'a>,
        /// The operand after the operator.
        right: &'a Expr<'a>,
    },
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
/// Only the arena's lifetime is in the return type: a node copies numbers out of the source and
/// borrows nothing from it, so the source may be dropped before the tree.
pub fn parse<'a>(arena: &'a Bump, source: &str) -> Result<&'a Expr<'a>, ParseError> {
    let mut parser = Parser {
        arena,
        source,
        position: 0,
    };
    let root = parser.sum()?;
    match parser.peek() {
        None => Ok(root),
        Some(_) => Err(parser.expected("an operator or the end")),
    }
}

impl Expr<'_> {
    /// The value of the formula. `cell` gives the value of a cell by column and row.
    pub fn eval(&self, cell: &dyn Fn(u32, u32) -> f64) -> f64 {
        match self {
            Expr::Number(number) => *number,
            Expr::Cell { column, row } => cell(*column, *row),
            Expr::Negate(operand) => -operand.eval(cell),
            Expr::Binary { op, left, right } => {
                let (left, right) = (left.eval(cell), right.eval(cell));
                match op {
                    Op::Add => left + right,
                    Op::Subtract => left - right,
                    Op::Multiply => left * right,
                    Op::Divide => left / right,
                }
            }
        }
    }

    /// Calls `see` with every node: each once, and a parent before its children.
    pub fn visit(&self, see: &mut dyn FnMut(&Expr<'_>)) {
        see(self);
        match self {
            Expr::Number(_) | Expr::Cell { .. } => {}
            Expr::Negate(operand) => operand.visit(see),
            Expr::Binary { left, right, .. } => {
                left.visit(see);
                right.visit(see);
            }
        }
    }
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected {} at byte {}", self.expected, self.position)
    }
}

impl std::error::Error for ParseError {}

/// The node and all below it once more, one after the other.
fn copied<'a>(arena: &'a Bump, expr: &Expr<'_>) -> &'a Expr<'a> {
    let copy = match expr {
        Expr::Number(number) => Expr::Number(*number),
        Expr::Cell { column, row } => Expr::Cell {
            column: *column,
            row: *row,
        },
        Expr::Negate(operand) => Expr::Negate(copied(arena, operand)),
        Expr::Binary { op, left, right } => Expr::Binary {
            op: *op,
            left: copied(arena, left),
            right: copied(arena, right),
        },
    };
    arena.alloc(copy)
}

/// A position in the source. One method per line of the grammar.
///
/// Two lifetimes, not one: the source need not live as long as the tree.
struct Parser<'a, 's> {
    arena: &'a Bump,
    source: &'s str,
    position: usize,
}

impl<'a> Parser<'a, '_> {
    fn sum(&mut self) -> Result<&'a Expr<'a>, ParseError> {
        let mut left = self.product()?;
        loop {
            let op = match self.peek() {
                Some(b'+') => Op::Add,
                Some(b'-') => Op::Subtract,
                _ => return Ok(left),
            };
            self.position += 1;
            let right = self.product()?;
            // `alloc` lends `&'a mut`. `left` is a `&'a`, so the node becomes shared here, for
            // good: a node in a tree is never changed, and a shared reference can be copied.
            // Copied, so that the operands of a node are next to each other.
            left = copied(self.arena, left);
            left = self.arena.alloc(Expr::Binary { op, left, right });
        }
    }

    fn product(&mut self) -> Result<&'a Expr<'a>, ParseError> {
        let mut left = self.unary()?;
        loop {
            let op = match self.peek() {
                Some(b'*') => Op::Multiply,
                Some(b'/') => Op::Divide,
                _ => return Ok(left),
            };
            self.position += 1;
            let right = self.unary()?;
            // Copied, so that the operands of a node are next to each other.
            left = copied(self.arena, left);
            left = self.arena.alloc(Expr::Binary { op, left, right });
        }
    }

    fn unary(&mut self) -> Result<&'a Expr<'a>, ParseError> {
        if self.peek() != Some(b'-') {
            return self.atom();
        }
        self.position += 1;
        let operand = self.unary()?;
        Ok(self.arena.alloc(Expr::Negate(operand)))
    }

    fn atom(&mut self) -> Result<&'a Expr<'a>, ParseError> {
        match self.peek() {
            Some(b'(') => {
                self.position += 1;
                let inner = self.sum()?;
                if self.peek() != Some(b')') {
                    return Err(self.expected("an operator or `)`"));
                }
                self.position += 1;
                Ok(inner)
            }
            Some(b'0'..=b'9') => Ok(self.arena.alloc(Expr::Number(self.number()?))),
            Some(b'A'..=b'Z') => {
                let (column, row) = self.cell()?;
                Ok(self.arena.alloc(Expr::Cell { column, row }))
            }
            _ => Err(self.expected("a number, a cell, `-` or `(`")),
        }
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
