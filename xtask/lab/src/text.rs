//! Numbers for people to read, and lines that fit the screen.

use textwrap::{Options, WordSeparator, WordSplitter, WrapAlgorithm};

/// The space at which [`wrap`] does not break a line.
const NO_BREAK: char = '\u{a0}';

/// A number of bytes, its digits in groups of three: `65 536 B`. [`wrap`] does not break it.
#[must_use]
pub fn bytes(n: usize) -> String {
    format!("{}{NO_BREAK}B", grouped(n))
}

/// A text that is not wrapped, with ordinary spaces.
#[must_use]
pub fn plain(text: &str) -> String {
    text.replace(NO_BREAK, " ")
}

/// How many of something: `1 chunk`, `2 chunks`.
#[must_use]
pub fn counted(n: usize, what: &str) -> String {
    match n {
        1 => format!("1{NO_BREAK}{what}"),
        n => format!("{}{NO_BREAK}{what}s", grouped(n)),
    }
}

/// Wraps a text to lines of at most `width` columns, unless a word is longer. Its own line breaks
/// stay.
#[must_use]
pub fn wrap(text: &str, width: usize) -> String {
    // It breaks lines at ordinary spaces only.
    let options = Options::new(width)
        .break_words(false)
        .word_separator(WordSeparator::AsciiSpace)
        .word_splitter(WordSplitter::NoHyphenation)
        .wrap_algorithm(WrapAlgorithm::FirstFit);
    plain(&textwrap::fill(text, options))
}

fn grouped(n: usize) -> String {
    yardstick::grouped(n as u64).replace(' ', &NO_BREAK.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_wrapped_at_words() {
        assert_eq!(wrap("one two three", 8), "one two\nthree");
        assert_eq!(wrap("one\n\ntwo three", 80), "one\n\ntwo three");
        assert_eq!(
            wrap(&format!("there are {}", bytes(65_536)), 14),
            "there are\n65 536 B"
        );
        assert_eq!(wrap("extraordinarily long", 5), "extraordinarily\nlong");
    }

    #[test]
    fn numbers_read_well() {
        assert_eq!(plain(&bytes(0)), "0 B");
        assert_eq!(plain(&bytes(999)), "999 B");
        assert_eq!(plain(&bytes(65_536)), "65 536 B");
        assert_eq!(plain(&bytes(1_234_567)), "1 234 567 B");
        assert_eq!(plain(&counted(1, "chunk")), "1 chunk");
        assert_eq!(plain(&counted(12_000, "call")), "12 000 calls");
    }
}
