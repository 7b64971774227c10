//! Bad tuned without an arena: the document owns its text and its sections, by `self_cell`, and frees both. Each section
//! has two vectors and an anchor of its own. The caller's arena is kept unused.

#![allow(
    clippy::mem_forget,
    reason = "`self_cell!` forgets a guard against panics; its expansion is linted here"
)]

use bumpalo::Bump;
use self_cell::self_cell;

/// A text, and its sections.
pub struct Document {
    cell: Cell,
    arena: Bump,
}

self_cell!(
    struct Cell {
        owner: String,

        #[covariant]
        dependent: Section,
    }
);

/// A heading, and everything below it.
#[derive(Debug)]
pub struct Section<'s> {
    /// 1 for `#`, 2 for `##` and so on; 0 for the document itself.
    pub level: usize,
    /// The heading's text.
    pub title: &'s str,
    /// The title as a link fragment: `#set-up-in-5-minutes`, without its `#`.
    pub anchor: String,
    /// The text before the first subsection.
    pub paragraphs: Vec<&'s str>,
    /// The subsections, in order.
    pub sections: Vec<Section<'s>>,
}

impl Document {
    /// Parses a text.
    pub fn parse(source: String, arena: Bump) -> Document {
        let cell = Cell::new(source, |source| Parser { rest: source }.section(0, ""));
        Document { cell, arena }
    }

    /// The text.
    pub fn source(&self) -> &str {
        self.cell.borrow_owner()
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
        self.arena.allocated_bytes()
    }

    /// Consumes the document, and returns its arena as it is: the caller may reset and reuse it.
    pub fn into_arena(self) -> Bump {
        self.arena
    }
}

fn visit(section: &Section<'_>, see: &mut dyn FnMut(&Section<'_>)) {
    see(section);
    for section in &section.sections {
        visit(section, see);
    }
}

/// The rest of the text.
struct Parser<'s> {
    rest: &'s str,
}

enum Block<'s> {
    Heading { level: usize, title: &'s str },
    Paragraph(&'s str),
}

impl<'s> Parser<'s> {
    /// The contents below a heading, up to the next heading that is not below it.
    fn section(&mut self, level: usize, title: &'s str) -> Section<'s> {
        let mut paragraphs = Vec::new();
        let mut sections = Vec::new();
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
            anchor: anchor(title),
            paragraphs,
            sections,
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
fn anchor(title: &str) -> String {
    let mut anchor = String::with_capacity(title.len());
    for letter in title.chars() {
        match letter {
            ' ' | '-' => anchor.push('-'),
            letter if letter.is_alphanumeric() => anchor.extend(letter.to_lowercase()),
            _ => {}
        }
    }
    anchor
}
