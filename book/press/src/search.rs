//! What search looks through: the text of every section, for `theme/search.js`.
//!
//! mdBook's own index has each word in each of three fields, and weighs 1.2 MB for a text of a fifth of that. A page
//! splits the text into words faster than it would load such an index, so this file holds only the text; and the
//! glossary, which knows the section that explains a term.

use crate::glossary::Glossary;
use crate::html::read_into;
use html5ever::tokenizer::{Tag, TagKind, Token, TokenSink, TokenSinkResult};
use serde::Serialize;
use std::cell::RefCell;
use std::io;
use std::path::{Path, PathBuf};
use workbook::slashed;

/// The name of the file, below the root of the pages.
pub const FILE: &str = "search-index.js";

/// A chapter without an exercise is background: what it says of a term is said better elsewhere.
const BACKGROUND: f32 = 0.7;
/// What separates the text before it from the text inside.
const BLOCKS: [&str; 23] = [
    "p",
    "li",
    "ul",
    "ol",
    "dl",
    "dt",
    "dd",
    "div",
    "br",
    "hr",
    "pre",
    "table",
    "tr",
    "td",
    "th",
    "figure",
    "figcaption",
    "details",
    "summary",
    "blockquote",
    "h4",
    "h5",
    "section",
];
/// What no reader sees as text.
const SILENT: [&str; 5] = ["script", "style", "svg", "button", "template"];

#[derive(Serialize)]
struct Index<'a> {
    pages: Vec<PageEntry>,
    sections: Vec<SectionEntry>,
    terms: Vec<TermEntry<'a>>,
}

#[derive(Serialize)]
struct PageEntry {
    url: String,
    title: String,
    weight: f32,
}

/// The page's number, the id of the heading, the heading, the text.
#[derive(Serialize)]
struct SectionEntry(usize, String, String, String);

#[derive(Serialize)]
struct TermEntry<'a> {
    names: &'a [String],
    url: String,
    means: &'a str,
    explained: Option<&'a str>,
}

/// Writes the index of the pages in `output`, which were built from `chapters` (paths relative to `book/src`).
pub fn write(output: &Path, chapters: &[PathBuf], glossary: &Glossary) -> io::Result<()> {
    let mut index = Index {
        pages: Vec::new(),
        sections: Vec::new(),
        terms: Vec::new(),
    };
    for chapter in chapters {
        let built = chapter.with_extension("html");
        let text = read(&std::fs::read_to_string(output.join(&built))?);
        let at = index.pages.len();
        let title = text
            .sections
            .iter()
            .find(|section| !section.title.is_empty());
        let is_first = at == 0;
        index.pages.push(PageEntry {
            url: slashed(&built),
            title: title
                .map(|section| section.title.clone())
                .unwrap_or_default(),
            weight: if text.has_exercise || is_first {
                1.0
            } else {
                BACKGROUND
            },
        });
        let sections = text.sections.into_iter();
        let sections =
            sections.filter(|section| !section.title.is_empty() || !section.text.is_empty());
        let entries =
            sections.map(|section| SectionEntry(at, section.id, section.title, section.text));
        index.sections.extend(entries);
    }
    index.terms = glossary
        .terms()
        .map(|term| TermEntry {
            names: &term.names,
            url: glossary.link(term, "html"),
            means: &term.means,
            explained: term.explained.as_deref(),
        })
        .collect();
    let json = serde_json::to_string(&index)?;
    std::fs::write(output.join(FILE), format!("window.Arena.index({json});\n"))
}

/// The text below one heading.
#[derive(Default)]
struct Section {
    id: String,
    title: String,
    text: String,
}

#[derive(Default)]
struct Text {
    sections: Vec<Section>,
    has_exercise: bool,
    is_inside: bool,
    is_title: bool,
    /// The element that is left out, and how often it is open.
    silent: Option<(String, usize)>,
}

fn read(html: &str) -> Text {
    read_into(html, Reader::default()).0.into_inner()
}

impl Text {
    fn tag(&mut self, tag: &Tag) {
        let name = &*tag.name;
        let opens = tag.kind == TagKind::StartTag;
        if name == "main" {
            self.is_inside = opens;
            return;
        }
        if !self.is_inside || self.skips(name, opens) {
            return;
        }
        self.has_exercise |= name == "arena-card";
        let attribute = |name: &str| {
            let mut all = tag.attrs.iter();
            all.find(|attribute| &*attribute.name.local == name)
                .map(|attribute| attribute.value.to_string())
        };
        let is_heading = matches!(name, "h1" | "h2" | "h3" | "dt");
        if opens && (SILENT.contains(&name) || is_apart(attribute("class").as_deref())) {
            if !tag.self_closing {
                self.silent = Some((name.to_owned(), 1));
            }
        } else if is_heading
            && opens
            && let Some(id) = attribute("id")
        {
            self.is_title = true;
            self.sections.push(Section {
                id,
                ..Section::default()
            });
        } else if is_heading && !opens {
            self.is_title = false;
        }
        if BLOCKS.contains(&name) {
            self.push(" ");
        }
    }

    /// Whether a tag is in an element that is left out.
    fn skips(&mut self, name: &str, opens: bool) -> bool {
        let Some((silent, depth)) = &mut self.silent else {
            return false;
        };
        if silent == name {
            if opens {
                *depth += 1;
            } else {
                *depth -= 1;
            }
            if *depth == 0 {
                self.silent = None;
            }
        }
        true
    }

    fn push(&mut self, text: &str) {
        if !self.is_inside || self.silent.is_some() {
            return;
        }
        if self.sections.is_empty() {
            self.sections.push(Section::default());
        }
        let is_title = self.is_title;
        let Some(section) = self.sections.last_mut() else {
            return;
        };
        let target = if is_title {
            &mut section.title
        } else {
            &mut section.text
        };
        // Each run of white space is one space.
        for character in text.chars() {
            if !character.is_whitespace() {
                target.push(character);
            } else if !target.is_empty() && !target.ends_with(' ') {
                target.push(' ');
            }
        }
    }
}

/// What is no part of the text: hints, which are asked for one by one, minutes, the letter of a right answer, and the
/// steps of a picture told in a table, which are hundreds of near-equal lines.
fn is_apart(class: Option<&str>) -> bool {
    class.is_some_and(|class| {
        let mut classes = class.split(' ');
        classes.any(|class| matches!(class, "hints" | "minutes" | "right" | "told"))
    })
}

#[derive(Default)]
struct Reader(RefCell<Text>);

impl TokenSink for Reader {
    type Handle = ();

    fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
        use html5ever::tokenizer::states::RawKind::{Rawtext, ScriptData};
        let mut text = self.0.borrow_mut();
        match token {
            Token::CharacterTokens(characters) => text.push(&characters),
            Token::TagToken(tag) => {
                text.tag(&tag);
                match (&*tag.name, tag.kind) {
                    ("script", TagKind::StartTag) => {
                        return TokenSinkResult::RawData(ScriptData);
                    }
                    ("style", TagKind::StartTag) => return TokenSinkResult::RawData(Rawtext),
                    _ => {}
                }
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }
}
