//! Finds sentences and table rows in the chapters.

/// Fails unless `chapter` holds `row`, a text with the numbers that a test has just seen.
pub(crate) fn says(chapter: &str, row: &str) {
    let path = format!(
        "{}/../src/{chapter}",
        env!("CARGO_MANIFEST_DIR")
    );
    let text = std::fs::read_to_string(&path).unwrap_or_else(
        |error| panic!("book/src/{chapter}: {error}"),
    );
    // Where a line is wrapped is no news.
    let words: Vec<_> = text.split_whitespace().collect();
    assert!(
        words.join(" ").contains(row),
        "book/src/{chapter} does not say `{row}`, which is what was counted"
    );
}
