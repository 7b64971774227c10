//! Renders listings: two sides of a pair with the lines that differ marked, or one block alone.
//!
//! The markup is HTML rather than a fenced block, so that the marks need no JavaScript. Three facts about mdBook make
//! it work: it hides lines that start with `# ` only in a `<code>` that contains nothing but text; it leaves the inside
//! of a `<code>` alone; and a `<pre>` that starts a block may contain blank lines.

use crate::html::inline;
use crate::{Problem, highlight};
use similar::{Algorithm, DiffTag};

/// Code for one side of a pair, with its caption.
pub struct Side<'a> {
    /// Rust source, without anchors.
    pub code: &'a str,
    /// What this side shows, in a few words.
    pub caption: &'a str,
}

/// Bad and Good side by side. Fails if the two are equal: the page would show no difference.
pub fn pair(bad: &Side<'_>, good: &Side<'_>) -> Result<String, Problem> {
    if bad.code == good.code {
        return Err(Problem::general(
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

#[derive(Clone, Copy)]
enum Mark {
    Same,
    Removed,
    Added,
    /// No line here: the other side has one that this side lacks.
    Gap,
}

/// The marks of both sides, row by row.
fn marks(bad: &str, good: &str) -> (Vec<Mark>, Vec<Mark>) {
    let (mut left, mut right) = (Vec::new(), Vec::new());
    let bad: Vec<_> = bad.lines().collect();
    let good: Vec<_> = good.lines().collect();
    for run in similar::capture_diff_slices(Algorithm::Myers, &bad, &good) {
        let (removed, added) = match run.tag() {
            DiffTag::Equal => (Mark::Same, Mark::Same),
            _ => (Mark::Removed, Mark::Added),
        };
        left.resize(left.len() + run.old_range().len(), removed);
        right.resize(right.len() + run.new_range().len(), added);
        // Pads the shorter side, so that equal lines are at the same height.
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
            // Without text: a gap is visible, but is not copied with the code.
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
    // `del` and `ins` say what the colour shows, to screen readers and on pages without styles. Blank lines do not get
    // them: a blank line that differs is not worth announcing.
    let element = match mark {
        Mark::Removed if !line.trim().is_empty() => "del",
        Mark::Added if !line.trim().is_empty() => "ins",
        _ => "span",
    };
    format!("<{element} class=\"line\">{line}\n</{element}>")
}
