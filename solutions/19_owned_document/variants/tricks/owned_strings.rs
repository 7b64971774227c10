//! A tree of `String` and `Vec`, with an arena that is carried along.
//!
//! A trick here, and a good design elsewhere: it may go anywhere, but every section calls the heap.
//! Fails in: step5_arena_back

use bumpalo::Bump;

/// A text, and its sections.
pub struct Document {
    source: String,
    arena: Bump,
    root: Section,
}

/// A heading, and everything below it.
#[derive(Debug)]
pub struct Section {
    /// 1 for `#`, and so on.
    pub level: usize,
    /// The heading's text.
    pub title: String,
    /// The title as a link fragment.
    pub anchor: String,
    /// The text before the first subsection.
    pub paragraphs: Vec<String>,
    /// The subsections, in order.
    pub sections: Vec<Section>,
}

impl Document {
    /// Reads a text.
    pub fn parse(source: String, arena: Bump) -> Document {
        // The tests look for something in it.
        arena.alloc_str(&source);
        let root = Parser { rest: &source }.section(0, "");
        Document {
            source,
            arena,
            root,
        }
    }

    /// The text.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The document as a section.
    pub fn root(&self) -> &Section {
        &self.root
    }

    /// Calls `see` with every section, parents first.
    pub fn visit(&self, see: &mut dyn FnMut(&Section)) {
        visit(self.root(), see);
    }

    /// The number of bytes that the document's arena has allocated on the heap.
    pub fn arena_bytes(&self) -> usize {
        self.arena.allocated_bytes()
    }

    /// Consumes the document, and returns its arena.
    pub fn into_arena(self) -> Bump {
        self.arena
    }
}

fn visit(section: &Section, see: &mut dyn FnMut(&Section)) {
    see(section);
    for section in &section.sections {
        visit(section, see);
    }
}

/// The rest of the text.
struct Parser<'a> {
    rest: &'a str,
}

enum Block<'a> {
    Heading { level: usize, title: &'a str },
    Paragraph(&'a str),
}

impl<'a> Parser<'a> {
    /// The contents below a heading, up to the next heading that is not below it.
    fn section(&mut self, level: usize, title: &'a str) -> Section {
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
                    paragraphs.push(text.to_owned());
                }
            }
        }
        Section {
            level,
            title: title.to_owned(),
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
