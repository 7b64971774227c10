//! Renders listings: two sides of a pair with the lines and words that differ marked, or one block alone. Code that the
//! compiler refuses has its message beneath the place that it points at.
//!
//! The markup is HTML rather than a fenced block, so that the marks need no JavaScript. Three facts about mdBook make
//! it work: it hides lines that start with `# ` only in a `<code>` that contains nothing but text; it leaves the inside
//! of a `<code>` alone; and a `<pre>` that starts a block may contain blank lines.

use crate::highlight::Part;
use crate::html::{escape, inline};
use crate::refusals::{Refusal, Span};
use crate::{Problem, highlight, words};
use similar::{Algorithm, DiffTag};
use std::fmt::Write;

/// Code with its caption: one side of a pair, or a listing.
pub struct Side<'a> {
    /// Rust source, without anchors.
    pub code: &'a str,
    /// What this side shows, in a few words.
    pub caption: &'a str,
    /// What the compiler says, if it refuses the code.
    pub refusal: Option<&'a Refusal>,
}

/// Bad and Good side by side. Fails if the two are equal: the page would show no difference.
pub fn pair(bad: &Side<'_>, good: &Side<'_>) -> Result<String, Problem> {
    if bad.code == good.code {
        return Err(Problem::general(
            "both sides of the pair are equal",
            "change one of the two anchors in the listing",
        ));
    }
    let (mut left, mut right) = rows(bad.code, good.code);
    if let Some(refusal) = bad.refusal {
        say(&mut left, Some(&mut right), refusal, bad.code);
    }
    if let Some(refusal) = good.refusal {
        say(&mut right, Some(&mut left), refusal, good.code);
    }
    Ok(format!(
        "<div class=\"pair\" role=\"group\" aria-label=\"Bad and Good, lines that differ are marked\">\n{}{}</div>\n",
        figure("bad", "Bad", bad, &left),
        figure("good", "Good", good, &right),
    ))
}

/// One block of code with a caption.
pub fn listing(side: &Side<'_>) -> String {
    let mut rows = plain_rows(side.code);
    if let Some(refusal) = side.refusal {
        say(&mut rows, None, refusal, side.code);
    }
    figure("listing", "", side, &rows)
}

/// The code that a question is about, without a caption: the question says what it is.
pub fn asked(code: &str) -> String {
    format!(
        "<figure class=\"code asked\">\n\n{}\n\n</figure>\n",
        block(code, &plain_rows(code))
    )
}

/// The compiler's message, without the code that it is about.
pub fn message(refusal: &Refusal) -> String {
    let code = match refusal.code.as_str() {
        "" => String::new(),
        code => format!("[{}]", escape(code)),
    };
    format!(
        "<p class=\"compiler\"><strong>error{code}</strong>: {}</p>\n",
        inline(&refusal.message)
    )
}

enum Row {
    Line(Mark, Vec<Part>),
    /// No line here: the other side has one that this side lacks.
    Gap,
    /// What the compiler says of the line before, as HTML.
    Said(String),
    /// The other side has something said here.
    Silent,
}

#[derive(Clone, Copy)]
enum Mark {
    Same,
    Removed,
    Added,
}

fn plain_rows(code: &str) -> Vec<Row> {
    let lines = code.lines();
    lines.map(|_| Row::Line(Mark::Same, Vec::new())).collect()
}

/// The rows of both sides.
fn rows(bad: &str, good: &str) -> (Vec<Row>, Vec<Row>) {
    let (mut left, mut right) = (Vec::new(), Vec::new());
    let bad: Vec<_> = bad.lines().collect();
    let good: Vec<_> = good.lines().collect();
    for run in similar::capture_diff_slices(Algorithm::Myers, &bad, &good) {
        let (old, new) = (&bad[run.old_range()], &good[run.new_range()]);
        if run.tag() == DiffTag::Equal {
            left.extend(old.iter().map(|_| Row::Line(Mark::Same, Vec::new())));
            right.extend(new.iter().map(|_| Row::Line(Mark::Same, Vec::new())));
            continue;
        }
        for (removed, added) in words::rows(old, new) {
            let (was, is) = match (removed, added) {
                (Some(removed), Some(added)) => words::differing(old[removed], new[added]),
                _ => (Vec::new(), Vec::new()),
            };
            let parts = |ranges: Vec<std::ops::Range<usize>>| {
                let ranges = ranges.into_iter();
                ranges
                    .map(|range| Part {
                        range,
                        class: "word",
                    })
                    .collect()
            };
            left.push(removed.map_or(Row::Gap, |_| Row::Line(Mark::Removed, parts(was))));
            right.push(added.map_or(Row::Gap, |_| Row::Line(Mark::Added, parts(is))));
        }
    }
    (left, right)
}

