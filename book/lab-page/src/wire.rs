//! What the lab says, as text that a page takes apart with `split`.
//!
//! A block is a letter for its kind, its content, and [`BLOCK`]. The content of lines and drawings is runs: a letter for
//! the kind, the text, and [`PART`]. That of a table is rows, each of cells that end with [`PART`] and then [`ROW`].

use lab_core::output::{Block, Kind, Output, Run};

/// After each block.
const BLOCK: char = '\u{1e}';
/// After each row of a table.
const ROW: char = '\u{1d}';
/// After each run, and each cell.
const PART: char = '\u{1f}';

/// Writes the output.
pub(crate) fn write(output: &Output) -> String {
    let mut text = String::new();
    for block in &output.0 {
        match block {
            Block::Command(line) => add(&mut text, 'c', line),
            Block::Tour(words) => add(&mut text, 't', words),
            Block::Answer(words) => add(&mut text, 'a', words),
            Block::Mistake(words) => add(&mut text, 'm', words),
            Block::Lines(runs) => add_runs(&mut text, 'l', runs),
            Block::Drawing(runs) => add_runs(&mut text, 'd', runs),
            Block::Table(rows) => {
                text.push('b');
                for row in rows {
                    row.iter().for_each(|cell| end(&mut text, cell, PART));
                    text.push(ROW);
                }
            }
        }
        text.push(BLOCK);
    }
    text
}

fn add(text: &mut String, kind: char, words: &str) {
    text.push(kind);
    text.extend(words.chars().map(harmless));
}

fn add_runs(text: &mut String, kind: char, runs: &[Run]) {
    text.push(kind);
    for run in runs {
        text.push(letter(run.kind));
        end(text, &run.text, PART);
    }
}

fn end(text: &mut String, words: &str, mark: char) {
    text.extend(words.chars().map(harmless));
    text.push(mark);
}

/// What was typed may have any character; those that are marks here are replaced.
fn harmless(c: char) -> char {
    if c.is_control() && c != '\n' {
        char::REPLACEMENT_CHARACTER
    } else {
        c
    }
}

fn letter(kind: Kind) -> char {
    match kind {
        Kind::Plain => 'p',
        Kind::Value => 'v',
        Kind::Free => 'f',
        Kind::Unused => 'u',
        Kind::Padding => 'g',
        Kind::LeftBehind => 'l',
        Kind::Finger => 'm',
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_taken_apart_at_their_marks() {
        let runs = vec![Run {
            kind: Kind::Free,
            text: "..".to_owned(),
        }];
        let output = Output(vec![
            Block::Answer("a\u{1e}b\nc".to_owned()),
            Block::Drawing(runs),
            Block::Table(vec![vec!["1".to_owned(), "2".to_owned()]]),
        ]);
        assert_eq!(
            write(&output),
            "aa\u{fffd}b\nc\u{1e}df..\u{1f}\u{1e}b1\u{1f}2\u{1f}\u{1d}\u{1e}"
        );
    }
}
