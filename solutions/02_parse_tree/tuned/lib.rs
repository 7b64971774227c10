//! Bad tuned without an arena: all nodes in one vector, with numbers in the place of references. One block grows
//! instead of one for each node. The tree then owns its nodes, and the caller no longer gets a `&Expr`.

use std::fmt;

use bumpalo::Bump;

/// A formula: its nodes, children before their parents.
#[derive(Debug)]
pub struct Tree {
    nodes: Vec<Node>,
}

/// A node and the tree that it belongs to.
#[derive(Debug)]
pub struct Expr<'t> {
    nodes: &'t [Node],
    number: usize,
}

#[derive(Debug)]
enum Node {
    Number(f64),
    Cell { column: u32, row: u32 },
    Negate(usize),
    Binary { op: Op, left: usize, right: usize },
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
pub fn parse(_arena: &Bump, source: &str) -> Result<Tree, ParseError> {
    let mut parser = Parser {
        source,
        position: 0,
        nodes: Vec::new(),
    };
    parser.sum()?;
    match parser.peek() {
        None => Ok(Tree {
            nodes: parser.nodes,
        }),
        Some(_) => Err(parser.expected("an operator or the end")),
    }
}

impl Tree {
    /// The value of the formula. `cell` gives the value of a cell by column and row.
    pub fn eval(&self, cell: &dyn Fn(u32, u32) -> f64) -> f64 {
        self.root().eval(cell)
    }

    /// Calls `see` with every node: each once, and a parent before its children.
    pub fn visit(&self, see: &mut dyn FnMut(&Expr<'_>)) {
        self.root().visit(see);
    }

    fn root(&self) -> Expr<'_> {
        Expr {
            nodes: &self.nodes,
            number: self.nodes.len() - 1,
        }
    }
}

impl Expr<'_> {
    /// The value of the node. `cell` gives the value of a cell by column and row.
    pub fn eval(&self, cell: &dyn Fn(u32, u32) -> f64) -> f64 {
        match self.nodes[self.number] {
            Node::Number(number) => number,
            Node::Cell { column, row } => cell(column, row),
            Node::Negate(operand) => -self.other(operand).eval(cell),
            Node::Binary { op, left, right } => {
                let (left, right) = (self.other(left).eval(cell), self.other(right).eval(cell));
                match op {
                    Op::Add => left + right,
                    Op::Subtract => left - right,
                    Op::Multiply => left * right,
                    Op::Divide => left / right,
                }
            }
        }
    }

    fn visit(&self, see: &mut dyn FnMut(&Expr<'_>)) {
        see(self);
        match self.nodes[self.number] {
            Node::Number(_) | Node::Cell { .. } => {}
            Node::Negate(operand) => self.other(operand).visit(see),
            Node::Binary { left, right, .. } => {
                self.other(left).visit(see);
                self.other(right).visit(see);
            }
        }
    }

    fn other(&self, number: usize) -> Self {
        Expr {
            nodes: self.nodes,
            number,
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
    nodes: Vec<Node>,
}

impl Parser<'_> {
    fn sum(&mut self) -> Result<usize, ParseError> {
        let mut left = self.product()?;
        loop {
            let op = match self.peek() {
                Some(b'+') => Op::Add,
                Some(b'-') => Op::Subtract,
                _ => return Ok(left),
            };
            self.position += 1;
            let right = self.product()?;
            left = self.node(Node::Binary { op, left, right });
        }
    }

    fn product(&mut self) -> Result<usize, ParseError> {
        let mut left = self.unary()?;
        loop {
            let op = match self.peek() {
                Some(b'*') => Op::Multiply,
                Some(b'/') => Op::Divide,
                _ => return Ok(left),
            };
            self.position += 1;
            let right = self.unary()?;
            left = self.node(Node::Binary { op, left, right });
        }
    }

    fn unary(&mut self) -> Result<usize, ParseError> {
        if self.peek() != Some(b'-') {
            return self.atom();
        }
        self.position += 1;
        let operand = self.unary()?;
        Ok(self.node(Node::Negate(operand)))
    }

    fn atom(&mut self) -> Result<usize, ParseError> {
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
                Ok(self.node(Node::Number(number)))
            }
            Some(b'A'..=b'Z') => {
                let (column, row) = self.cell()?;
                Ok(self.node(Node::Cell { column, row }))
            }
            _ => Err(self.expected("a number, a cell, `-` or `(`")),
        }
    }

    fn node(&mut self, node: Node) -> usize {
        self.nodes.push(node);
        self.nodes.len() - 1
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
