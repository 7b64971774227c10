//! Finds the fenced code blocks of a chapter, with their lines, as Markdown sees them: those in lists and quotes too,
//! but not those in comments.

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

/// A fenced block. Lines count from 0.
pub struct Fence {
    /// The text after the opening fence.
    pub info: String,
    /// The text between the fences, without the indentation of a list or the marker of a quote.
    pub body: String,
    /// The line of the opening fence.
    pub first: usize,
    /// The line after the closing fence.
    pub end: usize,
}

impl Fence {
    /// The first word of the info string: a language, or the name of a widget.
    pub fn kind(&self) -> &str {
        self.info.split([' ', '\t', ',']).next().unwrap_or("")
    }
}

/// All fenced blocks of `text`, in order.
pub fn fences(text: &str) -> Vec<Fence> {
    let mut found = Vec::new();
    let mut open: Option<Fence> = None;
    for (event, range) in Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter() {
        match (event, &mut open) {
            (Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))), _) => {
                let first = lines_before(text, range.start);
                let last = lines_before(text, range.start + text[range.clone()].trim_end().len());
                open = Some(Fence {
                    info: info.trim().to_owned(),
                    body: String::new(),
                    first,
                    end: last + 1,
                });
            }
            (Event::Text(part), Some(fence)) => fence.body.push_str(&part),
            (Event::End(TagEnd::CodeBlock), _) => found.extend(open.take()),
            _ => {}
        }
    }
    found
}

fn lines_before(text: &str, at: usize) -> usize {
    text[..at].matches('\n').count()
}
