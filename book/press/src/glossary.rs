//! The glossary, `book/src/glossary.md`: what each term means, and the links to it at the first use in each chapter.
//!
//! ```text
//! Finger
//! : The pointer that a bump allocator moves. Also called the *bump pointer*. See [Why arenas](why.md#one-promise-fewer).
//! ```
//!
//! What is emphasised in a definition is another name of the term. Its last link leads to what explains the term: search
//! shows that first.

use crate::Checkout;
use crate::html::escape;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use std::collections::BTreeSet;
use std::ops::Range;
use std::path::Path;

/// The chapter, relative to `book/src`. A small book has none.
const CHAPTER: &str = "glossary.md";

/// Elements in which no text becomes a link: questions, whose answers a link would give away or break; and code.
const CLOSED: [&str; 12] = [
    "arena-quiz",
    "arena-predict",
    "arena-chooser",
    "arena-card",
    "figure",
    "pre",
    "code",
    "kbd",
    "a",
    "button",
    "summary",
    "table",
];

/// A term with its meaning.
pub struct Term {
    /// The term first, then its other names; as written.
    pub names: Vec<String>,
    /// What it means, without the link to what explains it.
    pub means: String,
    /// The page and section that explain it.
    pub explained: Option<String>,
    id: String,
}

/// All terms.
#[derive(Default)]
pub struct Glossary(Vec<Term>);

impl Glossary {
    /// Reads the glossary of a checkout: empty if it has none.
    pub fn of(checkout: &Checkout) -> Self {
        let text = std::fs::read_to_string(checkout.chapters().join(CHAPTER));
        text.map(|text| Self::read(&text)).unwrap_or_default()
    }

    fn read(text: &str) -> Self {
        let (mut terms, mut term, mut part) = (Vec::new(), None, Part::Other);
        let mut is_emphasis = false;
        for event in Parser::new_ext(text, Options::ENABLE_DEFINITION_LIST) {
            match event {
                Event::Start(Tag::DefinitionListTitle) => {
                    terms.extend(term.replace(Term::default()));
                    part = Part::Name;
                }
                Event::Start(Tag::DefinitionListDefinition) => part = Part::Meaning,
                Event::End(TagEnd::DefinitionListTitle | TagEnd::DefinitionListDefinition) => {
                    part = Part::Other;
                }
                Event::Start(Tag::Emphasis) => is_emphasis = true,
                Event::End(TagEnd::Emphasis) => is_emphasis = false,
                Event::Start(Tag::Link { dest_url, .. }) => {
                    if let Some(term) = &mut term {
                        term.explained = Some(dest_url.replacen(".md", ".html", 1));
                    }
                }
                Event::Text(text) | Event::Code(text) => {
                    if let Some(term) = &mut term {
                        term.take(&text, part, is_emphasis);
                    }
                }
                Event::SoftBreak => {
                    if let Some(term) = &mut term {
                        term.take(" ", part, false);
                    }
                }
                _ => {}
            }
        }
        terms.extend(term);
        terms.iter_mut().for_each(Term::finish);
        Self(terms)
    }

    /// All terms, in their order.
    pub fn terms(&self) -> impl Iterator<Item = &Term> {
        self.0.iter()
    }

    /// The address of a term below the root of the book, in a file with this extension.
    pub fn link(&self, term: &Term, extension: &str) -> String {
        let file = Path::new(CHAPTER).with_extension(extension);
        format!("{}#{}", file.display(), term.id)
    }

    /// The text of a chapter (`source`, relative to `book/src`) with a link at the first use of each term.
    pub(crate) fn add_links(&self, source: &Path, text: &str) -> String {
        if self.0.is_empty() || source == Path::new(CHAPTER) {
            return text.to_owned();
        }
        let to_root = "../".repeat(source.components().count().saturating_sub(1));
        let mut linked = String::with_capacity(text.len() + 4096);
        let mut from = 0;
        for (place, term) in self.first_uses(text) {
            linked.push_str(&text[from..place.start]);
            linked.push_str(&format!(
                "<a class=\"term\" href=\"{to_root}{}\" title=\"{}\">{}</a>",
                self.link(term, "html"),
                escape(&term.means),
                &text[place.clone()]
            ));
            from = place.end;
        }
        linked + &text[from..]
    }

