//! Escapes text, so that Markdown shows it as it is.

use grader::text::printable_line;

/// A line of text in which nothing is HTML.
pub fn plain(text: &str) -> String {
    printable_line(text)
        .replace('&', "&amp;")
        .replace('<', "&lt;")
}

/// Text for a cell of a Markdown table; code in backticks stays as it is.
pub fn cell(text: &str) -> String {
    let text = printable_line(text);
    let parts = text.split('`').enumerate().map(|(at, part)| match at % 2 {
        0 => part.replace('|', "\\|").replace('<', "&lt;"),
        _ => part.replace('|', "\\|"),
    });
    parts.collect::<Vec<_>>().join("`")
}