/// Puts what the compiler says beneath the lines that it points at. `other` is the other side of a pair, whose lines
/// stay beside those of this side.
fn say(rows: &mut Vec<Row>, mut other: Option<&mut Vec<Row>>, refusal: &Refusal, code: &str) {
    let mut spans: Vec<&Span> = refusal.spans.iter().collect();
    // What is marked later is on top.
    spans.sort_by_key(|span| span.primary);
    for span in &spans {
        let class = if span.primary { "error" } else { "hint" };
        let range = span.range(code);
        if let (Some(at), Some(range)) = (row_of(rows, span.line), range)
            && let Row::Line(_, parts) = &mut rows[at]
        {
            parts.push(Part { range, class });
        }
    }
    // From the last to the first, so that no row moves before it is found; the error comes before the rest of its line.
    spans.sort_by_key(|span| (span.line, !span.primary, span.from));
    for span in spans.iter().rev().filter(|span| !span.label.is_empty()) {
        let Some(at) = row_of(rows, span.line) else {
            continue;
        };
        rows.insert(at + 1, Row::Said(said(span, code)));
        if let Some(other) = other.as_deref_mut() {
            other.insert(at + 1, Row::Silent);
        }
    }
}

/// The row of a line of code.
fn row_of(rows: &[Row], line: usize) -> Option<usize> {
    let rows = rows.iter().enumerate();
    let mut lines = rows.filter(|(_, row)| matches!(row, Row::Line(..)));
    lines.nth(line).map(|(at, _)| at)
}

fn said(span: &Span, code: &str) -> String {
    let class = if span.primary {
        "remark error"
    } else {
        "remark"
    };
    let line = code.lines().nth(span.line).unwrap_or_default();
    let before = span.range(code).map_or(0, |range| range.start);
    let indent = line[..before].chars().count();
    format!(
        "<span class=\"{class}\"><span class=\"indent\">{}</span><span>{}</span></span>",
        " ".repeat(indent),
        escape(&span.label)
    )
}

fn figure(class: &str, label: &str, side: &Side<'_>, rows: &[Row]) -> String {
    let mut labels = String::new();
    if !label.is_empty() {
        let _ = write!(labels, "<strong class=\"side\">{label}</strong> ");
    }
    let refused = if side.refusal.is_some() {
        " refused"
    } else {
        ""
    };
    if side.refusal.is_some() {
        labels += "<strong class=\"side refusal\">Does not compile</strong> ";
    }
    format!(
        "<figure class=\"code {class}{refused}\">\n<figcaption>{labels}<span>{}</span></figcaption>\n\n{}\n\n{}</figure>\n",
        inline(side.caption),
        block(side.code, rows),
        side.refusal.map(message).unwrap_or_default(),
    )
}

fn block(code: &str, rows: &[Row]) -> String {
    let parts: Vec<_> = rows
        .iter()
        .filter_map(|row| match row {
            Row::Line(_, parts) => Some(parts.clone()),
            _ => None,
        })
        .collect();
    let mut lines = highlight::marked_lines(code, &parts).into_iter();
    let rows = rows.iter().map(|row| match row {
        Row::Line(mark, _) => line_element(*mark, &lines.next().unwrap_or_default()),
        // Without text: a gap is visible, but is not copied with the code.
        Row::Gap => "<span class=\"gap\"></span>".to_owned(),
        Row::Silent => "<span class=\"gap silent\"></span>".to_owned(),
        Row::Said(row) => row.clone(),
    });
    let code: String = rows.collect();
    format!("<pre><code class=\"language-rust\">{code}</code></pre>")
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
