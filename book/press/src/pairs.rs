//! Renders listings: two sides of a pair with the lines that differ marked, or one block alone.
//!
//! The markup is HTML and not a fenced block, so that marks stand in the page without JavaScript. Three facts about
//! mdBook make it work: it hides lines that begin with `# ` only in a `<code>` that holds nothing but text; it leaves
//! alone what lies inside a `<code>`; and a `<pre>` that begins a block may hold blank lines.

use crate::{Problem, highlight};
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
    let (bad_marks, good_marks) = marks(bad.code, good.code);
    Ok(format!(
        "<div class=\"pair\" role=\"group\" aria-label=\"Bad and Good, lines that differ are marked\">\n{}{}</div>\n",
        figure("bad", "Bad", bad, &bad_marks),
        figure("good", "Good", good, &good_marks),
    ))
}

/// One block of code with a caption.
pub fn listing(side: &Side<'_>) -> String {
    let marks = vec![Mark::Same; side.code.lines().count()];
    figure("listing", "", side, &marks)
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

/// The marks of both sides, row by row.
fn marks(bad: &str, good: &str) -> (Vec<Mark>, Vec<Mark>) {
    let (mut left, mut right) = (Vec::new(), Vec::new());
    let bad: Vec<_> = bad.lines().collect();
    let good: Vec<_> = good.lines().collect();
    for run in similar::capture_diff_slices(Algorithm::Myers, &bad, &good) {
        let (gone, added) = match run.tag() {
            DiffTag::Equal => (Mark::Same, Mark::Same),
            _ => (Mark::Gone, Mark::Added),
        };
        left.resize(left.len() + run.old_range().len(), gone);
        right.resize(right.len() + run.new_range().len(), added);
        // Both sides become equally long, so that equal lines stand at equal height.
        let rows = left.len().max(right.len());
        left.resize(rows, Mark::Gap);
        right.resize(rows, Mark::Gap);
    }
    (left, right)
}

fn figure(class: &str, label: &str, side: &Side<'_>, marks: &[Mark]) -> String {
    let label = if label.is_empty() {
        String::new()
    } else {
        format!("<strong class=\"side\">{label}</strong> ")
    };
    let mut lines = highlight::lines(side.code).into_iter();
    let code: String = marks
        .iter()
        .map(|mark| match mark {
            // Without text: a gap is seen, and is not copied with the code.
            Mark::Gap => "<span class=\"gap\"></span>".to_owned(),
            mark => line_element(*mark, &lines.next().unwrap_or_default()),
        })
        .collect();
    format!(
        "<figure class=\"code {class}\">\n<figcaption>{label}<span>{}</span></figcaption>\n\n\
         <pre><code class=\"language-rust\">{code}</code></pre>\n\n</figure>\n",
        inline(side.caption)
    )
}

/// A line of HTML with its mark.
fn line_element(mark: Mark, line: &str) -> String {
    // `del` and `ins` say to a screen reader, and to a page without styles, what the colour says to others. They stand
    // only around lines whose text is not blank: an empty line that differs is no news.
    let element = match mark {
        Mark::Gone if !line.trim().is_empty() => "del",
        Mark::Added if !line.trim().is_empty() => "ins",
        _ => "span",
    };
    format!("<{element} class=\"line\">{line}\n</{element}>")
}
