//! Reads without recursion: open sections, their paragraphs and their subsections wait in three arena
//! vectors, and become slices when a section ends.
//!
//! Honest: the vectors grow in the arena too, and nothing else is on the heap.

use bumpalo::Bump;
use bumpalo::collections::{String as ArenaString, Vec as ArenaVec};
use self_cell::self_cell;

/// A text, and its sections.
pub struct Document(Shelf);

/// What the cell's user may see.
#[derive(Clone, Copy)]
struct Tree<'a> {
    root: &'a Section<'a>,
}

self_cell! {
    struct Shelf {
        owner: (String, Bump),

        #[covariant]
        dependent: Tree,
    }
}

/// A heading, and everything below it.
#[derive(Clone, Copy, Debug)]
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
        Document(Shelf::new((source, arena), |(source, arena)| Tree {
            root: arena.alloc(parse(arena, source)),
        }))
    }

    /// The text.
    pub fn source(&self) -> &str {
        &self.0.borrow_owner().0
    }

    /// The document as a section, whose title is empty.
    pub fn root(&self) -> &Section<'_> {
        self.0.borrow_dependent().root
    }

    /// Calls `see` with every section, parents first.
    pub fn visit(&self, see: &mut dyn FnMut(&Section<'_>)) {
        visit(self.root(), see);
    }

    /// The number of bytes that the document's arena has allocated on the heap.
    pub fn arena_bytes(&self) -> usize {
        self.0.borrow_owner().1.allocated_bytes()
    }

    /// Consumes the document, and returns its arena as it is: the caller may reset and reuse it.
    pub fn into_arena(self) -> Bump {
        self.0.into_owner().1
    }
}

fn visit(section: &Section<'_>, see: &mut dyn FnMut(&Section<'_>)) {
    see(section);
    for section in section.sections.iter() {
        visit(section, see);
    }
}

/// A section whose end has not been seen.
struct Open<'a> {
    level: usize,
    title: &'a str,
    paragraphs: usize,
    sections: usize,
}

fn parse<'a>(arena: &'a Bump, source: &'a str) -> Section<'a> {
    let mut open =
        bumpalo::vec![in arena; Open { level: 0, title: "", paragraphs: 0, sections: 0 }];
    let (mut paragraphs, mut sections) = (ArenaVec::new_in(arena), ArenaVec::new_in(arena));
    let mut rest = source;
    loop {
        let block = next_block(rest);
        let level = match &block {
            Some((Block::Heading { level, .. }, _)) => *level,
            Some((Block::Paragraph(_), _)) => usize::MAX,
            None => 0,
        };
        while open.last().is_some_and(|last| last.level >= level) {
            let Some(last) = open.pop() else { break };
            let section = Section {
                level: last.level,
                title: last.title,
                anchor: anchor(arena, last.title),
                paragraphs: arena.alloc_slice_copy(&paragraphs[last.paragraphs..]),
                sections: arena.alloc_slice_copy(&sections[last.sections..]),
            };
            paragraphs.truncate(last.paragraphs);
            sections.truncate(last.sections);
            if open.is_empty() {
                return section;
            }
            sections.push(section);
        }
        let Some((block, after)) = block else {
            continue;
        };
        rest = after;
        match block {
            Block::Paragraph(text) => paragraphs.push(text),
            Block::Heading { level, title } => {
                open.push(Open {
                    level,
                    title,
                    paragraphs: paragraphs.len(),
                    sections: sections.len(),
                });
            }
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