    /// Where each term is used first, in the order of the text.
    fn first_uses(&self, text: &str) -> Vec<(Range<usize>, &Term)> {
        // "Scratch arena" before "arena".
        let mut names: Vec<_> = self
            .terms()
            .flat_map(|term| {
                term.names
                    .iter()
                    .map(move |name| (name.to_lowercase(), term))
            })
            .collect();
        names.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
        let (mut found, mut seen) = (Vec::new(), BTreeSet::new());
        for place in open_text(text) {
            let part = &text[place.clone()];
            let lower = part.to_ascii_lowercase();
            let mut here: Vec<(Range<usize>, &Term)> = Vec::new();
            for (name, term) in &names {
                let uses = lower.match_indices(name.as_str());
                let uses = uses.filter_map(|(at, _)| word(part, at..at + name.len()));
                for used in uses {
                    let overlaps = here
                        .iter()
                        .any(|(other, _)| used.start < other.end && other.start < used.end);
                    if !overlaps {
                        here.push((used, term));
                    }
                }
            }
            here.sort_by_key(|(used, _)| used.start);
            for (used, term) in here {
                if seen.insert(&term.id) {
                    found.push((place.start + used.start..place.start + used.end, term));
                }
            }
        }
        found
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Part {
    Name,
    Meaning,
    Other,
}

impl Default for Term {
    fn default() -> Self {
        Self {
            names: vec![String::new()],
            means: String::new(),
            explained: None,
            id: String::new(),
        }
    }
}

impl Term {
    fn take(&mut self, text: &str, part: Part, is_emphasis: bool) {
        match part {
            Part::Name => self.names[0].push_str(text),
            Part::Meaning => {
                self.means.push_str(text);
                if is_emphasis {
                    self.names.push(text.to_owned());
                }
            }
            Part::Other => {}
        }
    }

    fn finish(&mut self) {
        if let Some((means, _)) = self.means.rsplit_once(" See ")
            && self.explained.is_some()
        {
            self.means = means.to_owned();
        }
        // As mdBook makes ids of headings and terms.
        let id = self.names[0].trim().to_lowercase();
        let id = id
            .chars()
            .filter(|c| c.is_alphanumeric() || " -_".contains(*c));
        self.id = id.map(|c| if c == ' ' { '-' } else { c }).collect();
    }
}

/// The word at `place`, with a plural's `s`. `None` if it is a part of another word.
fn word(text: &str, mut place: Range<usize>) -> Option<Range<usize>> {
    let joins = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
    if text[..place.start].ends_with(joins) {
        return None;
    }
    if text[place.end..].starts_with('s') {
        place.end += 1;
    }
    (!text[place.end..].starts_with(joins)).then_some(place)
}

/// The parts of a chapter's running text that may become links: not headings, code, links, questions.
fn open_text(text: &str) -> Vec<Range<usize>> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_DEFINITION_LIST | Options::ENABLE_GFM;
    let (mut found, mut closed, mut html) = (Vec::new(), 0_usize, Elements::default());
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        match event {
            Event::Start(tag) if is_closed(&tag) => closed += 1,
            Event::End(
                TagEnd::Heading(_)
                | TagEnd::CodeBlock
                | TagEnd::Link
                | TagEnd::Image
                | TagEnd::Table,
            ) => closed = closed.saturating_sub(1),
            Event::Html(part) | Event::InlineHtml(part) => html.take(&part),
            // What Markdown has changed, such as an entity, has another length.
            Event::Text(part) if closed == 0 && html.is_open() && text[range.clone()] == *part => {
                found.push(range);
            }
            _ => {}
        }
    }
    found
}

fn is_closed(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::Heading { .. }
            | Tag::CodeBlock(_)
            | Tag::Link { .. }
            | Tag::Image { .. }
            | Tag::Table(_)
    )
}

/// Which elements are open that were written as HTML.
#[derive(Default)]
struct Elements {
    closed: usize,
    /// Speaker notes, and the `<details>` in them.
    speaker: usize,
}

impl Elements {
    fn is_open(&self) -> bool {
        self.closed == 0 && self.speaker == 0
    }

    fn take(&mut self, html: &str) {
        for part in html.split('<').skip(1) {
            let (tag, is_end) = match part.strip_prefix('/') {
                Some(tag) => (tag, true),
                None => (part, false),
            };
            let name = tag.split(|c: char| c.is_whitespace() || c == '>').next();
            let name = name.unwrap_or_default();
            if CLOSED.contains(&name) {
                self.closed = if is_end {
                    self.closed.saturating_sub(1)
                } else {
                    self.closed + 1
                };
            }
            if name == "details" && (self.speaker > 0 || tag.contains("\"speaker\"")) {
                self.speaker = if is_end {
                    self.speaker.saturating_sub(1)
                } else {
                    self.speaker + 1
                };
            }
        }
    }
}
