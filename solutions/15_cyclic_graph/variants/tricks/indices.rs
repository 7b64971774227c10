//! Nodes in a vector, linked by index, with handles for the outside. A trick here, though often a
//! good design: it works without references between nodes, which this exercise is about.
//! Fails in: step3_in_the_arena

use std::cell::RefCell;
use std::fmt;
use std::iter::successors;

use bumpalo::Bump;
use bumpalo::collections::Vec as ArenaVec;

/// The name of a text node.
pub const TEXT: &str = "#text";

/// A parsed page. `'a` ends with the arena or with the markup, whichever goes first.
pub struct Document<'a> {
    root: Node<'a>,
}

/// A handle: where the nodes are, and which of them this is.
#[derive(Clone, Copy)]
pub struct Node<'a> {
    nodes: &'a Nodes<'a>,
    index: u32,
}

type Nodes<'a> = RefCell<ArenaVec<'a, Data<'a>>>;

#[derive(Clone, Copy)]
struct Data<'a> {
    name: &'a str,
    id: &'a str,
    text: &'a str,
    parent: Option<u32>,
    form: Option<u32>,
    first_child: Option<u32>,
    next: Option<u32>,
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
    let nodes: &'a Nodes<'a> = arena.alloc(RefCell::new(ArenaVec::new_in(arena)));
    let root = Node::push(nodes, ("#document", "", ""));
    let mut parser = Parser {
        markup,
        position: 0,
    };
    // The element whose children are being read. At its end, the parser returns to its parent.
    let mut open = root;
    while let Some(token) = parser.token()? {
        match token {
            Token::Text(text) => append(open, Node::push(nodes, (TEXT, "", text))),
            Token::Open { name, id, is_empty } => {
                let element = Node::push(nodes, (name, id, ""));
                append(open, element);
                if !is_empty {
                    open = element;
                }
            }
            Token::Close { name, position } => {
                let parent = open.up().filter(|_| open.name() == name);
                open = parent.ok_or(ParseError {
                    position,
                    expected: "the end of the element that was opened last",
                })?;
            }
        }
    }
    match open.up() {
        None => Ok(Document { root }),
        Some(_) => Err(parser.expected("the end of an element")),
    }
}

impl<'a> Document<'a> {
    /// The node around all others.
    pub fn root(&self) -> &Node<'a> {
        &self.root
    }

    /// Calls `see` with every node: each once, and a parent before its children.
    pub fn walk(&self, see: &mut dyn FnMut(&Node<'a>)) {
        self.root.subtree().for_each(|node| see(&node));
    }

    /// The element with this id; the last one if there are several.
    pub fn find(&self, id: &str) -> Option<Node<'a>> {
        let has_id = |node: &Node<'a>| node.id() == id && !id.is_empty();
        self.root.subtree().filter(has_id).last()
    }

    /// Moves an element, and everything in it, to the end of another one.
    pub fn move_into(&self, id: &str, target: &str) -> bool {
        let (Some(node), Some(target)) = (self.find(id), self.find(target)) else {
            return false;
        };
        let mut around = successors(Some(target), |around| around.up());
        if around.any(|around| around.index == node.index) {
            return false;
        }
        detach(node);
        append(target, node);
        for node in node.subtree() {
            let form = node.up().and_then(form_inside);
            node.change(|data| data.form = form.map(|form| form.index));
        }
        true
    }
}

impl<'a> Node<'a> {
    fn push(nodes: &'a Nodes<'a>, (name, id, text): (&'a str, &'a str, &'a str)) -> Node<'a> {
        let index = u32::try_from(nodes.borrow().len()).expect("a page has fewer nodes than that");
        nodes.borrow_mut().push(Data {
            name,
            id,
            text,
            parent: None,
            form: None,
            first_child: None,
            next: None,
        });
        Node { nodes, index }
    }

    fn data(&self) -> Data<'a> {
        self.nodes.borrow()[self.index as usize]
    }

    fn change(&self, change: impl FnOnce(&mut Data<'a>)) {
        change(&mut self.nodes.borrow_mut()[self.index as usize]);
    }

    fn at(&self, index: u32) -> Node<'a> {
        Node { index, ..*self }
    }

    /// The element's name, or [`TEXT`].
    pub fn name(&self) -> &'a str {
        self.data().name
    }

    /// The element's id; empty if there is none.
    pub fn id(&self) -> &'a str {
        self.data().id
    }

    /// The text as written; empty for an element.
    pub fn text(&self) -> &'a str {
        self.data().text
    }

    /// The node around this one; none for the root.
    pub fn parent(&self) -> Option<Link<'a>> {
        self.up().map(Link)
    }

    fn up(&self) -> Option<Node<'a>> {
        self.data().parent.map(|index| self.at(index))
    }

    /// The innermost form around this node.
    pub fn form(&self) -> Option<Node<'a>> {
        self.data().form.map(|index| self.at(index))
    }

    /// The nodes directly inside, in order.
    pub fn children(&self) -> impl Iterator<Item = Node<'a>> + use<'a> {
        let first = self.data().first_child.map(|index| self.at(index));
        successors(first, |child| {
            child.data().next.map(|index| child.at(index))
        })
    }

    fn subtree(&self) -> impl Iterator<Item = Node<'a>> + use<'a> {
        let mut left = vec![*self];
        std::iter::from_fn(move || {
            let node = left.pop()?;
            let begin = left.len();
            left.extend(node.children());
            left[begin..].reverse();
            Some(node)
        })
    }
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected {} at byte {}", self.expected, self.position)
    }
}

impl std::error::Error for ParseError {}

fn append<'a>(parent: Node<'a>, child: Node<'a>) {
    let form = form_inside(parent).map(|form| form.index);
    match parent.children().last() {
        Some(last) => last.change(|data| data.next = Some(child.index)),
        None => parent.change(|data| data.first_child = Some(child.index)),
    }
    child.change(|data| {
        (data.parent, data.form, data.next) = (Some(parent.index), form, None);
    });
}

fn detach(node: Node<'_>) {
    let Some(parent) = node.up() else { return };
    let next = node.data().next;
    let before = parent
        .children()
        .find(|child| child.data().next == Some(node.index));
    match before {
        Some(before) => before.change(|data| data.next = next),
        None => parent.change(|data| data.first_child = next),
    }
}

fn form_inside(parent: Node<'_>) -> Option<Node<'_>> {
    match parent.name() {
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

/// A link that can be followed by `*`, as the tests do.
pub struct Link<'a>(Node<'a>);

impl<'a> std::ops::Deref for Link<'a> {
    type Target = Node<'a>;

    fn deref(&self) -> &Node<'a> {
        &self.0
    }
}
