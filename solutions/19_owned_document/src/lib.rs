//! A guide in Markdown, as a tree of sections that a viewer can keep, move and hand on.
//!
//! Three things belong together here: the text, the arena, and the tree, which refers to both.
//! `self_cell` puts text and arena into one block of the heap, where they stay when the document is
//! moved, and the tree beside them. It lends the tree only while the document is borrowed, and drops
//! it before what it refers to.

#![allow(
    clippy::mem_forget,
    reason = "`self_cell!` forgets a guard that was there in case of a panic; its expansion is linted here"
)]

use bumpalo::Bump;
use bumpalo::collections::{String as ArenaString, Vec as ArenaVec};
use self_cell::self_cell;

/// A text, and its sections.
///
/// No lifetime shows: the document owns all that it refers to, so it can be returned, kept in a
/// vector, and sent to another thread.
pub struct Document {
    cell: Cell,
}

/// What the sections refer to.
struct Owner {
    source: String,
    arena: Bump,
}

/// What depends on them. `self_cell` wants a type with one lifetime, named without it.
type Root<'a> = Section<'a>;

self_cell!(
    struct Cell {
        owner: Owner,

        // Covariant: a tree that lives for long may be lent for a short time. Shared references and
        // slices are; `&'a mut` and `Cell` in a section would not be.
        #[covariant]
        dependent: Root,
    }
);

/// A heading, and all that stands below it.
///
/// Slices, not vectors of the arena: a vector keeps a `&Bump`, to be able to grow, and would tie the
/// document to its thread. What is finished need not grow.
#[derive(Debug)]
pub struct Section<'a> {
    /// 1 for `#`, 2 for `##` and so on; 0 for the document itself.
    pub level: usize,
    /// The heading's text.
    pub title: &'a str,
    /// The title as the end of a link: `#set-up-in-5-minutes`, without its `#`.
    pub anchor: &'a str,
    /// The text before the first section within.
    pub paragraphs: &'a [&'a str],
    /// The sections within, in order.
    pub sections: &'a [Section<'a>],
}

impl Document {
    /// Reads a text. Its sections are made in `arena`, which should be empty.
    pub fn parse(source: String, arena: Bump) -> Document {
        // Text and arena move to their final place first. Only then is something made that refers to
        // them.
        let owner = Owner { source, arena };
        Document {
            cell: Cell::new(owner, |owner| parse(&owner.arena, &owner.source)),
        }
    }

    /// The text.
    pub fn source(&self) -> &str {
        &self.cell.borrow_owner().source
    }

    /// The document as a section, whose title is empty.
    pub fn root(&self) -> &Section<'_> {
        self.cell.borrow_dependent()
    }

    /// Shows every section, the one around it first.
    pub fn visit(&self, see: &mut dyn FnMut(&Section<'_>)) {
        visit(self.root(), see);
    }

    /// How many bytes the document's arena has asked of the heap.
    pub fn arena_bytes(&self) -> usize {
        self.cell.borrow_owner().arena.allocated_bytes()
    }

    /// Gives up the document, and returns its arena as it is: whoever uses it again may reset it.
    pub fn into_arena(self) -> Bump {
        // The tree is dropped first, so nothing refers to the arena any more.
        self.cell.into_owner().arena
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

/// What is left of the text.
struct Parser<'a> {
    arena: &'a Bump,
    rest: &'a str,
}

enum Block<'a> {
    Heading { level: usize, title: &'a str },
    Paragraph(&'a str),
}

impl<'a> Parser<'a> {
    /// What follows a heading, up to the next one that does not belong below it.
    fn section(&mut self, level: usize, title: &'a str) -> Section<'a> {
        let mut paragraphs = ArenaVec::new_in(self.arena);
        let mut sections = ArenaVec::new_in(self.arena);
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
            // Freezing gives up the vector's spare room, and its reference to the arena.
            paragraphs: paragraphs.into_bump_slice(),
            sections: sections.into_bump_slice(),
        }
    }
}

/// The first heading or paragraph of a text, and what follows it.
fn next_block(text: &str) -> Option<(Block<'_>, &str)> {
    let text = text.trim_start();
    let (line, rest) = first_line(text)?;
    if let Some((level, title)) = heading(line) {
        return Some((Block::Heading { level, title }, rest));
    }
    let mut n_bytes = 0;
    // Between two lines of three backticks is code, and a `#` in it begins no heading.
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

/// The first line, without what ends it, and the text after it.
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
