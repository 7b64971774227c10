//! Escapes text, so that Markdown shows it as it is.

/// Text in which nothing is HTML.
pub fn plain(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

/// Text for a cell of a Markdown table; code in backticks stays as it is.
pub fn cell(text: &str) -> String {
    let parts = text.split('`').enumerate().map(|(at, part)| match at % 2 {
        0 => part.replace('|', "\\|").replace('<', "&lt;"),
        _ => part.replace('|', "\\|"),
    });
    parts.collect::<Vec<_>>().join("`")
}
