//! Truncation: both ends of a text are kept, with a note between them on how much was left out.

use grader::text::size;

/// Room for the note on what is left out.
const NOTE: usize = 40;

/// Truncates to `limit` bytes (must exceed 100).
#[must_use]
pub fn truncate(text: &str, limit: usize) -> String {
    if text.len() <= limit {
        return text.to_owned();
    }
    let half = limit.saturating_sub(NOTE) / 2;
    let head = &text[..floor(text, half)];
    let tail = &text[ceiling(text, text.len() - half)..];
    let missing = text.len() - head.len() - tail.len();
    format!(
        "{head}\n[... {} left out ...]\n{tail}",
        size(missing as u64)
    )
}

/// Truncates to `limit` lines (must exceed 3). Two thirds of them are from the beginning, where a
/// message says what is wrong.
#[must_use]
pub fn truncate_lines(text: &str, limit: usize) -> String {
    let lines: Vec<&str> = text.trim_end().lines().collect();
    if lines.len() <= limit {
        return lines.join("\n");
    }
    let tail = limit / 3;
    let head = limit - tail;
    let missing = lines.len() - limit;
    format!(
        "{}\n[... {missing} lines left out ...]\n{}",
        lines[..head].join("\n"),
        lines[lines.len() - tail..].join("\n")
    )
}

/// The last character boundary of `text` up to `at`.
fn floor(text: &str, at: usize) -> usize {
    let mut places = (0..=at).rev();
    places.find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

/// The first character boundary of `text` from `at` on.
fn ceiling(text: &str, at: usize) -> usize {
    let mut places = at..text.len();
    let found = places.find(|at| text.is_char_boundary(*at));
    found.unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_fits_is_unchanged() {
        assert_eq!(truncate("abc", 100), "abc");
        let exact = "x".repeat(100);
        assert_eq!(truncate(&exact, 100), exact);
    }

    #[test]
    fn both_ends_of_many_lines_are_kept() {
        assert_eq!(truncate_lines("a\nb\nc\nd\n\n", 4), "a\nb\nc\nd");
        let text = (0..100).map(|n| format!("{n}\n")).collect::<String>();
        assert_eq!(
            truncate_lines(&text, 6),
            "0\n1\n2\n3\n[... 94 lines left out ...]\n98\n99"
        );
    }

    #[test]
    fn both_ends_are_kept_and_no_character_is_split() {
        let text = format!("begin {} end", "é".repeat(1_000_000));
        for limit in 101..110 {
            let short = truncate(&text, limit);
            assert!(short.len() <= limit, "{} > {limit}", short.len());
            assert!(short.starts_with("begin é") && short.ends_with("é end"));
            assert!(short.contains("é\n[... 2.0 MB left out ...]\né"), "{short}");
        }
    }
}
