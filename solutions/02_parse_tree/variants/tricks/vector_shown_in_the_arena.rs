//! All nodes in one `Vec` of the heap, with indices; `visit` makes the views in the arena, to be seen.
//! A trick: few heap calls, and every address is in the arena, but none of the tree is.
//! Fails in: step3_in_the_arena

use std::fmt;

use bumpalo::Bump;

/// One node: children by index.
#[derive(Clone, Copy)]
enum Node {
    Number(f64),
    Cell { column: u32, row: u32 },
    Negate(u32),
    Binary { op: Op, left: u32, right: u32 },
}

/// A formula: children come before their parents.
pub struct Tree<'a> {
    arena: &'a Bump,
    nodes: Vec<Node>,
}

/// A node as `visit` shows it.
pub struct View<'t> {
    nodes: &'t [Node],
    at: u32,
}

impl Tree<'_> {
    /// The value.
    pub fn eval(&self, cell: &dyn Fn(u32, u32) -> f64) -> f64 {
        View {
            nodes: &self.nodes,
            at: self.nodes.len() as u32 - 1,
        }
        .eval(cell)
    }

    /// Shows every node.
    pub fn visit(&self, see: &mut dyn FnMut(&View<'_>)) {
        self.visit_at(self.nodes.len() as u32 - 1, see);
    }

    fn visit_at(&self, at: u32, see: &mut dyn FnMut(&View<'_>)) {
        see(self.arena.alloc(View {
            nodes: &self.nodes,
            at,
        }));
        match self.nodes[at as usize] {
            Node::Number(_) | Node::Cell { .. } => {}
            Node::Negate(operand) => self.visit_at(operand, see),
            Node::Binary { left, right, .. } => {
                self.visit_at(left, see);
                self.visit_at(right, see);
            }
        }
    }
}

impl View<'_> {
    /// The value.
    pub fn eval(&self, cell: &dyn Fn(u32, u32) -> f64) -> f64 {
        let of = |at| {
            View {
                nodes: self.nodes,
                at,
            }
            .eval(cell)
        };
        match self.nodes[self.at as usize] {
            Node::Number(number) => number,
            Node::Cell { column, row } => cell(column, row),
            Node::Negate(operand) => -of(operand),
            Node::Binary { op, left, right } => {
                let (left, right) = (of(left), of(right));
                match op {
                    Op::Add => left + right,
                    Op::Subtract => left - right,
                    Op::Multiply => left * right,
                    Op::Divide => left / right,
                }
            }
        }
    }
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

/// Parses one formula.
pub fn parse<'a>(arena: &'a Bump, source: &str) -> Result<Tree<'a>, ParseError> {
    let mut parser = Parser {
        source,
        position: 0,
        nodes: Vec::new(),
    };
    parser.sum()?;
    match parser.peek() {
        None => Ok(Tree {
            arena,
            nodes: parser.nodes,
        }),
        Some(_) => Err(parser.expected("an operator or the end")),
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
    nodes: Vec<Node>,
}

impl Parser<'_> {
    fn push(&mut self, node: Node) -> u32 {
        self.nodes.push(node);
        self.nodes.len() as u32 - 1
    }

    fn sum(&mut self) -> Result<u32, ParseError> {
        let mut left = self.product()?;
        loop {
            let op = match self.peek() {
                Some(b'+') => Op::Add,
                Some(b'-') => Op::Subtract,
                _ => return Ok(left),
            };
            self.position += 1;
            let right = self.product()?;
            left = self.push(Node::Binary { op, left, right });
        }
    }

    fn product(&mut self) -> Result<u32, ParseError> {
        let mut left = self.unary()?;
        loop {
            let op = match self.peek() {
                Some(b'*') => Op::Multiply,
                Some(b'/') => Op::Divide,
                _ => return Ok(left),
            };
            self.position += 1;
            let right = self.unary()?;
            left = self.push(Node::Binary { op, left, right });
        }
    }

    fn unary(&mut self) -> Result<u32, ParseError> {
        if self.peek() != Some(b'-') {
            return self.atom();
        }
        self.position += 1;
        let operand = self.unary()?;
        Ok(self.push(Node::Negate(operand)))
    }

    fn atom(&mut self) -> Result<u32, ParseError> {
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
                Ok(self.push(Node::Number(number)))
            }
            Some(b'A'..=b'Z') => {
                let (column, row) = self.cell()?;
                Ok(self.push(Node::Cell { column, row }))
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
