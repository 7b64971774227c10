//! Parses without recursion: operands are on a list in the arena, and operators on a list that is
//! kept for the next formula.
//!
//! Not right: the list of operators is a `static` on the heap, never shrinks, and is neither in the
//! arena nor freed with it: after one huge formula its room stays for ever (and threads wait for
//! each other).
//!
//! Fails in: step4_nothing_left

use std::fmt;
use std::sync::{Mutex, PoisonError};

use bumpalo::Bump;
use bumpalo::collections::Vec as ArenaVec;

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

/// What waits for the operand after it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Waiting {
    Parenthesis,
    Negate,
    Binary(u8),
}

impl Waiting {
    fn binds(self) -> u8 {
        match self {
            Waiting::Parenthesis => 0,
            Waiting::Binary(b'+' | b'-') => 1,
            Waiting::Binary(_) => 2,
            Waiting::Negate => 3,
        }
    }
}

/// Asks the heap once, and not for each formula.
static WAITING: Mutex<Vec<Waiting>> = Mutex::new(Vec::new());

/// Parses one formula. The whole source must be used up.
pub fn parse<'a>(arena: &'a Bump, source: &str) -> Result<&'a Expr<'a>, ParseError> {
    let mut waiting = WAITING.lock().unwrap_or_else(PoisonError::into_inner);
    waiting.clear();
    let mut parser = Parser {
        arena,
        source,
        position: 0,
        operands: ArenaVec::new_in(arena),
        waiting: &mut waiting,
    };
    loop {
        parser.operand()?;
        loop {
            match parser.peek() {
                Some(b')') if parser.waiting.contains(&Waiting::Parenthesis) => {
                    parser.reduce(1);
                    parser.waiting.pop();
                    parser.position += 1;
                }
                Some(op @ (b'+' | b'-' | b'*' | b'/')) => {
                    parser.reduce(Waiting::Binary(op).binds());
                    parser.waiting.push(Waiting::Binary(op));
                    parser.position += 1;
                    break;
                }
                other => {
                    if parser.waiting.contains(&Waiting::Parenthesis) {
                        return Err(parser.expected("an operator or `)`"));
                    }
                    if other.is_some() {
                        return Err(parser.expected("an operator or the end"));
                    }
                    parser.reduce(1);
                    let root = parser.operands.pop();
                    return root.ok_or(parser.expected("a formula"));
                }
            }
        }
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

struct Parser<'a, 's, 'w> {
    arena: &'a Bump,
    source: &'s str,
    position: usize,
    operands: ArenaVec<'a, &'a Expr<'a>>,
    waiting: &'w mut Vec<Waiting>,
}

impl<'a> Parser<'a, '_, '_> {
    /// Signs and parentheses, and the atom after them.
    fn operand(&mut self) -> Result<(), ParseError> {
        loop {
            let atom = match self.peek() {
                Some(b'-') => {
                    self.waiting.push(Waiting::Negate);
                    self.position += 1;
                    continue;
                }
                Some(b'(') => {
                    self.waiting.push(Waiting::Parenthesis);
                    self.position += 1;
                    continue;
                }
                Some(b'0'..=b'9') => Expr::Number(self.number()?),
                Some(b'A'..=b'Z') => {
                    let (column, row) = self.cell()?;
                    Expr::Cell { column, row }
                }
                _ => return Err(self.expected("a number, a cell, `-` or `(`")),
            };
            self.operands.push(self.arena.alloc(atom));
            return Ok(());
        }
    }

    /// Makes the nodes of all operators that bind at least as tightly.
    fn reduce(&mut self, binds: u8) {
        while let Some(&waiting) = self.waiting.last()
            && waiting.binds() >= binds
        {
            self.waiting.pop();
            let Some(right) = self.operands.pop() else {
                return;
            };
            let op = match waiting {
                Waiting::Parenthesis => return,
                Waiting::Negate => {
                    self.operands.push(self.arena.alloc(Expr::Negate(right)));
                    continue;
                }
                Waiting::Binary(b'+') => Op::Add,
                Waiting::Binary(b'-') => Op::Subtract,
                Waiting::Binary(b'*') => Op::Multiply,
                Waiting::Binary(_) => Op::Divide,
            };
            let Some(left) = self.operands.pop() else {
                return;
            };
            self.operands
                .push(self.arena.alloc(Expr::Binary { op, left, right }));
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
