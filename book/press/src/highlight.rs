//! Colours Rust at build time: the page needs no script for it, and is 140 kB smaller.
//!
//! It reads tokens, not grammar. Unknown tokens stay uncoloured, and no character is lost.

use crate::html::escape;
use std::ops::Range;

const KEYWORDS: &[&str] = &[
    "as", "async", "await", "break", "const", "continue", "crate", "dyn", "else", "enum", "extern",
    "false", "fn", "for", "if", "impl", "in", "let", "loop", "match", "mod", "move", "mut", "pub",
    "ref", "return", "self", "static", "struct", "super", "trait", "true", "type", "union",
    "unsafe", "use", "where", "while",
];
const PRIMITIVES: &[&str] = &[
    "bool", "char", "f32", "f64", "i8", "i16", "i32", "i64", "i128", "isize", "str", "u8", "u16",
    "u32", "u64", "u128", "usize",
];

/// A part of a line that gets an element of its own.
#[derive(Clone, Debug)]
pub struct Part {
    /// In bytes, from the start of the line.
    pub range: Range<usize>,
    /// The class of its element.
    pub class: &'static str,
}

/// Each line of `code` as HTML, without its line ending.
pub fn lines(code: &str) -> Vec<String> {
    marked_lines(code, &[])
}

/// The same, with parts of its lines marked: `parts[n]` are those of line `n`. Of two that overlap, the later one is on
/// top.
pub fn marked_lines(code: &str, parts: &[Vec<Part>]) -> Vec<String> {
    let mut lines = vec![Vec::new()];
    for (class, text) in tokens(code) {
        for (at, piece) in text.split('\n').enumerate() {
            if at > 0 {
                lines.push(Vec::new());
            }
            let line = lines.last_mut().expect("there is always a line");
            line.push((class, piece));
        }
    }
    let lines = lines.iter().enumerate();
    lines
        .map(|(at, pieces)| line_html(pieces, parts.get(at).map_or(&[], Vec::as_slice)))
        .collect()
}

fn line_html(pieces: &[(Option<&str>, &str)], parts: &[Part]) -> String {
    let (mut html, mut at, mut open) = (String::new(), 0, None);
    let close = |open: Option<usize>| if open.is_some() { "</span>" } else { "" };
    for (class, piece) in pieces {
        let mut rest = *piece;
        while !rest.is_empty() {
            let covering = parts.iter().rposition(|part| part.range.contains(&at));
            let bounds = parts
                .iter()
                .flat_map(|part| [part.range.start, part.range.end]);
            let next = bounds.filter(|bound| *bound > at).min();
            let length = next.map_or(rest.len(), |next| rest.len().min(next - at));
            let (now, after) = rest.split_at(length);
            if covering != open {
                html += close(open);
                if let Some(part) = covering {
                    html += &format!("<span class=\"{}\">", parts[part].class);
                }
                open = covering;
            }
            match class {
                Some(class) => {
                    html += &format!("<span class=\"t-{class}\">{}</span>", escape(now));
                }
                None => html += &escape(now),
            }
            at += length;
            rest = after;
        }
    }
    html + close(open)
}

/// Splits `code` into tokens, each with the class of its colour.
fn tokens(code: &str) -> Vec<(Option<&'static str>, &str)> {
    let mut tokens = Vec::new();
    let mut rest = code;
    while !rest.is_empty() {
        let (class, length) = token(rest);
        let (text, after) = rest.split_at(length);
        tokens.push((class, text));
        rest = after;
    }
    tokens
}

/// The class and the length in bytes of the token that `rest` starts with.
fn token(rest: &str) -> (Option<&'static str>, usize) {
    let first = rest.chars().next().unwrap_or(' ');
    match first {
        '/' if rest.starts_with("//") => (Some("comment"), rest.find('\n').unwrap_or(rest.len())),
        '/' if rest.starts_with("/*") => (Some("comment"), block_comment(rest)),
        '"' => (Some("string"), 1 + quoted(&rest[1..])),
        '\'' => quote(rest),
        '0'..='9' => (Some("number"), number(rest)),
        _ if first == '_' || first.is_alphabetic() => word(rest),
        _ => (None, first.len_utf8()),
    }
}

