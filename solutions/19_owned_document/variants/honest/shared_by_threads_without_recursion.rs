//! `MutBorrow` in the cell, so that a document is `Sync` too; sections are read in one loop, with
//! one open section for each level.

#![allow(
    clippy::mem_forget,
    reason = "`self_cell!` forgets a guard against panics, and is linted where it is used"
)]

use bumpalo::Bump;
use bumpalo::collections::{String as ArenaString, Vec as ArenaVec};
use self_cell::{MutBorrow, self_cell};

/// The levels of a section: six of headings, and the document.
const LEVELS: usize = 7;

/// What the tree refers to. Nobody can allocate in the arena once the tree is made.
struct Owner {
    source: String,
    arena: MutBorrow<Bump>,
}

/// The tree, and what it took.
struct Parsed<'a> {
    root: Section<'a>,
    arena_bytes: usize,
}

self_cell!(
    struct Cell {
        owner: Owner,

        #[covariant]
        dependent: Parsed,
    }
);

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
            Parsed {
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

/// A section that may get more.
struct Open<'a> {
    title: &'a str,
    paragraphs: ArenaVec<'a, &'a str>,
    sections: ArenaVec<'a, Section<'a>>,
}

impl<'a> Open<'a> {
    fn new(arena: &'a Bump, title: &'a str) -> Self {
        Open {
            title,
            paragraphs: ArenaVec::new_in(arena),
            sections: ArenaVec::new_in(arena),
        }
    }

    /// Nothing more will come: vectors become slices, which another thread may have.
    fn close(self, arena: &'a Bump, level: usize) -> Section<'a> {
        Section {
            level,
            title: self.title,
            anchor: anchor(arena, self.title),
            paragraphs: self.paragraphs.into_bump_slice(),
            sections: self.sections.into_bump_slice(),
        }
    }
}

fn parse<'a>(arena: &'a Bump, source: &'a str) -> Section<'a> {
    let mut root = Open::new(arena, "");
    // One place for each level below the document's. Those that are taken lie within each other.
    let mut open: [Option<Open<'a>>; LEVELS] = Default::default();
    let mut rest = source;
    while let Some((block, after)) = next_block(rest) {
        rest = after;
        match block {
            Block::Heading { level, title } => {
                close_from(arena, level, &mut root, &mut open);
                open[level] = Some(Open::new(arena, title));
            }
            Block::Paragraph(text) => {
                let innermost = open.iter_mut().flatten().next_back();
                innermost.unwrap_or(&mut root).paragraphs.push(text);
            }
        }
    }
    close_from(arena, 1, &mut root, &mut open);
    root.close(arena, 0)
}

/// Closes the sections of this level and below, innermost first, each into the one around it.
fn close_from<'a>(
    arena: &'a Bump,
    level: usize,
    root: &mut Open<'a>,
    open: &mut [Option<Open<'a>>; LEVELS],
) {
    for level in (level..LEVELS).rev() {
        if let Some(section) = open[level].take() {
            let section = section.close(arena, level);
            let around = open[..level].iter_mut().flatten().next_back();
            around.unwrap_or(&mut *root).sections.push(section);
        }
    }
}

enum Block<'a> {
    Heading { level: usize, title: &'a str },
    Paragraph(&'a str),
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
