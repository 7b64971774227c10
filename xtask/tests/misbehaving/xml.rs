//! A reader of the XML that our documents use, and of nothing else: elements, attributes in double
//! quotes, text, the predefined entities and numeric ones.

use std::collections::BTreeMap;

/// An element.
#[derive(Debug, Default)]
pub struct Element {
    pub name: String,
    pub attributes: BTreeMap<String, String>,
    /// The text directly inside, entities resolved.
    pub text: String,
    pub children: Vec<Element>,
}

impl Element {
    /// The value of an attribute that must exist.
    #[track_caller]
    pub fn attribute(&self, name: &str) -> &str {
        let value = self.attributes.get(name);
        value.unwrap_or_else(|| panic!("<{}> has no {name}", self.name))
    }

    /// The first element of this name, here or below.
    pub fn find(&self, name: &str) -> Option<&Element> {
        match self.name == name {
            true => Some(self),
            false => self.children.iter().find_map(|child| child.find(name)),
        }
    }
}

/// The root of a document.
#[track_caller]
pub fn read(document: &str) -> Element {
    let head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    let rest = document.strip_prefix(head).expect("it begins like XML");
    assert!(
        rest.chars().all(is_character),
        "a character that XML forbids"
    );
    let (root, rest) = element(rest);
    assert_eq!(rest, "\n", "something follows the root");
    root
}

/// The element that `text` begins with, and what follows.
fn element(text: &str) -> (Element, &str) {
    let text = text.strip_prefix('<').expect("an element begins with <");
    let (name, mut rest) = name(text);
    let mut element = Element {
        name: name.to_owned(),
        ..Element::default()
    };
    loop {
        rest = rest.trim_start();
        if let Some(rest) = rest.strip_prefix("/>") {
            return (element, rest);
        }
        if let Some(inside) = rest.strip_prefix('>') {
            rest = inside;
            break;
        }
        let (key, value) = self::name(rest);
        let value = value
            .strip_prefix("=\"")
            .expect("an attribute has a value in quotes");
        let (value, after) = value.split_once('"').expect("a quote is closed");
        let first = element.attributes.insert(key.to_owned(), resolved(value));
        assert_eq!(first, None, "{key} appears twice");
        rest = after;
    }
    loop {
        let at = rest.find('<').expect("an element ends");
        element.text += &resolved(&rest[..at]);
        rest = &rest[at..];
        if let Some(end) = rest.strip_prefix("</") {
            let end = end
                .strip_prefix(&*element.name)
                .expect("the same element ends");
            return (element, end.strip_prefix('>').expect("an end ends with >"));
        }
        let (child, after) = self::element(rest);
        element.children.push(child);
        rest = after;
    }
}

fn name(text: &str) -> (&str, &str) {
    let end = text.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-'));
    let (name, rest) = text.split_at(end.expect("a name ends"));
    assert!(
        !name.is_empty(),
        "a name is missing before {:?}",
        &rest[..rest.len().min(20)]
    );
    (name, rest)
}

fn resolved(text: &str) -> String {
    let mut parts = text.split('&');
    let mut resolved = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (entity, rest) = part.split_once(';').expect("an entity ends");
        resolved.push(match entity {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            number => {
                let code = number.strip_prefix('#').and_then(|code| code.parse().ok());
                code.and_then(char::from_u32)
                    .expect("an entity that exists")
            }
        });
        resolved += rest;
    }
    assert!(resolved.chars().all(is_character));
    assert!(!resolved.contains('<') || text.contains("&lt;"));
    resolved
}

/// Whether XML allows a character, except for the carriage return, which we never write.
fn is_character(c: char) -> bool {
    matches!(c, '\n' | '\t' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}
