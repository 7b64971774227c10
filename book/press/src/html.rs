//! HTML that is used in several places: escaped text, and captions.

/// Escapes the characters that HTML reserves, and the braces that mdBook looks for.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace("{{", "&#123;&#123;")
}

/// Renders a caption: `code` in backticks is the only Markdown in it.
pub fn inline(caption: &str) -> String {
    let parts = caption.split('`').enumerate();
    let parts = parts.map(|(at, part)| match at % 2 {
        0 => escape(part),
        _ => format!("<code>{}</code>", escape(part)),
    });
    parts.collect()
}
