//! The chapter "What the common advice gets wrong": the lines of a
//! widely copied rule, in our own words, with what the compiler and
//! the machine say to them.
//!
//! Boxes do not go into a vector of nodes (E0308):
//!
//! ```compile_fail,E0308
//! use listings::advice::Node;
//!
//! // ANCHOR: boxes
//! pub fn parse(source: &str) -> Vec<Node> {
//!     let mut nodes = Vec::new();
//!     for word in source.split_whitespace() {
//!         nodes.push(Box::new(Node::new(word)));
//!     }
//!     nodes
//! }
//! // ANCHOR_END: boxes
//! ```
//!
//! The vector takes what `alloc` gives, which is `&mut` (E0308):
//!
//! ```compile_fail,E0308
//! use bumpalo::Bump;
//! use listings::advice::Node;
//!
//! // ANCHOR: bad_refs
//! /// Every word of `source` as a node in `arena`.
//! pub fn parse<'a>(
//!     source: &str,
//!     arena: &'a Bump,
//! ) -> Vec<&'a Node> {
//!     let mut nodes = Vec::new();
//!     for word in source.split_whitespace() {
//!         let node = arena.alloc(Node::new(word));
//!         nodes.push(node);
//!     }
//!     nodes
//! }
//! // ANCHOR_END: bad_refs
//! ```
//!
//! `to_owned` on a struct that borrows from the arena gives the same
//! struct again (E0515):
//!
//! ```compile_fail,E0515
//! use bumpalo::Bump;
//!
//! // ANCHOR: bad_owned
//! #[derive(Clone)]
//! pub struct Response<'a> {
//!     pub status: u16,
//!     pub body: &'a str,
//! }
//!
//! /// Greets a visitor.
//! pub fn greet(name: &str) -> Response<'_> {
//!     let arena = Bump::new();
//!     let body = arena.alloc_str("hello, ");
//!     let response = Response { status: 200, body };
//!     response.to_owned()
//! }
//! // ANCHOR_END: bad_owned
//! ```

use bumpalo::Bump;

/// A node without children, as in the rule's example.
#[derive(Debug, PartialEq, Eq)]
pub struct Node {
    /// How many bytes the word has.
    pub length: usize,
}

impl Node {
    /// The node of a word.
    pub fn new(word: &str) -> Self {
        Self { length: word.len() }
    }
}

// ANCHOR: good_refs
/// Every word of `source` as a node in `arena`.
pub fn parse<'a>(
    source: &str,
    arena: &'a Bump,
) -> Vec<&'a Node> {
    let mut nodes: Vec<&'a Node> = Vec::new();
    for word in source.split_whitespace() {
        let node = arena.alloc(Node::new(word));
        nodes.push(node);
    }
    nodes
}
// ANCHOR_END: good_refs

// ANCHOR: neither
/// Every word of `source` as a node.
pub fn nodes(source: &str) -> Vec<Node> {
    source
        .split_whitespace()
        .map(Node::new)
        .collect()
}
// ANCHOR_END: neither

// ANCHOR: good_owned
/// What borrows from an arena.
#[derive(Debug)]
pub struct Response<'a> {
    /// As in HTTP.
    pub status: u16,
    /// In the arena.
    pub body: &'a str,
}

/// What outlives it.
#[derive(Debug)]
pub struct OwnedResponse {
    /// As in HTTP.
    pub status: u16,
    /// A copy.
    pub body: String,
}

impl Response<'_> {
    /// Copies what is in the arena.
    pub fn into_owned(self) -> OwnedResponse {
        OwnedResponse {
            status: self.status,
            body: self.body.to_owned(),
        }
    }
}

/// Greets a visitor.
pub fn greet(name: &str) -> OwnedResponse {
    let arena = Bump::new();
    let body = bumpalo::format!(in &arena, "hello, {}", name);
    let response = Response {
        status: 200,
        body: body.into_bump_str(),
    };
    response.into_owned()
}
// ANCHOR_END: good_owned
