//! Numbers for people to read.

/// The space at which a line must not be broken.
pub const NO_BREAK: char = '\u{a0}';

/// A number of bytes, its digits in groups of three: `65 536 B`. No line is broken inside it.
#[must_use]
pub(crate) fn bytes(n: usize) -> String {
    format!("{}{NO_BREAK}B", grouped(n))
}

/// A text that is not wrapped, with ordinary spaces.
#[must_use]
pub fn plain(text: &str) -> String {
    text.replace(NO_BREAK, " ")
}

/// How many of something: `1 chunk`, `2 chunks`.
#[must_use]
pub(crate) fn counted(n: usize, what: &str) -> String {
    match n {
        1 => format!("1{NO_BREAK}{what}"),
        n => format!("{}{NO_BREAK}{what}s", grouped(n)),
    }
}

fn grouped(n: usize) -> String {
    yardstick::grouped(n as u64).replace(' ', &NO_BREAK.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

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
