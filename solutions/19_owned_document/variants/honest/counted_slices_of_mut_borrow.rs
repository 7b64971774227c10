//! Lists are counted before they are made, as slices of the exact length; the owner is a
//! `MutBorrow`.

#![allow(
    clippy::mem_forget,
    reason = "`self_cell!` forgets a guard against panics, and is linted where it is used"
)]

use bumpalo::Bump;
use bumpalo::collections::String as ArenaString;
use self_cell::{MutBorrow, self_cell};

/// A text, and its sections.
pub struct Document {
    cell: Cell,
}

self_cell!(
    struct Cell {
        owner: Owner,
        #[covariant]
        dependent: Tree,
    }
);

/// What a document keeps alive.
struct Owner {
    source: String,
    /// Lent once, to build the tree: so a document is `Sync` as well as `Send`.
    arena: MutBorrow<Bump>,
}

/// What borrows from text and arena.
struct Tree<'a> {
    root: Section<'a>,
    /// What the arena has allocated. It is not lent any more, so this cannot change.
    bytes: usize,
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
        Document {
            cell: Cell::new(Owner { source, arena }, |owner| {
                let arena: &Bump = owner.arena.borrow_mut();
                let root = section(arena, 0, "", &mut owner.source.as_str());
                let bytes = arena.allocated_bytes();
                Tree { root, bytes }
            }),
        }
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
        self.cell.borrow_dependent().bytes
    }

    /// Consumes the document, and returns its arena as it is: the caller may reset and reuse it.
    pub fn into_arena(self) -> Bump {
        self.cell.into_owner().arena.into_inner()
    }
}

fn visit(section: &Section<'_>, see: &mut dyn FnMut(&Section<'_>)) {
    see(section);
    for section in section.sections.iter() {
        visit(section, see);
    }
}

enum Block<'a> {
    Heading { level: usize, title: &'a str },
    Paragraph(&'a str),
}

/// The contents below a heading, up to the next heading that is not below it. They are taken off the
/// front of `rest`.
fn section<'a>(arena: &'a Bump, level: usize, title: &'a str, rest: &mut &'a str) -> Section<'a> {
    // After the first subsection, each paragraph is below some heading.
    let n_paragraphs = count_paragraphs(rest);
    let paragraphs = arena.alloc_slice_fill_with(n_paragraphs, |_| match next_block(rest) {
        Some((Block::Paragraph(text), after)) => {
            *rest = after;
            text
        }
        _ => unreachable!("as many paragraphs as were counted"),
    });
    let n_sections = count_sections(rest, level);
    let sections = arena.alloc_slice_fill_with(n_sections, |_| match next_block(rest) {
        Some((Block::Heading { level, title }, after)) => {
            *rest = after;
            section(arena, level, title, rest)
        }
        _ => unreachable!("as many subsections as were counted"),
    });
    Section {
        level,
        title,
        anchor: anchor(arena, title),
        paragraphs,
        sections,
    }
}

/// The number of paragraphs up to the next heading.
fn count_paragraphs(mut text: &str) -> usize {
    let mut n = 0;
    while let Some((Block::Paragraph(_), rest)) = next_block(text) {
        text = rest;
        n += 1;
    }
    n
}

/// The number of sections just below one of this level.
fn count_sections(mut text: &str, level: usize) -> usize {
    let mut n = 0;
    let mut innermost = usize::MAX;
    while let Some((block, rest)) = next_block(text) {
        text = rest;
        match block {
            Block::Heading { level: next, .. } if next <= level => break,
            // Not below the one before it, so beside it.
            Block::Heading { level: next, .. } if next <= innermost => {
                innermost = next;
                n += 1;
            }
            _ => {}
        }
    }
    n
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
