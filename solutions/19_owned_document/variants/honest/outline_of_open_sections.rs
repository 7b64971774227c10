//! A `self_cell`; the tree is built without recursion, from a list of open sections and two shared
//! lists.

#![allow(
    clippy::mem_forget,
    reason = "`self_cell!` forgets a guard against panics, and is linted where it is used"
)]

use bumpalo::Bump;
use bumpalo::collections::{String as ArenaString, Vec as ArenaVec};
use self_cell::self_cell;

/// What a document owns, and its sections refer to.
struct Owned {
    source: String,
    arena: Bump,
}

self_cell! {
    struct Tree {
        owner: Owned,

        #[covariant]
        dependent: Section,
    }
}

/// A text, and its sections.
pub struct Document {
    tree: Tree,
}

/// A heading, and everything below it. All of it is borrowed, so it can be copied and sent.
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
        let tree = Tree::new(Owned { source, arena }, |owned| {
            Outline::new(&owned.arena).read(&owned.source)
        });
        Document { tree }
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
        // Levels go from 0 to 6, so this is at most seven calls deep.
        fn look<'s>(section: &Section<'s>, see: &mut dyn FnMut(&Section<'_>)) {
            see(section);
            section.sections.iter().for_each(|inner| look(inner, see));
        }
        look(self.root(), see);
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

/// A heading whose section goes on.
#[derive(Clone, Copy)]
struct Open<'a> {
    level: usize,
    title: &'a str,
    /// How many paragraphs and sections were waiting when it began.
    n_paragraphs: usize,
    n_sections: usize,
}

/// The sections that are being read.
struct Outline<'a> {
    arena: &'a Bump,
    /// From the outermost to the innermost. A level is open at most once, so eight places are
    /// enough.
    open: [Open<'a>; 8],
    n_open: usize,
    paragraphs: ArenaVec<'a, &'a str>,
    sections: ArenaVec<'a, Section<'a>>,
}

enum Block<'a> {
    Heading { level: usize, title: &'a str },
    Paragraph(&'a str),
}

impl<'a> Outline<'a> {
    /// The document itself is open, and nothing else.
    fn new(arena: &'a Bump) -> Outline<'a> {
        let document = Open {
            level: 0,
            title: "",
            n_paragraphs: 0,
            n_sections: 0,
        };
        Outline {
            arena,
            open: [document; 8],
            n_open: 1,
            paragraphs: ArenaVec::new_in(arena),
            sections: ArenaVec::new_in(arena),
        }
    }

    fn read(mut self, mut text: &'a str) -> Section<'a> {
        while let Some((block, rest)) = next_block(text) {
            text = rest;
            match block {
                Block::Paragraph(paragraph) => self.paragraphs.push(paragraph),
                Block::Heading { level, title } => {
                    while self.open[self.n_open - 1].level >= level {
                        let closed = self.close();
                        self.sections.push(closed);
                    }
                    self.open[self.n_open] = Open {
                        level,
                        title,
                        n_paragraphs: self.paragraphs.len(),
                        n_sections: self.sections.len(),
                    };
                    self.n_open += 1;
                }
            }
        }
        while self.n_open > 1 {
            let closed = self.close();
            self.sections.push(closed);
        }
        self.close()
    }

    /// Ends the innermost section, which takes what has waited since it began.
    fn close(&mut self) -> Section<'a> {
        self.n_open -= 1;
        let open = self.open[self.n_open];
        let paragraphs = &self.paragraphs[open.n_paragraphs..];
        let sections = &self.sections[open.n_sections..];
        let section = Section {
            level: open.level,
            title: open.title,
            anchor: anchor(self.arena, open.title),
            paragraphs: self.arena.alloc_slice_copy(paragraphs),
            sections: self.arena.alloc_slice_copy(sections),
        };
        self.paragraphs.truncate(open.n_paragraphs);
        self.sections.truncate(open.n_sections);
        section
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_may_be_sent() {
        fn sendable<T: Send + 'static>() {}
        sendable::<Document>();
    }

    #[test]
    fn sections_lie_within_each_other() {
        let text = "before\n# A\nof a\n\nmore\n### A.1\n## A.2\n# B\nend";
        let document = Document::parse(text.to_owned(), Bump::new());
        let mut seen = String::new();
        document.visit(&mut |section| {
            let (title, n) = (section.title, section.paragraphs.len());
            seen += &format!("{title}:{n}:{} ", section.sections.len());
        });
        assert_eq!(seen, ":1:2 A:2:2 A.1:0:0 A.2:0:0 B:1:0 ");
    }
}
