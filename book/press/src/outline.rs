//! The headings of a page, below its chapter in the contents. They are part of the page, so nothing moves when its scripts
//! start; `theme/outline.js` marks the one that is being read.

use crate::html::{escape, read_into};
use html5ever::tokenizer::{Tag, TagKind, Token, TokenSink, TokenSinkResult};
use std::cell::RefCell;
use std::fmt::Write;

/// Headings in these are no places of their own.
const INSIDE: [&str; 2] = ["arena-tabs", "details"];

/// A heading that can be linked to.
#[derive(Debug, Default, PartialEq)]
struct Heading {
    is_part: bool,
    id: String,
    title: String,
}

/// The page with its outline, where it has more than one heading. `chapter` is its address in the contents.
pub(crate) fn add(html: &str, chapter: &str) -> String {
    let headings = read_into(html, Reader::default()).0.into_inner().headings;
    let link = format!("<a href=\"{}\">", escape(chapter));
    let place = html.find(&link).and_then(|at| {
        let end = html[at..].find("</a>")?;
        Some(at + end + "</a>".len())
    });
    match place {
        Some(at) if headings.len() > 1 => {
            format!("{}{}{}", &html[..at], list(&headings), &html[at..])
        }
        _ => html.to_owned(),
    }
}

fn list(headings: &[Heading]) -> String {
    let mut html = String::from("<ol class=\"outline\" aria-label=\"On this page\">");
    let mut parts_are_open = false;
    for (at, Heading { is_part, id, title }) in headings.iter().enumerate() {
        let is_below = *is_part && at > 0;
        if is_below != parts_are_open {
            html += if is_below { "<ol>" } else { "</ol>" };
            parts_are_open = is_below;
        }
        if at > 0 && !is_below {
            html += "</li>";
        }
        let _ = write!(
            html,
            "<li><a href=\"#{}\">{}</a>",
            escape(id),
            escape(title)
        );
        if is_below {
            html += "</li>";
        }
    }
    html + if parts_are_open {
        "</ol></li></ol>"
    } else {
        "</li></ol>"
    }
}

#[derive(Default)]
struct Found {
    headings: Vec<Heading>,
    is_text: bool,
    /// How many elements are open in which a heading is no place.
    inside: usize,
    is_heading: bool,
}

impl Found {
    fn tag(&mut self, tag: &Tag) {
        let opens = tag.kind == TagKind::StartTag;
        match &*tag.name {
            "main" => self.is_text = opens,
            name if INSIDE.contains(&name) && opens => self.inside += 1,
            name if INSIDE.contains(&name) => self.inside = self.inside.saturating_sub(1),
            name @ ("h2" | "h3") if opens => {
                let id = tag
                    .attrs
                    .iter()
                    .find(|attribute| &*attribute.name.local == "id");
                if let (Some(id), true, 0) = (id, self.is_text, self.inside) {
                    self.is_heading = true;
                    self.headings.push(Heading {
                        is_part: name == "h3",
                        id: id.value.to_string(),
                        title: String::new(),
                    });
                }
            }
            "h2" | "h3" => self.is_heading = false,
            _ => {}
        }
    }
}

#[derive(Default)]
struct Reader(RefCell<Found>);

impl TokenSink for Reader {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut found = self.0.borrow_mut();
        match token {
            Token::TagToken(tag) => found.tag(&tag),
            Token::CharacterTokens(text) if found.is_heading => {
                if let Some(heading) = found.headings.last_mut() {
                    heading.title.push_str(&text);
                }
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<nav><a href=\"one.html\">One</a><a href=\"two.html\">Two</a></nav><main><h1 id=\"two\">Two</h1>\
        <h2 id=\"a\"><a href=\"#a\">A &amp; <code>b</code></a></h2><h3 id=\"c\">C</h3><details><h3 id=\"d\">D</h3></details>\
        <h3 id=\"e\">E</h3><h2 id=\"f\">F</h2></main><h2 id=\"g\">G</h2>";

    #[test]
    fn headings_are_listed_below_their_chapter() {
        let list = "<ol class=\"outline\" aria-label=\"On this page\"><li><a href=\"#a\">A &amp; b</a><ol><li><a href=\"#c\">C</a></li>\
            <li><a href=\"#e\">E</a></li></ol></li><li><a href=\"#f\">F</a></li></ol>";
        let page = add(PAGE, "two.html");
        assert!(
            page.contains(&format!("<a href=\"two.html\">Two</a>{list}</nav>")),
            "{page}"
        );
        assert_eq!(page.replace(list, ""), PAGE);
    }

    #[test]
    fn a_page_with_one_heading_has_no_outline() {
        let page = "<nav><a href=\"one.html\">One</a></nav><main><h2 id=\"a\">A</h2></main>";
        assert_eq!(add(page, "one.html"), page);
    }

    #[test]
    fn parts_at_the_start_are_listed_like_others() {
        let page = "<nav><a href=\"x.html\">X</a></nav><main><h3 id=\"a\">A</h3><h2 id=\"b\">B</h2></main>";
        let list = "<li><a href=\"#a\">A</a></li><li><a href=\"#b\">B</a></li></ol>";
        assert!(add(page, "x.html").contains(list));
    }
}
