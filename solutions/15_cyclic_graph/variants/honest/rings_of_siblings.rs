//! Siblings are a ring, and a parent knows only its last child, whose next one is the first. `find`
//! goes through the document backwards and stops at the first hit; a move changes only the forms
//! that were the old one.

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

/// An element or a piece of text.
pub struct Node<'a> {
    name: &'a str,
    id: &'a str,
    text: &'a str,
    parent: Link<'a>,
    form: Link<'a>,
    last_child: Link<'a>,
    /// The neighbours in the ring of siblings. An only child is its own neighbour; a node without a
    /// parent has none.
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
    let root = &*arena.alloc(Node::new("#document", "", ""));
    let mut parser = Parser {
        markup,
        position: 0,
    };
    // The element whose children are being read. At its end, the parser returns to its parent.
    let mut open = root;
    while let Some(token) = parser.token()? {
        match token {
            Token::Text(text) => open.append(arena.alloc(Node::new(TEXT, "", text))),
            Token::Open { name, id, is_empty } => {
                let element = &*arena.alloc(Node::new(name, id, ""));
                open.append(element);
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
        let mut next = Some(self.root);
        while let Some(node) = next {
            see(node);
            next = node.after(self.root);
        }
    }

    /// The element with this id; the last one if there are several.
    pub fn find(&self, id: &str) -> Option<&'a Node<'a>> {
        // Backwards: the last node of all first, each node after everything in it.
        let mut nodes = successors(Some(self.root.end()), |node| node.before());
        nodes.find(|node| node.id == id && !id.is_empty())
    }

    /// Moves an element, and everything in it, to the end of another one. Returns whether that was
    /// possible: both must exist, and nothing can be moved into itself.
    pub fn move_into(&self, id: &str, target: &str) -> bool {
        let (Some(node), Some(target)) = (self.find(id), self.find(target)) else {
            return false;
        };
        if successors(Some(target), |around| around.parent()).any(|around| around.is(node)) {
            return false;
        }
        let old_form = node.form();
        node.detach();
        target.append(node);
        let new_form = node.form();
        // Forms inside the element go with it; only what was in the form around it changes.
        for inside in successors(node.after(node), |inside| inside.after(node)) {
            if same(inside.form(), old_form) {
                inside.form.set(new_form);
            }
        }
        true
    }
}

impl<'a> Node<'a> {
    fn new(name: &'a str, id: &'a str, text: &'a str) -> Self {
        Self {
            name,
            id,
            text,
            parent: Link::default(),
            form: Link::default(),
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
        successors(self.first_child(), |child| child.next_sibling())
    }

    fn first_child(&self) -> Option<&'a Node<'a>> {
        self.last_child.get()?.next.get()
    }

    fn is_last_child(&self) -> bool {
        self.parent()
            .and_then(|parent| parent.last_child.get())
            .is_none_or(|last| last.is(self))
    }

    fn next_sibling(&self) -> Option<&'a Node<'a>> {
        if self.is_last_child() {
            return None;
        }
        self.next.get()
    }

    /// The node after this one in the markup, if it is inside `top`.
    fn after(&'a self, top: &Node<'a>) -> Option<&'a Node<'a>> {
        self.first_child().or_else(|| {
            successors(Some(self), |node| node.parent())
                .take_while(|node| !node.is(top))
                .find_map(|node| node.next_sibling())
        })
    }

    /// The last node in this one; itself, if it is empty.
    fn end(&'a self) -> &'a Node<'a> {
        let mut end = self;
        while let Some(child) = end.last_child.get() {
            end = child;
        }
        end
    }

    /// The node before this one in the markup.
    fn before(&self) -> Option<&'a Node<'a>> {
        let parent = self.parent()?;
        if parent.first_child().is_some_and(|first| first.is(self)) {
            return Some(parent);
        }
        self.previous.get().map(Node::end)
    }

    fn is(&self, other: &Node<'a>) -> bool {
        ptr::eq(self, other)
    }

    /// Makes `child`, which has no parent, the last child of this node.
    fn append(&'a self, child: &'a Node<'a>) {
        match self.last_child.get() {
            Some(last) => {
                let first = last.next.replace(Some(child));
                child.previous.set(Some(last));
                child.next.set(first);
                first.unwrap_or(last).previous.set(Some(child));
            }
            None => {
                child.previous.set(Some(child));
                child.next.set(Some(child));
            }
        }
        self.last_child.set(Some(child));
        child.parent.set(Some(self));
        child.form.set(match self.name {
            "form" => Some(self),
            _ => self.form(),
        });
    }

    /// Takes this node out of its parent.
    fn detach(&self) {
        let (Some(parent), Some(previous), Some(next)) =
            (self.parent.take(), self.previous.take(), self.next.take())
        else {
            return;
        };
        if parent.last_child.get().is_some_and(|last| last.is(self)) {
            let is_only = previous.is(self);
            parent.last_child.set((!is_only).then_some(previous));
        }
        previous.next.set(Some(next));
        next.previous.set(Some(previous));
    }
}

fn same<'a>(one: Option<&'a Node<'a>>, other: Option<&'a Node<'a>>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => one.is(other),
        (one, other) => one.is_none() && other.is_none(),
    }
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected {} at byte {}", self.expected, self.position)
    }
}

impl std::error::Error for ParseError {}

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
