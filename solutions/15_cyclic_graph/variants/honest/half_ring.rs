//! The nodes are in the arena and are their own lists, with one link less than usual: `next` ends
//! with the last child, but `previous` is a ring, so that the first child leads to the last.

use std::cell::Cell;
use std::fmt;
use std::iter::successors;
use std::ptr;

use bumpalo::Bump;

/// The name of a text node.
pub const TEXT: &str = "#text";

/// A parsed page.
pub struct Document<'a> {
    root: &'a Node<'a>,
}

type Link<'a> = Cell<Option<&'a Node<'a>>>;

/// An element or a piece of text, in the arena of its document.
pub struct Node<'a> {
    name: &'a str,
    id: &'a str,
    text: &'a str,
    parent: Link<'a>,
    form: Link<'a>,
    first_child: Link<'a>,
    /// The sibling before it; for a first child the last one, which may be itself.
    previous: Link<'a>,
    /// The sibling after it; none for the last.
    next: Link<'a>,
}

/// Where markup is malformed.
#[derive(Debug)]
pub struct ParseError {
    /// Byte offset in the markup.
    pub position: usize,
    /// What was expected there.
    pub expected: &'static str,
}

/// Parses a page into the arena. The document's root is an extra node around everything else.
pub fn parse<'a>(arena: &'a Bump, markup: &'a str) -> Result<Document<'a>, ParseError> {
    let root = Node::new_in(arena, "#document", "", "");
    let mut parser = Parser {
        markup,
        position: 0,
    };
    // The element whose children are being read. At its end, the parser returns to its parent.
    let mut open = root;
    while let Some(token) = parser.token()? {
        match token {
            Token::Text(text) => append(open, Node::new_in(arena, TEXT, "", text)),
            Token::Open { name, id, is_empty } => {
                let element = Node::new_in(arena, name, id, "");
                append(open, element);
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

impl<'a> Document<'a> {
    /// The node around all others.
    pub fn root(&self) -> &'a Node<'a> {
        self.root
    }

    /// Calls `see` with every node: each once, and a parent before its children.
    pub fn walk(&self, see: &mut dyn FnMut(&'a Node<'a>)) {
        let mut left = vec![self.root];
        while let Some(node) = left.pop() {
            see(node);
            let first = left.len();
            left.extend(node.children());
            left[first..].reverse();
        }
    }

    /// The element with this id; the last one if there are several.
    pub fn find(&self, id: &str) -> Option<&'a Node<'a>> {
        if id.is_empty() {
            return None;
        }
        inside(self.root).filter(|node| node.id == id).last()
    }

    /// Moves an element, and everything in it, to the end of another one. Returns whether that was
    /// possible: both must exist, and nothing can be moved into itself.
    pub fn move_into(&self, id: &str, target: &str) -> bool {
        let (Some(node), Some(target)) = (self.find(id), self.find(target)) else {
            return false;
        };
        let mut around = successors(Some(target), |node| node.parent());
        if around.any(|one| ptr::eq(one, node)) {
            return false;
        }
        unlink(node);
        append(target, node);
        // It may have left one form and entered another.
        for one in inside(node) {
            one.form.set(one.parent().and_then(form_inside));
        }
        true
    }
}

impl<'a> Node<'a> {
    fn new_in(arena: &'a Bump, name: &'a str, id: &'a str, text: &'a str) -> &'a Node<'a> {
        arena.alloc(Node {
            name,
            id,
            text,
            parent: Cell::default(),
            form: Cell::default(),
            first_child: Cell::default(),
            previous: Cell::default(),
            next: Cell::default(),
        })
    }

    /// The element's name, or [`TEXT`].
    pub fn name(&self) -> &'a str {
        self.name
    }

    /// The element's id; empty if there is none.
    pub fn id(&self) -> &'a str {
        self.id
    }

    /// The text as written; empty for an element.
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// The node around this one; none for the root.
    pub fn parent(&self) -> Option<&'a Node<'a>> {
        self.parent.get()
    }

    /// The innermost form around this node.
    pub fn form(&self) -> Option<&'a Node<'a>> {
        self.form.get()
    }

    /// The nodes directly inside, in order.
    pub fn children(&self) -> impl Iterator<Item = &'a Node<'a>> + use<'a> {
        successors(self.first_child.get(), |child| child.next.get())
    }
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected {} at byte {}", self.expected, self.position)
    }
}

impl std::error::Error for ParseError {}

/// Makes `child` the last child of `parent`.
fn append<'a>(parent: &'a Node<'a>, child: &'a Node<'a>) {
    child.parent.set(Some(parent));
    child.form.set(form_inside(parent));
    child.next.set(None);
    let Some(first) = parent.first_child.get() else {
        parent.first_child.set(Some(child));
        child.previous.set(Some(child));
        return;
    };
    let last = first.previous.replace(Some(child));
    child.previous.set(last);
    if let Some(last) = last {
        last.next.set(Some(child));
    }
}

/// Takes a node out of the list that it is in.
fn unlink<'a>(node: &'a Node<'a>) {
    let Some(parent) = node.parent.take() else {
        return;
    };
    let (previous, next) = (node.previous.take(), node.next.take());
    let first = parent.first_child.get();
    if first.is_some_and(|first| ptr::eq(first, node)) {
        parent.first_child.set(next);
    } else if let Some(previous) = previous {
        previous.next.set(next);
    }
    // Whoever comes after it; if it was the last, the first child leads to the new last one.
    if let Some(after) = next.or(first) {
        after.previous.set(previous);
    }
}

/// The form that the children of this node are in.
fn form_inside<'a>(parent: &'a Node<'a>) -> Option<&'a Node<'a>> {
    match parent.name {
        "form" => Some(parent),
        _ => parent.form(),
    }
}

/// A node and everything in it, parents first, along the links: it needs no memory.
fn inside<'a>(start: &'a Node<'a>) -> impl Iterator<Item = &'a Node<'a>> {
    successors(Some(start), move |node| {
        if let Some(child) = node.first_child.get() {
            return Some(child);
        }
        // The next sibling of the nearest node around it that has one, but not beyond the start.
        let mut one = *node;
        while !ptr::eq(one, start) {
            if let Some(next) = one.next.get() {
                return Some(next);
            }
            one = one.parent()?;
        }
        None
    })
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
