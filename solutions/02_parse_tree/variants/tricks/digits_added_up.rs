//! The nodes are in the arena, and a number is put together digit by digit, in an `f64`.
//! A trick, and a mistake easily made: beyond 15 digits it is rounded more than once.
//! Fails in: step1_answers

use std::fmt;

use bumpalo::Bump;

/// One node of a formula.
#[derive(Clone, Copy, Debug)]
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

/// A position in the source. One method per line of the grammar.
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
            Some(b'0'..=b'9') => {
                let number = self.number()?;
                Ok(self.arena.alloc(Expr::Number(number)))
            }
            Some(b'A'..=b'Z') => {
                let (column, row) = self.cell()?;
                Ok(self.arena.alloc(Expr::Cell { column, row }))
            }
            _ => Err(self.expected("a number, a cell, `-` or `(`")),
        }
    }

    /// Digits, and at most one point between or behind them. Much cheaper than `str::parse`.
    fn number(&mut self) -> Result<f64, ParseError> {
        let start = self.position;
        let digits = self.take_while(|byte| byte.is_ascii_digit() || byte == b'.');
        let (mut value, mut scale, mut point) = (0.0, 1.0, false);
        for byte in digits.bytes() {
            if byte != b'.' {
                value = value * 10.0 + f64::from(byte - b'0');
                scale *= if point { 10.0 } else { 1.0 };
            } else if point {
                return Err(ParseError {
                    position: start,
                    expected: "a number",
                });
            } else {
                point = true;
            }
        }
        Ok(value / scale)
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
