//! Extracts named parts of a listing: `// ANCHOR: name` up to `// ANCHOR_END: name`.
//!
//! mdBook does so too, but yields an empty block for a missing anchor, and keeps the indentation. Code that must not
//! compile is a test in a doc comment, whose markers are removed.

use crate::Problem;

/// The lines between the anchors called `name` in `text`, without other anchors and without common indentation.
///
/// `shown` names the file in messages. The problem has no place: the caller knows the line of the directive.
pub fn extract(text: &str, name: &str, shown: &str) -> Result<String, Problem> {
    let mut lines = Vec::new();
    let mut state = State::Before;
    for line in text.lines() {
        match (marker(line), state) {
            (Some(Marker::Start(found)), State::Before) if found == name => state = State::Inside,
            (Some(Marker::End(found)), State::Inside) if found == name => state = State::After,
            (Some(Marker::Start(found)), _) if found == name => {
                return Err(opened_twice(name, shown));
            }
            (None, State::Inside) => lines.push(line),
            _ => {}
        }
    }
    match state {
        State::Before => Err(missing(name, shown)),
        State::Inside => Err(unclosed(name, shown)),
        State::After => Ok(dedent(&without_doc_markers(lines))),
    }
}

/// The error code of the doctest that an anchor is in, if the compiler must refuse it: `E0502` in ```` ```compile_fail,E0502 ````.
/// Some errors have none: that a future is not `Send`. Then it is empty.
pub fn refused_with<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let mut code = None;
    for line in text.lines() {
        if let Some(Marker::Start(found)) = marker(line)
            && found == name
        {
            return code;
        }
        let line = line.trim_start();
        let bare = ["//!", "///"]
            .iter()
            .find_map(|marker| line.strip_prefix(marker));
        match bare.map(str::trim) {
            Some("```compile_fail") => code = Some(""),
            Some(bare) if bare.starts_with("```") => code = bare.strip_prefix("```compile_fail,"),
            Some(_) => {}
            None => code = None,
        }
    }
    None
}

#[derive(Clone, Copy)]
enum State {
    Before,
    Inside,
    After,
}

enum Marker<'a> {
    Start(&'a str),
    End(&'a str),
}

fn marker(line: &str) -> Option<Marker<'_>> {
    if let Some((_, rest)) = line.split_once("ANCHOR_END:") {
        return Some(Marker::End(first_word(rest)));
    }
    let (_, rest) = line.split_once("ANCHOR:")?;
    Some(Marker::Start(first_word(rest)))
}

fn first_word(text: &str) -> &str {
    text.split_whitespace().next().unwrap_or("")
}

/// The lines without `//!` or `///`, if all of them have it.
fn without_doc_markers(lines: Vec<&str>) -> Vec<&str> {
    for marker in ["//!", "///"] {
        let bare: Option<Vec<_>> = lines
            .iter()
            .map(|line| line.trim_start().strip_prefix(marker))
            .collect();
        if let Some(bare) = bare {
            return bare;
        }
    }
    lines
}

fn dedent(lines: &[&str]) -> String {
    let indent = lines
        .iter()
        .filter(|line| !line.trim().is_empty())
        .map(|line| line.len() - line.trim_start().len())
        .min()
        .unwrap_or(0);
    let lines: Vec<_> = lines
        .iter()
        .map(|line| line.get(indent..).unwrap_or(""))
        .collect();
    lines.join("\n").trim_matches('\n').to_owned()
}

fn missing(name: &str, shown: &str) -> Problem {
    Problem::general(
        format!("there is no anchor `{name}` in {shown}"),
        format!("put `// ANCHOR: {name}` and `// ANCHOR_END: {name}` around the lines in {shown}"),
    )
}

fn unclosed(name: &str, shown: &str) -> Problem {
    Problem::general(
        format!("the anchor `{name}` in {shown} is not closed"),
        format!("put `// ANCHOR_END: {name}` after its last line in {shown}"),
    )
}

fn opened_twice(name: &str, shown: &str) -> Problem {
    Problem::general(
        format!("the anchor `{name}` appears twice in {shown}"),
        format!("rename one of the two in {shown}"),
    )
}
