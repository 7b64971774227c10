//! Bad tuned without an arena: all nodes in one vector, linked by their numbers, and the children linked to each other.
//! One block grows instead of one for each node and its list. A number alone leads nowhere, so callers get a handle: the
//! nodes, and which of them it is.

use std::cell::Cell;
use std::fmt;
use std::iter::successors;
use std::num::NonZero;
use std::ops::Deref;

use bumpalo::Bump;

/// The name of a text node.
pub const TEXT: &str = "#text";

/// A parsed page. Its root is the first node.
pub struct Document<'s> {
    nodes: Vec<Data<'s>>,
}

/// An element or a piece of text.
#[derive(Clone, Copy)]
pub struct Node<'d> {
    nodes: &'d [Data<'d>],
    number: Number,
}

/// A link that was followed; `*` gives the node.
pub struct Link<'d>(Node<'d>);

/// The number of a node. It starts at 1, so that a link to a node or to none takes 4 bytes, half of a reference.
type Number = NonZero<u32>;

const ROOT: Number = Number::MIN;

struct Data<'s> {
    name: &'s str,
    id: &'s str,
    text: &'s str,
    parent: Cell<Option<Number>>,
    form: Cell<Option<Number>>,
    first_child: Cell<Option<Number>>,
    last_child: Cell<Option<Number>>,
    previous: Cell<Option<Number>>,
    next: Cell<Option<Number>>,
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
    // A guess: a node takes about 32 bytes of markup.
    let mut nodes = Vec::with_capacity(1 + markup.len() / 32);
    nodes.push(Data::new("#document", "", ""));
    let mut parser = Parser {
        markup,
        position: 0,
    };
    // The element whose children are being read. At its end, the parser returns to its parent.
    let mut open = ROOT;
    while let Some(token) = parser.token()? {
        match token {
            Token::Text(text) => {
                push(&mut nodes, open, Data::new(TEXT, "", text));
            }
            Token::Open { name, id, is_empty } => {
                let element = push(&mut nodes, open, Data::new(name, id, ""));
                if !is_empty {
                    open = element;
                }
            }
            Token::Close { name, position } => {
                let node = &nodes[index(open)];
                let parent = node.parent.get().filter(|_| node.name == name);
                open = parent.ok_or(ParseError {
                    position,
                    expected: "the end of the element that was opened last",
                })?;
            }
        }
    }
    match open {
        ROOT => Ok(Document { nodes }),
        _ => Err(parser.expected("the end of an element")),
    }
}

/// Adds a node as the last child of `parent`.
fn push<'s>(nodes: &mut Vec<Data<'s>>, parent: Number, data: Data<'s>) -> Number {
    nodes.push(data);
    let number = u32::try_from(nodes.len()).ok().and_then(Number::new);
    let number = number.expect("a page has fewer nodes than that");
    let at = |number| Node { nodes, number };
    append(at(parent), at(number));
    number
}

impl Document<'_> {
    /// The node around all others.
    pub fn root(&self) -> Node<'_> {
        Node {
            nodes: &self.nodes,
            number: ROOT,
        }
    }

    /// Calls `see` with every node: each once, and a parent before its children.
    pub fn walk(&self, see: &mut dyn FnMut(&Node<'_>)) {
        self.root().subtree().for_each(|node| see(&node));
    }

    /// The element with this id; the last one if there are several.
    pub fn find(&self, id: &str) -> Option<Node<'_>> {
        let has_id = |node: &Node<'_>| node.id() == id && !id.is_empty();
        self.root().subtree().filter(has_id).last()
    }

    /// Moves an element, and everything in it, to the end of another one. Returns whether that was
    /// possible: both must exist, and nothing can be moved into itself.
    pub fn move_into(&self, id: &str, target: &str) -> bool {
        let (Some(node), Some(target)) = (self.find(id), self.find(target)) else {
            return false;
        };
        let mut around = successors(Some(target), |around| around.at(around.data().parent.get()));
        if around.any(|around| around.number == node.number) {
            return false;
        }
        detach(node);
        append(target, node);
        // It may have left one form and entered another.
        for node in node.subtree() {
            let parent = node.at(node.data().parent.get());
            node.data().form.set(parent.and_then(form_inside));
        }
        true
    }
}

