//! A page's markup, parsed into a document. A node knows its parent, its children, and the form
//! around it, as in a browser.
//!
//! Correct, but wasteful: each node is an `Rc`, so each is a heap call, and each list of children
//! is another, or several if it is long. Upward links must be `Weak`, or nothing is ever freed; one
//! of them here is not. And dropping a deep document crashes the program.
//! All nodes of a document die together. Let them live in the caller's arena.
//!
//! Yours to change: everything below, types and signatures as well. The tests use `parse`, the
//! methods `root`, `walk`, `find` and `move_into` of a document, and `name`, `id`, `text`, `parent`,
//! `form` and `children` of a node; its children may be a list or an iterator. You may add files to
//! `src/`.
//!
//! ```text
//! items   = (element | text)*
//! element = "<" name attribute* "/>" | "<" name attribute* ">" items "</" name ">"
//! ```

use std::cell::RefCell;
use std::fmt;
use std::rc::{Rc, Weak};

use bumpalo::Bump;

/// The name of a text node.
pub const TEXT: &str = "#text";

/// A parsed page.
pub struct Document<'s> {
    root: Rc<Node<'s>>,
}

/// An element or a piece of text. `'s` is the lifetime of the markup.
pub struct Node<'s> {
    name: &'s str,
    id: &'s str,
    text: &'s str,
    parent: RefCell<Weak<Node<'s>>>,
    form: RefCell<Option<Rc<Node<'s>>>>,
    children: RefCell<Vec<Rc<Node<'s>>>>,
}

/// Where markup is malformed.
#[derive(Debug)]
pub struct ParseError {
    /// Byte offset in the markup.
    pub position: usize,
    /// What was expected there.
    pub expected: &'static str,
}

/// Parses a page. The document's root is an extra node around everything else.
pub fn parse<'s>(_arena: &Bump, markup: &'s str) -> Result<Document<'s>, ParseError> {
    let root = Node::new("#document", "", "");
    let mut parser = Parser {
        markup,
        position: 0,
    };
    // The element whose children are being read. At its end, the parser returns to its parent.
    let mut open = Rc::clone(&root);
    while let Some(token) = parser.token()? {
        match token {
            Token::Text(text) => append(&open, &Node::new(TEXT, "", text)),
            Token::Open { name, id, is_empty } => {
                let element = Node::new(name, id, "");
                append(&open, &element);
                if !is_empty {
                    open = element;
                }
            }
            Token::Close { name, position } => {
                let parent = open.parent().filter(|_| open.name == name);
                open = parent.ok_or(ParseError {
                    position,
                    expected: "the end of the element that was opened last",
                })?;
            }
        }
    }
    match open.parent() {
        None => Ok(Document { root }),
        Some(_) => Err(parser.expected("the end of an element")),
    }
}

impl<'s> Document<'s> {
    /// The node around all others.
    pub fn root(&self) -> &Node<'s> {
        &self.root
    }

    /// Calls `see` with every node: each once, and a parent before its children.
    pub fn walk(&self, see: &mut dyn FnMut(&Node<'s>)) {
        walk(&self.root, &mut |node| see(node));
    }

    /// The element with this id; the last one if there are several.
    pub fn find(&self, id: &str) -> Option<Rc<Node<'s>>> {
        let mut found = None;
        walk(&self.root, &mut |node| {
            if node.id == id && !id.is_empty() {
                found = Some(Rc::clone(node));
            }
        });
        found
    }

    /// Moves an element, and everything in it, to the end of another one. Returns whether that was
    /// possible: both must exist, and nothing can be moved into itself.
    pub fn move_into(&self, id: &str, target: &str) -> bool {
        let (Some(node), Some(target)) = (self.find(id), self.find(target)) else {
            return false;
        };
        let mut around = Some(Rc::clone(&target));
        while let Some(one) = around {
            if Rc::ptr_eq(&one, &node) {
                return false;
            }
            around = one.parent();
        }
        if let Some(parent) = node.parent() {
            let mut children = parent.children.borrow_mut();
            children.retain(|child| !Rc::ptr_eq(child, &node));
        }
        append(&target, &node);
        // It may have left one form and entered another.
        walk(&node, &mut |node| {
            if let Some(parent) = node.parent() {
                *node.form.borrow_mut() = form_inside(&parent);
            }
        });
        true
    }
}

impl<'s> Node<'s> {
    fn new(name: &'s str, id: &'s str, text: &'s str) -> Rc<Node<'s>> {
        Rc::new(Node {
            name,
            id,
            text,
            parent: RefCell::default(),
            form: RefCell::default(),
            children: RefCell::default(),
        })
    }

    /// The element's name, or [`TEXT`].
    pub fn name(&self) -> &'s str {
        self.name
    }

