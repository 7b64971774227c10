//! A right document with `self_cell`; before a section is read, its paragraphs and subsections are
//! counted, so that the vectors have room from the start.
//! A trick: the count goes on to the end of the text for each section, so n sections take n² steps:
//! a text of a megabyte takes minutes.
//! Fails in: optimised

#![allow(
    clippy::mem_forget,
    reason = "`self_cell!` forgets a guard against panics, and is linted where it is used"
)]

use bumpalo::Bump;
use bumpalo::collections::{String as ArenaString, Vec as ArenaVec};
use self_cell::self_cell;

/// What the tree refers to.
struct Owner {
    source: String,
    arena: Bump,
}

self_cell!(
    struct Tree {
        owner: Owner,

        #[covariant]
        dependent: Section,
    }
);

/// A text, and its sections.
pub struct Document {
    tree: Tree,
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
        let owner = Owner { source, arena };
        Document {
            tree: Tree::new(owner, |owner| parse(&owner.arena, &owner.source)),
        }
    }

    /// The text.
    pub fn source(&self) -> &str {
        &self.tree.borrow_owner().source
    }

    /// The document as a section, whose title is empty.
    pub fn root(&self) -> &Section<'_> {
        self.tree.borrow_dependent()
    }

    /// Calls `see` with every section, parents first.
    pub fn visit(&self, see: &mut dyn FnMut(&Section<'_>)) {
        visit(self.root(), see);
    }

    /// The number of bytes that the document's arena has allocated on the heap.
    pub fn arena_bytes(&self) -> usize {
        self.tree.borrow_owner().arena.allocated_bytes()
    }

    /// Consumes the document, and returns its arena as it is: the caller may reset and reuse it.
    pub fn into_arena(self) -> Bump {
        self.tree.into_owner().arena
    }
}

fn visit(section: &Section<'_>, see: &mut dyn FnMut(&Section<'_>)) {
    see(section);
    for section in section.sections.iter() {
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
        // With room from the start, nothing is left behind by growth.
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

/// How many paragraphs and sections there are directly below a heading of this level.
fn count(text: &str, level: usize) -> (usize, usize) {
    let (mut n_paragraphs, mut n_sections) = (0, 0);
    let mut rest = text;
    // The level of the section that the block is in: no heading is as deep as the first value.
    let mut inner = usize::MAX;
    while let Some((block, after)) = next_block(rest) {
        match block {
            // What comes after the end of this section belongs to another.
            Block::Heading { level: next, .. } if next <= level => inner = 0,
            Block::Heading { level: next, .. } if next <= inner => {
                inner = next;
                n_sections += 1;
            }
            Block::Paragraph(_) if inner == usize::MAX => n_paragraphs += 1,
            _ => {}
        }
        rest = after;
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
