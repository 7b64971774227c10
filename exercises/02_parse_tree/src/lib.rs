//! Spreadsheet formulas such as `(B2 + 3.5) * -C7 / 100`, parsed into a tree.
//!
//! Correct, but wasteful: every node is a `Box`, so every node is one call to the heap now and one
//! more when the tree is dropped. All nodes of a tree are born together and die together.
//! Let them live in the caller's arena.
//!
//! ```text
//! sum     = product (("+" | "-") product)*
//! product = unary (("*" | "/") unary)*
//! unary   = "-" unary | atom
//! atom    = number | cell | "(" sum ")"
//! ```
//!
//! Yours to change: everything below, types and signatures as well. The tests use `parse` with an
//! arena and a text, `eval` and `visit` of what it returns, `eval` of each node that `visit` shows,
//! and the `position` of an error. All of `src/` is yours, so you may add files.

use std::fmt;

use bumpalo::Bump;

/// One node of a formula.
#[derive(Debug)]
pub enum Expr {
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
    Negate(Box<Expr>),
    /// Two operands and the operator between them.
    Binary {
        /// The operator.
        op: Op,
        /// The operand before the operator.
        left: Box<Expr>,
        /// The operand after the operator.
        right: Box<Expr>,
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
pub fn parse(_arena: &Bump, source: &str) -> Result<Box<Expr>, ParseError> {
    let mut parser = Parser {
        source,
        position: 0,
    };
    let root = parser.sum()?;
    match parser.peek() {
        None => Ok(root),
        Some(_) => Err(parser.expected("an operator or the end")),
    }
}

impl Expr {
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
    pub fn visit(&self, see: &mut dyn FnMut(&Expr)) {
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

/// A position in the source. One method per line of the grammar.
struct Parser<'s> {
    source: &'s str,
    position: usize,
}

impl Parser<'_> {
    fn sum(&mut self) -> Result<Box<Expr>, ParseError> {
        let mut left = self.product()?;
        loop {
            let op = match self.peek() {
                Some(b'+') => Op::Add,
                Some(b'-') => Op::Subtract,
                _ => return Ok(left),
            };
            self.position += 1;
            let right = self.product()?;
            left = Box::new(Expr::Binary { op, left, right });
        }
    }

    fn product(&mut self) -> Result<Box<Expr>, ParseError> {
        let mut left = self.unary()?;
        loop {
            let op = match self.peek() {
                Some(b'*') => Op::Multiply,
                Some(b'/') => Op::Divide,
                _ => return Ok(left),
            };
            self.position += 1;
            let right = self.unary()?;
            left = Box::new(Expr::Binary { op, left, right });
        }
    }

    fn unary(&mut self) -> Result<Box<Expr>, ParseError> {
        if self.peek() != Some(b'-') {
            return self.atom();
        }
        self.position += 1;
        let operand = self.unary()?;
        Ok(Box::new(Expr::Negate(operand)))
    }

    fn atom(&mut self) -> Result<Box<Expr>, ParseError> {
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
            Some(b'0'..=b'9') => Ok(Box::new(Expr::Number(self.number()?))),
            Some(b'A'..=b'Z') => {
                let (column, row) = self.cell()?;
                Ok(Box::new(Expr::Cell { column, row }))
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
