//! Renders listings: two sides of a pair with the lines that differ marked, or one block alone.
//!
//! The markup is HTML and not a fenced block, so that marks stand in the page without JavaScript. Three facts about
//! mdBook make it work: its highlighter keeps elements that lie inside a `<code>`; it hides lines that begin with
//! `# ` only in a `<code>` that holds nothing but text; and a `<pre>` that begins a block may hold blank lines.

use crate::Problem;
use similar::{Algorithm, DiffTag};

/// Code for one side of a pair, with its caption.
pub struct Side<'a> {
    /// Rust source, without anchors.
    pub code: &'a str,
    /// What this side shows, in a few words.
    pub caption: &'a str,
}

/// Bad and Good next to each other. Fails when the two are equal, since the page would say nothing.
pub fn pair(bad: &Side<'_>, good: &Side<'_>) -> Result<String, Problem> {
    if bad.code == good.code {
        return Err(Problem::somewhere(
            "both sides of the pair are equal",
            "change one of the two anchors in the listing",
        ));
    }
    let (bad_lines, good_lines) = marked(bad.code, good.code);
    Ok(format!(
        "<div class=\"pair\" role=\"group\" aria-label=\"Bad and Good, lines that differ are marked\">\n{}{}</div>\n",
        figure("bad", "Bad", bad.caption, &bad_lines),
        figure("good", "Good", good.caption, &good_lines),
    ))
}

/// One block of code with a caption.
pub fn listing(side: &Side<'_>) -> String {
    let lines: Vec<_> = side.code.lines().map(|line| (Mark::Same, line)).collect();
    figure("listing", "", side.caption, &lines)
}

/// `text` with the characters that HTML reserves, and the braces that mdBook looks for, written as references.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace("{{", "&#123;&#123;")
}

/// A caption: `code` in backticks, and nothing else of Markdown.
pub fn inline(caption: &str) -> String {
    let parts = caption.split('`').enumerate();
    let parts = parts.map(|(at, part)| match at % 2 {
        0 => escape(part),
        _ => format!("<code>{}</code>", escape(part)),
    });
    parts.collect()
}

#[derive(Clone, Copy)]
enum Mark {
    Same,
    Gone,
    Added,
    /// Nothing here: the other side has a line that this side has not.
    Gap,
}

type Lines<'a> = Vec<(Mark, &'a str)>;

fn marked<'a>(bad: &'a str, good: &'a str) -> (Lines<'a>, Lines<'a>) {
    let (mut left, mut right) = (Lines::new(), Lines::new());
    let bad: Vec<_> = bad.lines().collect();
    let good: Vec<_> = good.lines().collect();
    for run in similar::capture_diff_slices(Algorithm::Myers, &bad, &good) {
        let (gone, added) = match run.tag() {
            DiffTag::Equal => (Mark::Same, Mark::Same),
            _ => (Mark::Gone, Mark::Added),
        };
        left.extend(bad[run.old_range()].iter().map(|line| (gone, *line)));
        right.extend(good[run.new_range()].iter().map(|line| (added, *line)));
        level(&mut left, &mut right);
    }
    (left, right)
}

/// Makes both sides equally long, so that equal lines stand at equal height.
fn level(left: &mut Lines<'_>, right: &mut Lines<'_>) {
    let rows = left.len().max(right.len());
    left.resize(rows, (Mark::Gap, ""));
    right.resize(rows, (Mark::Gap, ""));
}

fn figure(class: &str, label: &str, caption: &str, lines: &[(Mark, &str)]) -> String {
    let label = if label.is_empty() {
        String::new()
    } else {
        format!("<strong class=\"side\">{label}</strong> ")
    };
    let code: String = lines
        .iter()
        .map(|(mark, line)| line_element(*mark, line))
        .collect();
    // `tabindex`: code that is wider than its box can be scrolled from the keyboard.
    format!(
        "<figure class=\"code {class}\">\n<figcaption>{label}{}</figcaption>\n\n\
         <pre tabindex=\"0\"><code class=\"language-rust\">{code}</code></pre>\n\n</figure>\n",
        inline(caption)
    )
}

fn line_element(mark: Mark, line: &str) -> String {
    // `del` and `ins` say to a screen reader, and to a page without styles, what the colour says to others.
    let element = match mark {
        // Without text: a gap is seen, and is not copied with the code.
        Mark::Gap => return "<span class=\"gap\"></span>".to_owned(),
        Mark::Same => "span",
        Mark::Gone => "del",
        Mark::Added => "ins",
    };
    // Marks stand only around lines whose text is not blank: an empty line that differs is no news.
    let element = if line.trim().is_empty() {
        "span"
    } else {
        element
    };
    format!("<{element} class=\"line\">{}\n</{element}>", escape(line))
}
