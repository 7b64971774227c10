//! Wrapping for a terminal: a long line breaks between words, and continues below its own
//! beginning.
//!
//! A terminal would break it anywhere, in the middle of a word, and continue at the left edge.

use textwrap::{Options, WordSplitter, WrapAlgorithm, core::display_width};

/// A blank at which no line is broken.
const GLUE: &str = "\u{a0}";

/// How many rows of a terminal with so many columns a text takes.
pub fn rows(text: &str, columns: usize) -> usize {
    let lines = text.lines();
    let rows = lines.map(|line| display_width(line).div_ceil(columns.max(1)).max(1));
    rows.sum()
}

/// Wraps a text for a terminal that is `columns` wide; off a terminal it stays as it is.
///
/// Continuations are indented as their line is, and `hanging` columns more. A word longer than a
/// line, such as a path, is not broken.
pub fn wrap(text: &str, columns: Option<usize>, hanging: usize) -> String {
    let Some(columns) = columns else {
        return text.to_owned();
    };
    let lines = text.split('\n').map(|line| match display_width(line) {
        width if width <= columns => line.to_owned(),
        _ => {
            let n_blanks = line.len() - line.trim_start().len();
            let rest = fill(&line[n_blanks..], columns, n_blanks, n_blanks + hanging);
            format!("{}{rest}", &line[..n_blanks])
        }
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Wraps a text to lines that end before column `columns`. The first is printed at column `first`,
/// without blanks of its own; the others are indented by `others`. Text between backticks stays on
/// one line, unless it takes more than half of it: a broken command cannot be copied.
pub fn fill(text: &str, columns: usize, first: usize, others: usize) -> String {
    let (before, indent) = (" ".repeat(first), " ".repeat(others));
    let options = Options::new(columns)
        .initial_indent(&before)
        .subsequent_indent(&indent)
        .break_words(false)
        .word_splitter(WordSplitter::NoHyphenation)
        .wrap_algorithm(WrapAlgorithm::FirstFit);
    let filled = textwrap::fill(&glued(text, columns / 2), options);
    let filled = filled.strip_prefix(&before).unwrap_or(&filled);
    filled.replace(GLUE, " ")
}

/// A text with the blanks between backticks glued, if at most `limit` columns are between these.
fn glued(text: &str, limit: usize) -> String {
    let text = &*whole_numbers(text);
    let parts: Vec<&str> = text.split('`').collect();
    if parts.len().is_multiple_of(2) {
        // A backtick without a partner.
        return text.to_owned();
    }
    let is_code = |at: usize, part: &str| at % 2 == 1 && display_width(part) <= limit;
    let parts = parts.iter().enumerate().map(|(at, part)| match part {
        part if is_code(at, part) => part.replace(' ', GLUE),
        part => (*part).to_owned(),
    });
    parts.collect::<Vec<_>>().join("`")
}

/// A text with the blanks within numbers glued: `10 004`.
fn whole_numbers(text: &str) -> String {
    let is_digit = |character: Option<char>| character.is_some_and(|c| c.is_ascii_digit());
    let mut glued = String::with_capacity(text.len());
    for (at, character) in text.char_indices() {
        let after = &text[at + character.len_utf8()..];
        let is_within = character == ' '
            && is_digit(glued.chars().next_back())
            && after.chars().take(3).filter(char::is_ascii_digit).count() == 3
            && !is_digit(after.chars().nth(3));
        match is_within {
            true => glued.push_str(GLUE),
            false => glued.push(character),
        }
    }
    glued
}

/// Joins the lines of prose that was wrapped in a source file of `source` columns, `taken` of which
/// are not prose. A deliberate break is kept: a sentence ends before it, though the next word would
/// have fitted, or one of the `openings` begins after it.
pub fn unbroken(prose: &str, source: usize, taken: usize, openings: &[&str]) -> String {
    let mut text = String::new();
    let mut last: Option<&str> = None;
    for line in prose.lines() {
        if let Some(last) = last {
            let next = line.split_whitespace().next().unwrap_or_default();
            let is_full = taken + display_width(last) + 1 + display_width(next) > source;
            let goes_on = !last.ends_with(['.', '?', '!', ':', ')']);
            let opens = openings.iter().any(|opening| line.starts_with(opening));
            let is_prose = !last.is_empty() && !next.is_empty() && !opens;
            text.push(if is_prose && (is_full || goes_on) {
                ' '
            } else {
                '\n'
            });
        }
        text += line;
        last = Some(line);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_continues_below_its_own_beginning() {
        let text = "  one two three\nfour\n\n";
        assert_eq!(wrap(text, Some(9), 2), "  one two\n    three\nfour\n\n");
        assert_eq!(wrap(text, Some(15), 2), text);
        assert_eq!(wrap(text, None, 2), text);
    }

    #[test]
    fn words_and_colours_are_not_broken() {
        let long = "at exercises/02_parse_tree/src/lib.rs:174 there-is more";
        let lines = "at\nexercises/02_parse_tree/src/lib.rs:174\nthere-is\nmore";
        assert_eq!(wrap(long, Some(12), 0), lines);
        let red = "\x1b[31mone\x1b[0m two";
        assert_eq!(wrap(red, Some(7), 0), red);
    }

    #[test]
    fn numbers_are_not_broken() {
        assert_eq!(
            wrap("at most 433 528 will do", Some(12), 0),
            "at most\n433 528 will\ndo"
        );
        // Neither is one number.
        assert_eq!(
            wrap("in step 4 400 calls", Some(10), 0),
            "in step\n4 400\ncalls"
        );
        assert_eq!(wrap("step 2 1000", Some(7), 0), "step 2\n1000");
    }

    #[test]
    fn text_between_backticks_is_not_broken() {
        let text = "then set it for good, as in `export EDITOR=vim`, or not";
        let lines = "then set it for good, as in\n`export EDITOR=vim`, or not";
        assert_eq!(wrap(text, Some(40), 0), lines);
        let odd = "one ` and two more";
        assert_eq!(wrap(odd, Some(9), 0), "one ` and\ntwo more");
        let long = "`one two three four`";
        assert_eq!(wrap(long, Some(12), 0), "`one two\nthree four`");
    }

    #[test]
    fn a_break_after_a_sentence_is_kept() {
        let prose =
            "Each piece begins at its\nalignment. The others\nare lost.\nBefore moving on:\n\nwhy?";
        let expected =
            "Each piece begins at its alignment. The others are lost.\nBefore moving on:\n\nwhy?";
        assert_eq!(unbroken(prose, 30, 4, &[]), expected);
    }

    #[test]
    fn an_opening_stays_at_the_start_of_its_line() {
        let prose = "This line is as full as can be.\nBefore moving on: why?";
        assert_eq!(unbroken(prose, 36, 4, &["Before moving on:"]), prose);
    }
}