impl<'d> Node<'d> {
    /// The element's name, or [`TEXT`].
    pub fn name(&self) -> &'d str {
        self.data().name
    }

    /// The element's id; empty if there is none.
    pub fn id(&self) -> &'d str {
        self.data().id
    }

    /// The text as written; empty for an element.
    pub fn text(&self) -> &'d str {
        self.data().text
    }

    /// The node around this one; none for the root.
    pub fn parent(&self) -> Option<Link<'d>> {
        self.at(self.data().parent.get()).map(Link)
    }

    /// The innermost form around this node.
    pub fn form(&self) -> Option<Link<'d>> {
        self.at(self.data().form.get()).map(Link)
    }

    /// The nodes directly inside, in order.
    pub fn children(&self) -> impl Iterator<Item = Link<'d>> + use<'d> {
        let first = self.at(self.data().first_child.get());
        successors(first, |child| child.at(child.data().next.get())).map(Link)
    }

    /// This node and everything in it, parents first.
    fn subtree(self) -> impl Iterator<Item = Node<'d>> {
        successors(Some(self), move |node| {
            let mut around = successors(Some(*node), |node| node.at(node.data().parent.get()))
                .take_while(|node| node.number != self.number);
            node.at(node.data().first_child.get())
                .or_else(|| around.find_map(|node| node.at(node.data().next.get())))
        })
    }

    fn data(&self) -> &'d Data<'d> {
        &self.nodes[index(self.number)]
    }

    fn at(&self, number: Option<Number>) -> Option<Node<'d>> {
        number.map(|number| Node { number, ..*self })
    }
}

impl<'d> Deref for Link<'d> {
    type Target = Node<'d>;

    fn deref(&self) -> &Node<'d> {
        &self.0
    }
}

impl<'s> Data<'s> {
    fn new(name: &'s str, id: &'s str, text: &'s str) -> Data<'s> {
        Data {
            name,
            id,
            text,
            parent: Cell::default(),
            form: Cell::default(),
            first_child: Cell::default(),
            last_child: Cell::default(),
            previous: Cell::default(),
            next: Cell::default(),
        }
    }
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected {} at byte {}", self.expected, self.position)
    }
}

impl std::error::Error for ParseError {}

fn index(number: Number) -> usize {
    number.get() as usize - 1
}

/// Makes `child` the last child of `parent`.
fn append(parent: Node<'_>, child: Node<'_>) {
    let last = parent.data().last_child.replace(Some(child.number));
    match parent.at(last) {
        Some(last) => last.data().next.set(Some(child.number)),
        None => parent.data().first_child.set(Some(child.number)),
    }
    let data = child.data();
    data.previous.set(last);
    data.next.set(None);
    data.parent.set(Some(parent.number));
    data.form.set(form_inside(parent));
}

/// Removes a node from its parent. It keeps its place in the vector.
fn detach(node: Node<'_>) {
    let data = node.data();
    let Some(parent) = node.at(data.parent.get()) else {
        return;
    };
    match node.at(data.previous.get()) {
        Some(previous) => previous.data().next.set(data.next.get()),
        None => parent.data().first_child.set(data.next.get()),
    }
    match node.at(data.next.get()) {
        Some(next) => next.data().previous.set(data.previous.get()),
        None => parent.data().last_child.set(data.previous.get()),
    }
}

/// The form that the children of this node are in.
fn form_inside(parent: Node<'_>) -> Option<Number> {
    match parent.name() {
        "form" => Some(parent.number),
        _ => parent.data().form.get(),
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
