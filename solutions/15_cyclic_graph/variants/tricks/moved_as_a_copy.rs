//! As in the solution, but what is moved is a copy.
//! A trick: whoever has a reference to the node sees what it was, and each move takes memory.
//! Fails in: step3_in_the_arena

use std::cell::Cell;
use std::fmt;
use std::iter::successors;

use bumpalo::Bump;

/// The name of a text node.
pub const TEXT: &str = "#text";

/// A parsed page. `'a` ends with the arena or with the markup, whichever goes first.
pub struct Document<'a> {
    arena: &'a Bump,
    root: &'a Node<'a>,
}

/// A link to another node, which may be set and changed while the node is shared.
///
/// A parent exists before its children, so links are made after the nodes, and by then the nodes
/// are shared. `Cell` allows that: a reference is `Copy`, so it is read and replaced as a whole,
/// and no borrow can fail at run time, as one of a `RefCell` can.
type Link<'a> = Cell<Option<&'a Node<'a>>>;

/// An element or a piece of text.
///
/// The children are not a separate list: each knows the next one and the previous one. So they need
/// no memory besides the nodes, and a node is removed without a search.
pub struct Node<'a> {
    name: &'a str,
    id: &'a str,
    text: &'a str,
    parent: Link<'a>,
    form: Link<'a>,
    first_child: Link<'a>,
    last_child: Link<'a>,
    previous: Link<'a>,
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

/// Parses a page. The document's root is an extra node around everything else.
pub fn parse<'a>(arena: &'a Bump, markup: &'a str) -> Result<Document<'a>, ParseError> {
    // `alloc` lends a `&mut`. As a `&` it can be copied into any number of links.
    let root: &'a Node<'a> = arena.alloc(Node::new("#document", "", ""));
    let mut parser = Parser {
        markup,
        position: 0,
    };
    // The element whose children are being read. At its end, the parser returns to its parent.
    let mut open = root;
    while let Some(token) = parser.token()? {
        match token {
            Token::Text(text) => append(open, arena.alloc(Node::new(TEXT, "", text))),
            Token::Open { name, id, is_empty } => {
                let element = arena.alloc(Node::new(name, id, ""));
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
        None => Ok(Document { arena, root }),
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
        self.root.subtree().for_each(see);
    }

    /// The element with this id; the last one if there are several.
    pub fn find(&self, id: &str) -> Option<&'a Node<'a>> {
        let has_id = |node: &&'a Node<'a>| node.id == id && !id.is_empty();
        self.root.subtree().filter(has_id).last()
    }

    /// Moves an element, and everything in it, to the end of another one. Returns whether that was
    /// possible: both must exist, and nothing can be moved into itself.
    pub fn move_into(&self, id: &str, target: &str) -> bool {
        let (Some(node), Some(target)) = (self.find(id), self.find(target)) else {
            return false;
        };
        if successors(Some(target), |around| around.parent())
            .any(|around| std::ptr::eq(around, node))
        {
            return false;
        }
        detach(node);
        let copy = self.arena.alloc(Node::new(node.name, node.id, node.text));
        while let Some(child) = node.first_child.get() {
            detach(child);
            append(copy, child);
        }
        let node: &'a Node<'a> = copy;
        append(target, node);
        // It may have left one form and entered another.
        for node in node.subtree() {
            node.form.set(node.parent().and_then(form_inside));
        }
        true
    }
}

impl<'a> Node<'a> {
    fn new(name: &'a str, id: &'a str, text: &'a str) -> Node<'a> {
        Node {
            name,
            id,
            text,
            parent: Link::default(),
            form: Link::default(),
            first_child: Link::default(),
            last_child: Link::default(),
            previous: Link::default(),
            next: Link::default(),
        }
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

    /// This node and everything in it, parents first. The links are enough to find the way: it
    /// needs neither recursion nor a list of nodes still to visit.
    fn subtree(&'a self) -> impl Iterator<Item = &'a Node<'a>> {
        successors(Some(self), |node| {
            let mut around = successors(Some(*node), |node| node.parent())
                .take_while(|node| !std::ptr::eq(*node, self));
            node.first_child
                .get()
                .or_else(|| around.find_map(|node| node.next.get()))
        })
    }
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected {} at byte {}", self.expected, self.position)
    }
}

impl std::error::Error for ParseError {}

/// Makes `child` the last child of `parent`.
///
/// Both lifetimes are exactly `'a`: a `Cell` can be written through, so the compiler does not
/// accept a longer-lived reference in place of a shorter-lived one.
fn append<'a>(parent: &'a Node<'a>, child: &'a Node<'a>) {
    let last = parent.last_child.replace(Some(child));
    match last {
        Some(last) => last.next.set(Some(child)),
        None => parent.first_child.set(Some(child)),
    }
    child.previous.set(last);
    child.next.set(None);
    child.parent.set(Some(parent));
    child.form.set(form_inside(parent));
}

/// Removes a node from its parent. Its memory in the arena stays taken until the arena is reset.
fn detach(node: &Node<'_>) {
    let (Some(parent), previous, next) = (node.parent(), node.previous.get(), node.next.get())
    else {
        return;
    };
    match previous {
        Some(previous) => previous.next.set(next),
        None => parent.first_child.set(next),
    }
    match next {
        Some(next) => next.previous.set(previous),
        None => parent.last_child.set(previous),
    }
}

/// The form that the children of this node are in.
fn form_inside<'a>(parent: &'a Node<'a>) -> Option<&'a Node<'a>> {
    match parent.name {
        "form" => Some(parent),
        _ => parent.form(),
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
