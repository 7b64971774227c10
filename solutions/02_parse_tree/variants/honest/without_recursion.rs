//! Two stacks in the arena, of operands and of operators that wait: nothing in the parser recurses.
//! Honest: the stacks are the arena's too, and every node is made once its operands are.

use std::fmt;

use bumpalo::Bump;
use bumpalo::collections::Vec as ArenaVec;

/// One node of a formula.
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
#[derive(Clone, Copy, Debug, PartialEq)]
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

#[derive(PartialEq)]
enum Waiting {
    Parenthesis,
    Minus,
    Operator(Op),
}

fn strength(op: Op) -> u8 {
    match op {
        Op::Add | Op::Subtract => 1,
        Op::Multiply | Op::Divide => 2,
    }
}

/// A position in the source. One method per line of the grammar.
struct Parser<'a, 's> {
    arena: &'a Bump,
    source: &'s str,
    position: usize,
}

impl<'a> Parser<'a, '_> {
    /// The whole formula, without recursion: operands and waiting operators in two stacks.
    fn sum(&mut self) -> Result<&'a Expr<'a>, ParseError> {
        let mut operands: ArenaVec<'a, &'a Expr<'a>> = ArenaVec::with_capacity_in(16, self.arena);
        let mut waiting: ArenaVec<'a, Waiting> = ArenaVec::with_capacity_in(16, self.arena);
        loop {
            // Before an operand.
            match self.peek() {
                Some(b'(') => {
                    self.position += 1;
                    waiting.push(Waiting::Parenthesis);
                    continue;
                }
                Some(b'-') => {
                    self.position += 1;
                    waiting.push(Waiting::Minus);
                    continue;
                }
                Some(b'0'..=b'9') => {
                    let number = self.number()?;
                    operands.push(self.arena.alloc(Expr::Number(number)));
                }
                Some(b'A'..=b'Z') => {
                    let (column, row) = self.cell()?;
                    operands.push(self.arena.alloc(Expr::Cell { column, row }));
                }
                _ => return Err(self.expected("a number, a cell, `-` or `(`")),
            }
            // After an operand.
            loop {
                let op = match self.peek() {
                    Some(b'+') => Op::Add,
                    Some(b'-') => Op::Subtract,
                    Some(b'*') => Op::Multiply,
                    Some(b'/') => Op::Divide,
                    Some(b')') if waiting.contains(&Waiting::Parenthesis) => {
                        self.position += 1;
                        self.reduce(&mut operands, &mut waiting, 0);
                        waiting.pop();
                        continue;
                    }
                    _ if waiting.contains(&Waiting::Parenthesis) => {
                        return Err(self.expected("an operator or `)`"));
                    }
                    _ => {
                        self.reduce(&mut operands, &mut waiting, 0);
                        return Ok(operands[0]);
                    }
                };
                self.position += 1;
                self.reduce(&mut operands, &mut waiting, strength(op));
                waiting.push(Waiting::Operator(op));
                break;
            }
        }
    }

    /// Builds what binds at least as strongly as `least`, back to the last parenthesis.
    fn reduce(
        &self,
        operands: &mut ArenaVec<'a, &'a Expr<'a>>,
        waiting: &mut ArenaVec<'a, Waiting>,
        least: u8,
    ) {
        loop {
            let right = operands[operands.len() - 1];
            let node = match waiting.last() {
                Some(Waiting::Minus) => Expr::Negate(right),
                Some(Waiting::Operator(op)) if strength(*op) >= least => {
                    let op = *op;
                    operands.pop();
                    Expr::Binary {
                        op,
                        left: operands[operands.len() - 1],
                        right,
                    }
                }
                _ => return,
            };
            waiting.pop();
            operands.pop();
            operands.push(self.arena.alloc(node));
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
