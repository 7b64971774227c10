//! Colours what the lab says, and wraps it to the screen.

use colored::Colorize;
use lab_core::output::{Block, Kind, Run, aligned};
use lab_core::plain;
use textwrap::{Options, WordSeparator, WordSplitter, WrapAlgorithm};

/// A block as text for a terminal, with its line break. Sentences are at most `width` columns wide; `prompt` is put before
/// commands.
pub(crate) fn paint(block: &Block, width: usize, prompt: &str) -> String {
    match block {
        Block::Command(line) => format!("{}{line}\n", prompt.dimmed()),
        Block::Tour(text) => format!("\n{}\n\n", wrap(text, width)),
        Block::Answer(text) => format!("{}\n", wrap(text, width)),
        Block::Mistake(text) => format!("{}\n", wrap(text, width).red()),
        Block::Table(rows) => plain(&aligned(rows)),
        Block::Lines(runs) | Block::Drawing(runs) => {
            let text: String = runs.iter().map(paint_run).collect();
            format!("{}\n", plain(&text))
        }
    }
}

fn paint_run(run: &Run) -> String {
    let text = run.text.as_str();
    match run.kind {
        Kind::Plain => return text.to_owned(),
        Kind::Value => text.green(),
        Kind::Free => text.dimmed(),
        Kind::Unused | Kind::LeftBehind => text.red(),
        Kind::Padding => text.yellow(),
        Kind::Finger => text.bold(),
    }
    .to_string()
}

/// Wraps a text to lines of at most `width` columns, unless a word is longer. Its own line breaks
/// stay.
fn wrap(text: &str, width: usize) -> String {
    // It breaks lines at ordinary spaces only.
    let options = Options::new(width)
        .break_words(false)
        .word_separator(WordSeparator::AsciiSpace)
        .word_splitter(WordSplitter::NoHyphenation)
        .wrap_algorithm(WrapAlgorithm::FirstFit);
    plain(&textwrap::fill(text, options))
}

#[cfg(test)]
mod tests {
    use super::*;
    use lab_core::NO_BREAK;

    #[test]
    fn long_lines_are_wrapped_at_words() {
        assert_eq!(wrap("one two three", 8), "one two\nthree");
        assert_eq!(wrap("one\n\ntwo three", 80), "one\n\ntwo three");
        assert_eq!(
            wrap(&format!("there are 65{NO_BREAK}536{NO_BREAK}B"), 14),
            "there are\n65 536 B"
        );
        assert_eq!(wrap("extraordinarily long", 5), "extraordinarily\nlong");
    }
}
