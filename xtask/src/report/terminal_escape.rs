//! What a terminal may obey: of all that is printed, only the styles that this program set.
//!
//! Much of what is printed comes from outside: names of tests and files, paths, the output of
//! compilers and learners' code. So a style is printed as an escape code with a mark in it, a number
//! that differs from run to run. On the way out, marked codes lose their mark, and everything else
//! that would command a terminal becomes visible.

use grader::text::printable;
use std::hash::{BuildHasher as _, RandomState};
use std::sync::LazyLock;

/// How an escape code for a style starts.
const START: &str = "\x1b[";
/// The mark: parameters that a style ends with, in digits that every reader of escape codes skips.
static MARK: LazyLock<String> = LazyLock::new(|| {
    let random = RandomState::new().hash_one(START);
    let digits = |shift: u32| 1_000 + (random >> shift) % 9_000;
    format!(";{};{};{}", digits(0), digits(20), digits(40))
});

/// Marks the styles in this text, which must come from this program or the compiler.
pub fn marked(styled: &str) -> String {
    let mut parts = styled.split(START);
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part.find(|c: char| !matches!(c, '0'..='9' | ';'));
        text += START;
        match end {
            Some(end) if part[end..].starts_with('m') => {
                text += &part[..end];
                text += &MARK;
                text += &part[end..];
            }
            // Not a style: without a mark, it becomes visible.
            _ => text += part,
        }
    }
    text
}

/// A text as a terminal may get it: only marked styles are left of its escape codes.
pub fn safe(text: &str) -> String {
    let mut parts = text.split(START);
    let mut safe = printable(parts.next().unwrap_or_default());
    for part in parts {
        let mark = part.find(&**MARK).filter(|at| {
            let is_code = part[..*at].bytes().all(|b| matches!(b, b'0'..=b'9' | b';'));
            is_code && part[at + MARK.len()..].starts_with('m')
        });
        match mark {
            Some(at) => {
                safe += START;
                safe += &part[..at];
                safe += &printable(&part[at + MARK.len()..]);
            }
            None => safe += &printable(&format!("{START}{part}")),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_marked_styles_reach_the_terminal() {
        let foreign = "\x1b[31mred\x1b[0m \x1b]0;title\x07 \u{9b}2J \u{202e}x";
        let text = format!("{} {foreign}\n", marked("\x1b[1;31mours\x1b[0m"));
        assert_eq!(
            safe(&text),
            "\x1b[1;31mours\x1b[0m ␛[31mred␛[0m ␛]0;title␇ \u{fffd}2J \u{fffd}x\n"
        );
        assert_eq!(safe(&safe(foreign)), safe(foreign));
    }

    #[test]
    fn what_is_not_a_style_is_not_marked() {
        let marked = marked("\x1b[2J\x1b[38;5;9mred\x1b[K");
        assert_eq!(safe(&marked), "␛[2J\x1b[38;5;9mred␛[K");
    }

    #[test]
    fn a_mark_takes_no_room() {
        use textwrap::core::display_width;
        assert_eq!(display_width(&marked("\x1b[1mours\x1b[0m")), 4);
        let short = console::truncate_str(&marked("\x1b[1mours\x1b[0m"), 3, "…").into_owned();
        assert_eq!(safe(&short), "\x1b[1mou…\x1b[0m");
    }
}
