//! Gives a new arena back where the old one holds more than a megabyte.
//! A trick: it is the caller who says what is too much, and who may have values in it.
//! Fails in: step5_arena_back

#![allow(
    clippy::mem_forget,
    reason = "`self_cell!` forgets a guard against panics, and is linted where it is used"
)]

use bumpalo::Bump;
use bumpalo::collections::{String as ArenaString, Vec as ArenaVec};
use self_cell::self_cell;

/// An arena that holds more than a guide usually needs is not worth keeping.
const KEEP: usize = 1 << 20;

/// A text, and its sections.
pub struct Document {
    cell: Cell,
}

self_cell!(
    struct Cell {
        owner: Owner,
        #[covariant]
        dependent: Section,
    }
);

/// What a document keeps alive.
struct Owner {
    source: String,
    arena: Bump,
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

    /// Calls `see` with every section, parents first.
    pub fn visit(&self, see: &mut dyn FnMut(&Section<'_>)) {
        visit(self.root(), see);
    }

    /// The number of bytes that the document's arena has allocated on the heap.
    pub fn arena_bytes(&self) -> usize {
        self.cell.borrow_owner().arena.allocated_bytes()
    }

    /// Consumes the document, and returns its arena as it is: the caller may reset and reuse it.
    pub fn into_arena(self) -> Bump {
        let arena = self.cell.into_owner().arena;
        match arena.allocated_bytes() > KEEP {
            true => Bump::new(),
            false => arena,
        }
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
            paragraphs: paragraphs.into_bump_slice(),
            sections: sections.into_bump_slice(),
        }
    }
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
