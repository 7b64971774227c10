//! Links the nodes in the order in which they were made, and searches along these links. A mistake: after
//! a move, the last of several elements with the same id may be another one.
//! Fails in: step1_links

use std::cell::Cell;
use std::fmt;

use bumpalo::Bump;

/// The name of a text node.
pub const TEXT: &str = "#text";

type Link<'a> = Option<&'a Node<'a>>;

/// A parsed page.
#[derive(Clone, Copy)]
pub struct Document<'a> {
    root: &'a Node<'a>,
}

/// Where a node hangs. `Copy`, so the whole of it is replaced at once.
#[derive(Clone, Copy, Default)]
struct Links<'a> {
    parent: Link<'a>,
    form: Link<'a>,
    first: Link<'a>,
    last: Link<'a>,
    before: Link<'a>,
    after: Link<'a>,
    made: Link<'a>,
}

/// An element or a piece of text.
pub struct Node<'a> {
    name: &'a str,
    id: &'a str,
    text: &'a str,
    links: Cell<Links<'a>>,
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
    let root = Node::new(arena, "#document", "", "");
    let mut parser = Parser {
        markup,
        position: 0,
    };
    let mut open = root;
    let mut newest = root;
    while let Some(token) = parser.token()? {
        match token {
            Token::Text(text) => {
                let node = Node::new(arena, TEXT, "", text);
                newest.update(|links| links.made = Some(node));
                newest = node;
                append(open, node);
            }
            Token::Open { name, id, is_empty } => {
                let element = Node::new(arena, name, id, "");
                newest.update(|links| links.made = Some(element));
                newest = element;
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
        inside(self.root).for_each(see);
    }

    /// The element with this id; the last one if there are several.
    pub fn find(&self, id: &str) -> Option<&'a Node<'a>> {
        if id.is_empty() {
            return None;
        }
        std::iter::successors(Some(self.root), |node| node.links.get().made)
            .filter(|node| node.id == id)
            .last()
    }

    /// Moves an element, and everything in it, to the end of another one.
    pub fn move_into(&self, id: &str, target: &str) -> bool {
        let (Some(node), Some(target)) = (self.find(id), self.find(target)) else {
            return false;
        };
        if std::iter::successors(Some(target), |node| node.parent())
            .any(|one| std::ptr::eq(one, node))
        {
            return false;
        }
        detach(node);
        append(target, node);
        for node in inside(node) {
            node.update(|links| links.form = links.parent.and_then(form_inside));
        }
        true
    }
}

impl<'a> Node<'a> {
    fn new(arena: &'a Bump, name: &'a str, id: &'a str, text: &'a str) -> &'a Node<'a> {
        arena.alloc_with(|| Node {
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

    /// The nodes directly inside, in order.
    pub fn children(&self) -> impl Iterator<Item = &'a Node<'a>> + use<'a> {
        std::iter::successors(self.links.get().first, |child| child.links.get().after)
    }

    fn update(&self, change: impl FnOnce(&mut Links<'a>)) {
        let mut links = self.links.get();
        change(&mut links);
        self.links.set(links);
    }
}

fn append<'a>(parent: &'a Node<'a>, child: &'a Node<'a>) {
    let last = parent.links.get().last;
    child.update(|links| {
        links.parent = Some(parent);
        links.form = form_inside(parent);
        links.before = last;
        links.after = None;
    });
    match last {
        Some(last) => last.update(|links| links.after = Some(child)),
        None => parent.update(|links| links.first = Some(child)),
    }
    parent.update(|links| links.last = Some(child));
}

fn detach<'a>(node: &'a Node<'a>) {
    let Links {
        parent,
        before,
        after,
        ..
    } = node.links.get();
    match (before, parent) {
        (Some(before), _) => before.update(|links| links.after = after),
        (None, Some(parent)) => parent.update(|links| links.first = after),
        _ => {}
    }
    match (after, parent) {
        (Some(after), _) => after.update(|links| links.before = before),
        (None, Some(parent)) => parent.update(|links| links.last = before),
        _ => {}
    }
    node.update(|links| (links.parent, links.before, links.after) = (None, None, None));
}

fn form_inside<'a>(parent: &'a Node<'a>) -> Option<&'a Node<'a>> {
    if parent.name == "form" {
        Some(parent)
    } else {
        parent.form()
    }
}

/// A node and all in it, parents first.
fn inside<'a>(top: &'a Node<'a>) -> impl Iterator<Item = &'a Node<'a>> {
    std::iter::successors(Some(top), move |node| {
        let mut node: &'a Node<'a> = node;
        if let Some(first) = node.links.get().first {
            return Some(first);
        }
        while !std::ptr::eq(node, top) {
            if let Some(next) = node.links.get().after {
                return Some(next);
            }
            node = node.parent()?;
        }
        None
    })
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
