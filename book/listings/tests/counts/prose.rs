//! Finds sentences and table rows in the chapters.

/// Fails unless `chapter` contains `row`, a text with the numbers that a test has just counted.
pub(crate) fn says(chapter: &str, row: &str) {
    if cfg!(miri) {
        return; // There, a test has no files.
    }
    let path = format!(
        "{}/../src/{chapter}",
        env!("CARGO_MANIFEST_DIR")
    );
    let text = std::fs::read_to_string(&path).unwrap_or_else(
        |error| panic!("book/src/{chapter}: {error}"),
    );
    // Line breaks do not matter.
    let words: Vec<_> = text.split_whitespace().collect();
    assert!(
        words.join(" ").contains(row),
        "book/src/{chapter} does not say `{row}`, which is what was counted"
    );
}

/// A number as the chapters print it: `1,234,567`.
pub(crate) fn thousands(number: u64) -> String {
    match number {
        0..1000 => number.to_string(),
        _ => format!(
            "{},{:03}",
            thousands(number / 1000),
            number % 1000
        ),
    }
}