    /// The element's id; empty if there is none.
    pub fn id(&self) -> &'s str {
        self.id
    }

    /// The text as written; empty for an element.
    pub fn text(&self) -> &'s str {
        self.text
    }

    /// The node around this one; none for the root.
    pub fn parent(&self) -> Option<Rc<Node<'s>>> {
        self.parent.borrow().upgrade()
    }

    /// The innermost form around this node.
    pub fn form(&self) -> Option<Rc<Node<'s>>> {
        self.form.borrow().clone()
    }

    /// The nodes directly inside, in order.
    pub fn children(&self) -> Vec<Rc<Node<'s>>> {
        self.children.borrow().clone()
    }
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected {} at byte {}", self.expected, self.position)
    }
}

impl std::error::Error for ParseError {}

/// Makes `child` the last child of `parent`.
fn append<'s>(parent: &Rc<Node<'s>>, child: &Rc<Node<'s>>) {
    *child.parent.borrow_mut() = Rc::downgrade(parent);
    *child.form.borrow_mut() = form_inside(parent);
    parent.children.borrow_mut().push(Rc::clone(child));
}

/// The form that the children of this node are in.
fn form_inside<'s>(parent: &Rc<Node<'s>>) -> Option<Rc<Node<'s>>> {
    match parent.name {
        "form" => Some(Rc::clone(parent)),
        _ => parent.form(),
    }
}

/// Parents first. It keeps a list of nodes still to visit, since recursion would overflow the stack
/// on a deep document.
fn walk<'s>(start: &Rc<Node<'s>>, see: &mut dyn FnMut(&Rc<Node<'s>>)) {
    let mut left = vec![Rc::clone(start)];
    while let Some(node) = left.pop() {
        see(&node);
        left.extend(node.children.borrow().iter().rev().cloned());
    }
}

enum Token<'s> {
    Text(&'s str),
    Open {
        name: &'s str,
        id: &'s str,
        is_empty: bool,
    },
    Close {
        name: &'s str,
        position: usize,
    },
}

/// A position in the markup.
struct Parser<'s> {
    markup: &'s str,
    position: usize,
}

impl<'s> Parser<'s> {
    /// The next token that is not just whitespace.
    fn token(&mut self) -> Result<Option<Token<'s>>, ParseError> {
        let text = self.take_while(|byte| byte != b'<');
        if !text.trim().is_empty() {
            return Ok(Some(Token::Text(text)));
        }
        let position = self.position;
        if !self.take("<") {
            return Ok(None);
        }
        if self.take("/") {
            let name = self.name()?;
            self.require(">", "`>`")?;
            return Ok(Some(Token::Close { name, position }));
        }
        let name = self.name()?;
        let id = self.attributes()?;
        let is_empty = self.take("/");
        self.require(">", "an attribute, `/>` or `>`")?;
        Ok(Some(Token::Open { name, id, is_empty }))
    }

    /// Reads attributes such as `id="search" type="text"`, and keeps the id.
    fn attributes(&mut self) -> Result<&'s str, ParseError> {
        let mut id = "";
        loop {
            self.take_while(|byte| byte.is_ascii_whitespace());
            if !self.rest().starts_with(|c: char| c.is_ascii_alphabetic()) {
                return Ok(id);
            }
            let name = self.name()?;
            self.require("=\"", "`=` and a quoted value")?;
            let value = self.take_while(|byte| byte != b'"');
            self.require("\"", "`\"`")?;
            if name == "id" {
                id = value;
            }
        }
    }

    fn name(&mut self) -> Result<&'s str, ParseError> {
        match self.take_while(|byte| byte.is_ascii_alphanumeric() || byte == b'-') {
            "" => Err(self.expected("a name")),
            name => Ok(name),
        }
    }

    fn require(&mut self, text: &str, expected: &'static str) -> Result<(), ParseError> {
        match self.take(text) {
            true => Ok(()),
            false => Err(self.expected(expected)),
        }
    }

    fn take(&mut self, text: &str) -> bool {
        let is_there = self.rest().starts_with(text);
        self.position += if is_there { text.len() } else { 0 };
        is_there
    }

    fn take_while(&mut self, belongs: impl Fn(u8) -> bool) -> &'s str {
        let rest = self.rest();
        let end = rest.bytes().position(|byte| !belongs(byte));
        let taken = &rest[..end.unwrap_or(rest.len())];
        self.position += taken.len();
        taken
    }

    fn rest(&self) -> &'s str {
        &self.markup[self.position..]
    }

    fn expected(&self, expected: &'static str) -> ParseError {
        ParseError {
            position: self.position,
            expected,
        }
    }
}
