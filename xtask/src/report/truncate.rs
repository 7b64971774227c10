//! Texts that are cut to a limit: both ends are kept, and what is left out is named by its size.

use crate::process::size;

/// Room for the line that says what is left out.
const NOTE: usize = 40;

/// A text of at most so many bytes, which are more than a hundred.
pub fn cut(text: &str, limit: usize) -> String {
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

/// A text of at most so many lines, which are more than three: a message says first what is wrong, and
/// last what came of it, so that two thirds are of its beginning.
pub fn cut_lines(text: &str, limit: usize) -> String {
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

/// The last place of `text` up to `at` where a character begins.
fn floor(text: &str, at: usize) -> usize {
    let mut places = (0..=at).rev();
    places.find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

/// The first place of `text` from `at` on where a character begins.
fn ceiling(text: &str, at: usize) -> usize {
    let mut places = at..text.len();
    let found = places.find(|at| text.is_char_boundary(*at));
    found.unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fits_is_whole() {
        assert_eq!(cut("abc", 100), "abc");
        let exact = "x".repeat(100);
        assert_eq!(cut(&exact, 100), exact);
    }

    #[test]
    fn of_many_lines_both_ends_are_kept() {
        assert_eq!(cut_lines("a\nb\nc\nd\n\n", 4), "a\nb\nc\nd");
        let text = (0..100).map(|n| format!("{n}\n")).collect::<String>();
        assert_eq!(
            cut_lines(&text, 6),
            "0\n1\n2\n3\n[... 94 lines left out ...]\n98\n99"
        );
    }

    #[test]
    fn both_ends_are_kept_and_characters_stay_whole() {
        let text = format!("begin {} end", "é".repeat(1_000_000));
        for limit in 101..110 {
            let short = cut(&text, limit);
            assert!(short.len() <= limit, "{} > {limit}", short.len());
            assert!(short.starts_with("begin é") && short.ends_with("é end"));
            assert!(short.contains("é\n[... 2.0 MB left out ...]\né"), "{short}");
        }
    }
}
