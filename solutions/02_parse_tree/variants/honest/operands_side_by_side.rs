//! Operands lie side by side in the arena, as slices of one or two; a table of operators, level by
//! level.

use std::fmt;

use bumpalo::Bump;

/// One node of a formula: what it is, and the nodes that it works on.
///
/// Operands lie in the arena side by side, so a parent has one reference for all of them.
#[derive(Clone, Copy, Debug)]
pub struct Expr<'a> {
    /// What this node is.
    pub kind: Kind,
    /// None, one or two, as `kind` needs them.
    pub operands: &'a [Expr<'a>],
}

/// What a node is.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
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
    Negate,
    /// Between two operands.
    Binary(Op),
}

/// The operators, those that bind loosest first.
const LEVELS: [[(u8, Op); 2]; 2] = [
    [(b'+', Op::Add), (b'-', Op::Subtract)],
    [(b'*', Op::Multiply), (b'/', Op::Divide)],
];

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
/// Nodes are copied into the arena when they become operands. The root is nobody's operand, so it
/// goes there last.
pub fn parse<'a>(arena: &'a Bump, source: &str) -> Result<&'a Expr<'a>, ParseError> {
    let mut parser = Parser {
        arena,
        source,
        position: 0,
    };
    let root = parser.level(&LEVELS)?;
    match parser.peek() {
        None => Ok(arena.alloc(root)),
        Some(_) => Err(parser.expected("an operator or the end")),
    }
}

impl<'a> Expr<'a> {
    fn leaf(kind: Kind) -> Expr<'a> {
        Expr {
            kind,
            operands: &[],
        }
    }

    /// The value of the formula. `cell` gives the value of a cell by column and row.
    pub fn eval(&self, cell: &dyn Fn(u32, u32) -> f64) -> f64 {
        match (self.kind, self.operands) {
            (Kind::Number(number), _) => number,
            (Kind::Cell { column, row }, _) => cell(column, row),
            (Kind::Negate, [operand]) => -operand.eval(cell),
            (Kind::Binary(op), [left, right]) => {
                let (left, right) = (left.eval(cell), right.eval(cell));
                match op {
                    Op::Add => left + right,
                    Op::Subtract => left - right,
                    Op::Multiply => left * right,
                    Op::Divide => left / right,
                }
            }
            (Kind::Negate | Kind::Binary(_), _) => unreachable!("the parser counts operands"),
        }
    }

    /// Calls `see` with every node: each once, and a parent before its children.
    pub fn visit(&self, see: &mut dyn FnMut(&Expr<'_>)) {
        see(self);
        for operand in self.operands {
            operand.visit(see);
        }
    }
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected {} at byte {}", self.expected, self.position)
    }
}

impl std::error::Error for ParseError {}

/// A position in the source.
struct Parser<'a, 's> {
    arena: &'a Bump,
    source: &'s str,
    position: usize,
}

impl<'a> Parser<'a, '_> {
    /// Operands of the levels after the first one, with its operators between them. Both lines of
    /// the grammar in one.
    fn level(&mut self, levels: &[[(u8, Op); 2]]) -> Result<Expr<'a>, ParseError> {
        let Some((operators, tighter)) = levels.split_first() else {
            return self.unary();
        };
        let mut left = self.level(tighter)?;
        while let Some(op) = self.operator(operators) {
            let right = self.level(tighter)?;
            left = Expr {
                kind: Kind::Binary(op),
                operands: self.arena.alloc([left, right]),
            };
        }
        Ok(left)
    }

    /// Takes the next byte if it is one of these.
    fn operator(&mut self, operators: &[(u8, Op); 2]) -> Option<Op> {
        let next = self.peek()?;
        let (_, op) = operators.iter().find(|(sign, _)| *sign == next)?;
        self.position += 1;
        Some(*op)
    }

    fn unary(&mut self) -> Result<Expr<'a>, ParseError> {
        if self.peek() != Some(b'-') {
            return self.atom();
        }
        self.position += 1;
        let operand = self.unary()?;
        Ok(Expr {
            kind: Kind::Negate,
            operands: self.arena.alloc([operand]),
        })
    }

    fn atom(&mut self) -> Result<Expr<'a>, ParseError> {
        match self.peek() {
            Some(b'(') => {
                self.position += 1;
                let inner = self.level(&LEVELS)?;
                if self.peek() != Some(b')') {
                    return Err(self.expected("an operator or `)`"));
                }
                self.position += 1;
                Ok(inner)
            }
            Some(b'0'..=b'9') => Ok(Expr::leaf(Kind::Number(self.number()?))),
            Some(b'A'..=b'Z') => {
                let (column, row) = self.cell()?;
                Ok(Expr::leaf(Kind::Cell { column, row }))
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