/// The length of a comment, including those nested in it.
fn block_comment(rest: &str) -> usize {
    let (mut at, mut depth) = (2, 1);
    while depth > 0 && at < rest.len() {
        let (step, change) = match &rest.as_bytes()[at..] {
            [b'/', b'*', ..] => (2, 1),
            [b'*', b'/', ..] => (2, -1),
            _ => (1, 0),
        };
        at += step;
        depth += change;
    }
    char_boundary_from(rest, at)
}

/// The length of a string after its opening quote.
fn quoted(rest: &str) -> usize {
    let mut escaped = false;
    for (at, letter) in rest.char_indices() {
        match letter {
            '"' if !escaped => return at + 1,
            '\\' => escaped = !escaped,
            _ => escaped = false,
        }
    }
    rest.len()
}

/// A character literal, or a lifetime.
fn quote(rest: &str) -> (Option<&'static str>, usize) {
    let mut letters = rest.char_indices().skip(1);
    let (second, third) = (letters.next(), letters.next());
    match (second, third) {
        (Some((_, '\\')), Some((at, escaped))) => {
            let from = at + escaped.len_utf8();
            let end = rest[from..]
                .find('\'')
                .map_or(rest.len(), |end| from + end + 1);
            (Some("string"), end)
        }
        (_, Some((at, '\''))) => (Some("string"), at + 1),
        _ => (Some("lifetime"), 1 + word_length(&rest[1..])),
    }
}

fn number(rest: &str) -> usize {
    let digits = word_length(rest);
    match &rest.as_bytes()[digits..] {
        [b'.', b'0'..=b'9', ..] => digits + 1 + word_length(&rest[digits + 1..]),
        _ => digits,
    }
}

fn word(rest: &str) -> (Option<&'static str>, usize) {
    let length = word_length(rest);
    let (word, after) = rest.split_at(length);
    if let Some(string) = prefixed_string(word, after) {
        return (Some("string"), length + string);
    }
    let is_macro = after.starts_with('!') && !after.starts_with("!=");
    let class = match word {
        _ if KEYWORDS.contains(&word) => Some("keyword"),
        _ if is_macro => Some("macro"),
        _ if PRIMITIVES.contains(&word) || is_camel_case(word) => Some("type"),
        _ => None,
    };
    (class, length)
}

/// The rest of a string such as `b"…"` or `r#"…"#`, after its prefix.
fn prefixed_string(prefix: &str, after: &str) -> Option<usize> {
    if !matches!(prefix, "b" | "c" | "r" | "br" | "cr") {
        return None;
    }
    let hashes = after.len() - after.trim_start_matches('#').len();
    let inner = after[hashes..].strip_prefix('"')?;
    if !prefix.contains('r') {
        return (hashes == 0).then(|| 1 + quoted(inner));
    }
    let end = format!("\"{}", "#".repeat(hashes));
    let length = inner.find(&end).map_or(inner.len(), |at| at + end.len());
    Some(hashes + 1 + length)
}

fn word_length(rest: &str) -> usize {
    rest.find(|letter: char| letter != '_' && !letter.is_alphanumeric())
        .unwrap_or(rest.len())
}

/// True for `Vec` and `T`; false for `PI_2` and `vec`.
fn is_camel_case(word: &str) -> bool {
    let is_constant = word.len() > 1 && !word.contains(|letter: char| letter.is_lowercase());
    word.starts_with(|letter: char| letter.is_uppercase()) && !is_constant
}

/// The first character boundary at or after `at`.
fn char_boundary_from(text: &str, at: usize) -> usize {
    (at..text.len())
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(text.len())
}
