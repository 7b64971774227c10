//! The children of a node are a ring: it refers to the last, and the last to the first.

use std::cell::Cell;
use std::fmt;
use std::iter::successors;

use bumpalo::Bump;

/// The name of a text node.
pub const TEXT: &str = "#text";

/// A parsed page.
pub struct Document<'a> {
    root: &'a Node<'a>,
}

type Link<'a> = Cell<Option<&'a Node<'a>>>;

/// An element or a piece of text. `'a` is the lifetime of the arena and of the markup.
///
/// The children of a node are a ring: the parent knows the last, and the last knows the first. One
/// link for each node is enough to add at the end and to read from the beginning.
pub struct Node<'a> {
    name: &'a str,
    id: &'a str,
    text: &'a str,
    parent: Link<'a>,
    form: Link<'a>,
    last_child: Link<'a>,
    /// The next sibling; of the last one, the first.
    next_in_ring: Link<'a>,
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
    let root: &'a Node<'a> = Node::new(arena, "#document", "", "");
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
                let element: &'a Node<'a> = Node::new(arena, name, id, "");
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
        self.root.subtree().for_each(see);
    }

    /// The element with this id; the last one if there are several.
    pub fn find(&self, id: &str) -> Option<&'a Node<'a>> {
        if id.is_empty() {
            return None;
        }
        self.root.subtree().filter(|node| node.id == id).last()
    }

    /// Moves an element, and everything in it, to the end of another one. Returns whether that was
    /// possible: both must exist, and nothing can be moved into itself.
    pub fn move_into(&self, id: &str, target: &str) -> bool {
        let (Some(node), Some(target)) = (self.find(id), self.find(target)) else {
            return false;
        };
        let mut around = successors(Some(target), |node| node.parent());
        if around.any(|around| std::ptr::eq(around, node)) {
            return false;
        }
        detach(node);
        append(target, node);
        // It may have left one form and entered another.
        for inside in node.subtree() {
            inside.form.set(inside.parent().and_then(form_inside));
        }
        true
    }
}

impl<'a> Node<'a> {
    fn new(arena: &'a Bump, name: &'a str, id: &'a str, text: &'a str) -> &'a Node<'a> {
        arena.alloc(Node {
            name,
            id,
            text,
            parent: Link::default(),
            form: Link::default(),
            last_child: Link::default(),
            next_in_ring: Link::default(),
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
        successors(self.first_child(), |child| child.next())
    }

    fn first_child(&self) -> Option<&'a Node<'a>> {
        self.last_child.get()?.next_in_ring.get()
    }

    /// The next sibling; none for the last one, and for the root.
    fn next(&self) -> Option<&'a Node<'a>> {
        let last = self.parent()?.last_child.get()?;
        self.next_in_ring
            .get()
            .filter(|_| !std::ptr::eq(last, self))
    }

    /// The node that follows in the markup, as long as it is inside `top`. No recursion: up is a
    /// link.
    fn following(&'a self, top: &Node<'a>) -> Option<&'a Node<'a>> {
        if let Some(child) = self.first_child() {
            return Some(child);
        }
        let mut node = self;
        while !std::ptr::eq(node, top) {
            if let Some(next) = node.next() {
                return Some(next);
            }
            node = node.parent()?;
        }
        None
    }

    /// This node and everything in it, parents first.
    fn subtree(&'a self) -> impl Iterator<Item = &'a Node<'a>> {
        successors(Some(self), move |node| node.following(self))
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
    match parent.last_child.replace(Some(child)) {
        Some(last) => {
            let first = last.next_in_ring.replace(Some(child));
            child.next_in_ring.set(first);
        }
        // A ring of one.
        None => child.next_in_ring.set(Some(child)),
    }
    child.parent.set(Some(parent));
    child.form.set(form_inside(parent));
}

/// Takes a node out of its ring. The one before it has to be searched, as Bad's `retain` does.
fn detach<'a>(node: &'a Node<'a>) {
    let Some(parent) = node.parent.take() else {
        return;
    };
    let mut before = node;
    while let Some(next) = before.next_in_ring.get()
        && !std::ptr::eq(next, node)
    {
        before = next;
    }
    before.next_in_ring.set(node.next_in_ring.take());
    let was_last = parent
        .last_child
        .get()
        .is_some_and(|last| std::ptr::eq(last, node));
    if was_last {
        // Alone in its ring, it was before itself.
        let is_alone = std::ptr::eq(before, node);
        parent.last_child.set(Some(before).filter(|_| !is_alone));
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_only_child_leaves_an_empty_ring() {
        let arena = Bump::new();
        let page = r#"<ul id="a"><li id="x"/></ul><form id="b"/>"#;
        let document = parse(&arena, page).expect("it is well-formed");
        assert!(document.move_into("x", "b"));
        assert!(!document.move_into("b", "x"));
        let children = |id| document.find(id).map(|node| node.children().count());
        assert_eq!((children("a"), children("b")), (Some(0), Some(1)));
        let form = document.find("x").and_then(|node| node.form());
        assert_eq!(form.map(Node::id), Some("b"));
    }
}
