//! Numbers as people read them, and lines that fit.

use textwrap::{Options, WordSeparator, WordSplitter, WrapAlgorithm};

/// The blank that [`wrapped`] does not break a line at.
const NO_BREAK: char = '\u{a0}';

/// A number of bytes to the byte, in groups of three: `65 536 B`. No line ends within.
#[must_use]
pub fn bytes(n: usize) -> String {
    format!("{}{NO_BREAK}B", grouped(n))
}

/// A text that is shown as it is, with common blanks.
#[must_use]
pub fn plain(text: &str) -> String {
    text.replace(NO_BREAK, " ")
}

/// How many of something: `1 chunk`, `2 chunks`.
#[must_use]
pub fn times(n: usize, what: &str) -> String {
    match n {
        1 => format!("1{NO_BREAK}{what}"),
        n => format!("{}{NO_BREAK}{what}s", grouped(n)),
    }
}

/// A text in lines of at most `width` columns, as far as its words allow. Lines that it has stay.
#[must_use]
pub fn wrapped(text: &str, width: usize) -> String {
    // Of all blanks, it breaks lines at common ones only.
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
        assert_eq!(wrapped("one two three", 8), "one two\nthree");
        assert_eq!(wrapped("one\n\ntwo three", 80), "one\n\ntwo three");
        assert_eq!(
            wrapped(&format!("there are {}", bytes(65_536)), 14),
            "there are\n65 536 B"
        );
        assert_eq!(wrapped("extraordinarily long", 5), "extraordinarily\nlong");
    }

    #[test]
    fn numbers_read_well() {
        assert_eq!(plain(&bytes(0)), "0 B");
        assert_eq!(plain(&bytes(999)), "999 B");
        assert_eq!(plain(&bytes(65_536)), "65 536 B");
        assert_eq!(plain(&bytes(1_234_567)), "1 234 567 B");
        assert_eq!(plain(&times(1, "chunk")), "1 chunk");
        assert_eq!(plain(&times(12_000, "call")), "12 000 calls");
    }
}
