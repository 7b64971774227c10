//! One cell with all links of a node, which are copied out and in. `find` searches from the end
//! of the page; `children` gives a list of its own.

use std::cell::Cell;
use std::fmt;
use std::iter;
use std::ptr;

use bumpalo::Bump;

/// The name of a text node.
pub const TEXT: &str = "#text";

/// A parsed page, in the caller's arena.
pub struct Document<'a> {
    root: &'a Node<'a>,
}

/// An element or a piece of text. `'a` is the lifetime of the markup and of the arena.
pub struct Node<'a> {
    name: &'a str,
    id: &'a str,
    text: &'a str,
    links: Cell<Links<'a>>,
}

/// Where a node is in the document. It is read and written as a whole.
#[derive(Clone, Copy, Default)]
struct Links<'a> {
    parent: Link<'a>,
    form: Link<'a>,
    first_inside: Link<'a>,
    last_inside: Link<'a>,
    before: Link<'a>,
    after: Link<'a>,
}

type Link<'a> = Option<&'a Node<'a>>;

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
    let root = Node::new(arena, "#document", "", "");
    let mut parser = Parser {
        markup,
        position: 0,
    };
    // The element whose children are being read. At its end, the parser returns to its parent.
    let mut open = root;
    while let Some(token) = parser.token()? {
        match token {
            Token::Text(text) => append(open, Node::new(arena, TEXT, "", text)),
            Token::Open { name, id, is_empty } => {
                let element = Node::new(arena, name, id, "");
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
        walk(self.root, see);
    }

    /// The element with this id; the last one if there are several.
    pub fn find(&self, id: &str) -> Option<&'a Node<'a>> {
        // From the end of the page: the first that is found is the last one.
        let mut node = lowest_and_last(self.root);
        while id.is_empty() || node.id != id {
            node = match node.links.get().before {
                Some(before) => lowest_and_last(before),
                None => node.parent()?,
            };
        }
        Some(node)
    }

    /// Moves an element, and everything in it, to the end of another one. Returns whether that was
    /// possible: both must exist, and nothing can be moved into itself.
    pub fn move_into(&self, id: &str, target: &str) -> bool {
        let (Some(node), Some(target)) = (self.find(id), self.find(target)) else {
            return false;
        };
        let mut around = Some(target);
        while let Some(one) = around {
            if ptr::eq(one, node) {
                return false;
            }
            around = one.parent();
        }
        take_out(node);
        append(target, node);
        // It may have left one form and entered another.
        walk(node, &mut |node| {
            if let Some(parent) = node.parent() {
                node.set_form(form_inside(parent));
            }
        });
        true
    }
}

impl<'a> Node<'a> {
    fn new(arena: &'a Bump, name: &'a str, id: &'a str, text: &'a str) -> &'a Node<'a> {
        arena.alloc(Node {
            name,
            id,
            text,
            links: Cell::default(),
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
        self.links.get().parent
    }

    /// The innermost form around this node.
    pub fn form(&self) -> Option<&'a Node<'a>> {
        self.links.get().form
    }

    /// The nodes directly inside, in order, as they are now.
    pub fn children(&self) -> Vec<&'a Node<'a>> {
        iter::successors(self.links.get().first_inside, |child| {
            child.links.get().after
        })
        .collect()
    }

    fn set_form(&self, form: Link<'a>) {
        self.change(|links| links.form = form);
    }

    fn change(&self, change: impl FnOnce(&mut Links<'a>)) {
        let mut links = self.links.get();
        change(&mut links);
        self.links.set(links);
    }
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected {} at byte {}", self.expected, self.position)
    }
}

impl std::error::Error for ParseError {}

/// Makes `child`, which is nowhere yet, the last child of `parent`.
fn append<'a>(parent: &'a Node<'a>, child: &'a Node<'a>) {
    let before = parent.links.get().last_inside;
    child.change(|links| {
        links.parent = Some(parent);
        links.form = form_inside(parent);
        links.before = before;
        links.after = None;
    });
    match before {
        Some(before) => before.change(|links| links.after = Some(child)),
        None => parent.change(|links| links.first_inside = Some(child)),
    }
    parent.change(|links| links.last_inside = Some(child));
}

/// Takes a node, with everything in it, out of the document.
fn take_out<'a>(node: &'a Node<'a>) {
    let Links {
        parent,
        before,
        after,
        ..
    } = node.links.get();
    match (before, parent) {
        (Some(before), _) => before.change(|links| links.after = after),
        (None, Some(parent)) => parent.change(|links| links.first_inside = after),
        (None, None) => {}
    }
    match (after, parent) {
        (Some(after), _) => after.change(|links| links.before = before),
        (None, Some(parent)) => parent.change(|links| links.last_inside = before),
        (None, None) => {}
    }
    node.change(|links| {
        links.parent = None;
        links.before = None;
        links.after = None;
    });
}

/// The form that the children of this node are in.
fn form_inside<'a>(parent: &'a Node<'a>) -> Option<&'a Node<'a>> {
    match parent.name {
        "form" => Some(parent),
        _ => parent.form(),
    }
}

/// The node of this subtree that is last in the page.
fn lowest_and_last<'a>(start: &'a Node<'a>) -> &'a Node<'a> {
    let mut node = start;
    while let Some(inside) = node.links.get().last_inside {
        node = inside;
    }
    node
}

/// Parents first. It keeps a list of nodes still to visit, since recursion would overflow the stack
/// on a deep document.
fn walk<'a>(start: &'a Node<'a>, see: &mut dyn FnMut(&'a Node<'a>)) {
    let mut left = vec![start];
    while let Some(node) = left.pop() {
        see(node);
        let last = node.links.get().last_inside;
        left.extend(iter::successors(last, |child| child.links.get().before));
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
