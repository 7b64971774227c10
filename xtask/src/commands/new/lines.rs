//! Lines of a file that an author edits, too.

/// The text with another line after line `at`, which counts from zero.
pub(super) fn insert_after(text: &str, at: usize, line: &str) -> String {
    let mut lines: Vec<&str> = text.lines().collect();
    lines.insert(at + 1, line);
    lines.join("\n") + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_other_lines_stay() {
        assert_eq!(insert_after("a\n\nc\n\n", 1, "b"), "a\n\nb\nc\n\n");
        assert_eq!(insert_after("a", 0, "b"), "a\nb\n");
    }
}
