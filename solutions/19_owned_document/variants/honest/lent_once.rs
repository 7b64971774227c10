//! Lends the arena once, to the closure that builds the tree, and notes what it then held: nobody
//! else gets at it, so the document may also be read by many threads. A look ahead counts, so that
//! no list of the tree grows.

#![allow(
    clippy::mem_forget,
    reason = "`self_cell!` forgets a guard against panics, and is linted where it is used"
)]

use bumpalo::Bump;
use bumpalo::collections::{String as ArenaString, Vec as ArenaVec};

use self_cell::{MutBorrow, self_cell};

/// What the tree borrows from.
struct Owner {
    source: String,
    arena: MutBorrow<Bump>,
}

self_cell!(
    struct Cell {
        owner: Owner,
        #[covariant]
        dependent: Tree,
    }
);

/// A finished tree, which does not know its arena.
struct Tree<'a> {
    root: Section<'a>,
    arena_bytes: usize,
}

/// A text, and its sections.
pub struct Document {
    cell: Cell,
}

/// A heading, and everything below it.
#[derive(Debug)]
pub struct Section<'a> {
    /// 1 for `#`, 2 for `##` and so on; 0 for the document itself.
    pub level: usize,
    /// The heading's text.
    pub title: &'a str,
    /// The title as a link fragment: `#set-up-in-5-minutes`, without its `#`.
    pub anchor: &'a str,
    /// The text before the first subsection.
    pub paragraphs: &'a [&'a str],
    /// The subsections, in order.
    pub sections: &'a [Section<'a>],
}

impl Document {
    /// Parses a text. Its sections are allocated in `arena`, which should be empty.
    pub fn parse(source: String, arena: Bump) -> Document {
        let arena = MutBorrow::new(arena);
        let cell = Cell::new(Owner { source, arena }, |owner| {
            let arena: &Bump = owner.arena.borrow_mut();
            let root = parse(arena, &owner.source);
            Tree {
                root,
                arena_bytes: arena.allocated_bytes(),
            }
        });
        Document { cell }
    }

    /// The text.
    pub fn source(&self) -> &str {
        &self.cell.borrow_owner().source
    }

    /// The document as a section, whose title is empty.
    pub fn root(&self) -> &Section<'_> {
        &self.cell.borrow_dependent().root
    }

    /// Calls `see` with every section, parents first.
    pub fn visit(&self, see: &mut dyn FnMut(&Section<'_>)) {
        visit(self.root(), see);
    }

    /// The number of bytes that the document's arena has allocated on the heap.
    pub fn arena_bytes(&self) -> usize {
        self.cell.borrow_dependent().arena_bytes
    }

    /// Consumes the document, and returns its arena as it is: the caller may reset and reuse it.
    pub fn into_arena(self) -> Bump {
        self.cell.into_owner().arena.into_inner()
    }
}

fn visit(section: &Section<'_>, see: &mut dyn FnMut(&Section<'_>)) {
    see(section);
    for section in section.sections {
        visit(section, see);
    }
}

fn parse<'a>(arena: &'a Bump, source: &'a str) -> Section<'a> {
    let mut parser = Parser {
        arena,
        rest: source,
    };
    parser.section(0, "")
}

/// The rest of the text.
struct Parser<'a> {
    arena: &'a Bump,
    rest: &'a str,
}

enum Block<'a> {
    Heading { level: usize, title: &'a str },
    Paragraph(&'a str),
}

impl<'a> Parser<'a> {
    /// The contents below a heading, up to the next heading that is not below it.
    fn section(&mut self, level: usize, title: &'a str) -> Section<'a> {
        // A look ahead says how many there will be: nothing grows, and nothing is left behind.
        let (n_paragraphs, n_sections) = count(self.rest, level);
        let mut paragraphs = ArenaVec::with_capacity_in(n_paragraphs, self.arena);
        let mut sections = ArenaVec::with_capacity_in(n_sections, self.arena);
        while let Some((block, rest)) = next_block(self.rest) {
            match block {
                Block::Heading { level: next, .. } if next <= level => break,
                Block::Heading { level, title } => {
                    self.rest = rest;
                    sections.push(self.section(level, title));
                }
                Block::Paragraph(text) => {
                    self.rest = rest;
                    paragraphs.push(text);
                }
            }
        }
        Section {
            level,
            title,
            anchor: anchor(self.arena, title),
            paragraphs: paragraphs.into_bump_slice(),
            sections: sections.into_bump_slice(),
        }
    }
}

/// How many paragraphs and direct subsections come before a heading that is not below this level.
/// Each block is looked at once for each of at most seven levels.
fn count(mut text: &str, level: usize) -> (usize, usize) {
    let (mut n_paragraphs, mut n_sections) = (0, 0);
    // The level of the subsection that is open, if any.
    let mut open = usize::MAX;
    while let Some((block, rest)) = next_block(text) {
        match block {
            Block::Heading { level: next, .. } if next <= level => break,
            Block::Heading { level: next, .. } if next <= open => {
                open = next;
                n_sections += 1;
            }
            Block::Heading { .. } => {}
            Block::Paragraph(_) => n_paragraphs += usize::from(n_sections == 0),
        }
        text = rest;
    }
    (n_paragraphs, n_sections)
}

/// The first heading or paragraph of a text, and the rest.
fn next_block(text: &str) -> Option<(Block<'_>, &str)> {
    let text = text.trim_start();
    let (line, rest) = first_line(text)?;
    if let Some((level, title)) = heading(line) {
        return Some((Block::Heading { level, title }, rest));
    }
    let mut n_bytes = 0;
    // Between two lines of three backticks is code, where a `#` does not start a heading.
    let mut is_code = false;
    let mut after = text;
    while let Some((line, rest)) = first_line(after) {
        if !is_code && (line.trim().is_empty() || heading(line).is_some()) {
            break;
        }
        is_code ^= line.starts_with("```");
        after = rest;
        n_bytes = text.len() - rest.len();
    }
    Some((Block::Paragraph(text[..n_bytes].trim_end()), after))
}

/// The first line, without its line end, and the text after it.
fn first_line(text: &str) -> Option<(&str, &str)> {
    (!text.is_empty()).then(|| text.split_once('\n').unwrap_or((text, "")))
}

/// Level and title of a heading.
fn heading(line: &str) -> Option<(usize, &str)> {
    let title = line.trim_start_matches('#');
    let level = line.len() - title.len();
    let is_heading = (1..=6).contains(&level) && title.starts_with(' ');
    is_heading.then(|| (level, title.trim()))
}

/// Letters and digits in lower case, and hyphens for spaces.
fn anchor<'a>(arena: &'a Bump, title: &str) -> &'a str {
    let mut anchor = ArenaString::with_capacity_in(title.len(), arena);
    for letter in title.chars() {
        match letter {
            ' ' | '-' => anchor.push('-'),
            letter if letter.is_alphanumeric() => anchor.extend(letter.to_lowercase()),
            _ => {}
        }
    }
    anchor.into_bump_str()
}
