//! Honest: a `self_cell` owns text and arena; headings and paragraphs are listed first, all
//! paragraphs in one slice, and the sections are made from the last to the first.

#![allow(
    clippy::mem_forget,
    reason = "`self_cell!` forgets a guard against panics; its expansion is linted here"
)]

use bumpalo::Bump;
use bumpalo::collections::{String as ArenaString, Vec as ArenaVec};
use self_cell::self_cell;

/// A text, and its sections.
pub struct Document(Cell);

self_cell!(
    struct Cell {
        owner: (String, Bump),

        #[covariant]
        dependent: Section,
    }
);

/// A heading, and everything below it.
///
/// Slices, not arena vectors: a vector keeps a `&Bump`, to be able to grow, and would tie the
/// document to its thread. A finished tree need not grow.
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
        Document(Cell::new((source, arena), |(source, arena)| {
            parse(arena, source)
        }))
    }

    /// The text.
    pub fn source(&self) -> &str {
        &self.0.borrow_owner().0
    }

    /// The document as a section, whose title is empty.
    pub fn root(&self) -> &Section<'_> {
        self.0.borrow_dependent()
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
        // The tree is dropped first, so nothing refers to the arena any more.
        self.0.into_owner().1
    }
}

fn visit(section: &Section<'_>, see: &mut dyn FnMut(&Section<'_>)) {
    see(section);
    for section in section.sections {
        visit(section, see);
    }
}

/// A heading, as it is in the text.
struct Heading<'a> {
    level: usize,
    title: &'a str,
    /// The number of paragraphs in the text before it.
    n_before: usize,
}

/// Lists the headings and the paragraphs first, and makes the sections from the last to the first:
/// when it comes to a heading, all that is below it is complete.
fn parse<'a>(arena: &'a Bump, source: &'a str) -> Section<'a> {
    let mut paragraphs = ArenaVec::new_in(arena);
    let mut headings = ArenaVec::new_in(arena);
    headings.push(Heading {
        level: 0,
        title: "",
        n_before: 0,
    });
    let mut rest = source;
    while let Some((block, after)) = next_block(rest) {
        match block {
            Block::Heading { level, title } => headings.push(Heading {
                level,
                title,
                n_before: paragraphs.len(),
            }),
            Block::Paragraph(text) => paragraphs.push(text),
        }
        rest = after;
    }
    let paragraphs: &'a [&'a str] = paragraphs.into_bump_slice();
    let mut end = paragraphs.len();
    // Those that are in no other section yet, from the last to the first.
    let mut complete: ArenaVec<'a, Section<'a>> = ArenaVec::new_in(arena);
    while let Some(heading) = headings.pop() {
        let not_below = |section: &Section<'_>| section.level <= heading.level;
        let n_others = complete.iter().rposition(not_below).map_or(0, |at| at + 1);
        let sections = arena.alloc_slice_copy(&complete[n_others..]);
        sections.reverse();
        complete.truncate(n_others);
        complete.push(Section {
            level: heading.level,
            title: heading.title,
            anchor: anchor(arena, heading.title),
            paragraphs: &paragraphs[heading.n_before..end],
            sections,
        });
        end = heading.n_before;
    }
    complete[0]
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
