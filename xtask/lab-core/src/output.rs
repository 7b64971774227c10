//! What the lab says. A terminal paints it, a page gives it classes; neither takes text apart to find out what it is.

use crate::text::plain;

/// The kind of a piece of text in a drawing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Words and numbers.
    Plain,
    /// Bytes of values.
    Value,
    /// Free bytes.
    Free,
    /// Bytes that were free when the arena moved on to the next chunk.
    Unused,
    /// Padding.
    Padding,
    /// An old buffer.
    LeftBehind,
    /// The mark at the finger.
    Finger,
}

/// A piece of text of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// Its kind.
    pub kind: Kind,
    /// The text.
    pub text: String,
}

/// A part of the output. It is followed by a line break; its text ends with another where a blank line follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A command, as if it had been typed: the tour types.
    Command(String),
    /// What the tour explains: a paragraph.
    Tour(String),
    /// The answer to a command, in sentences. They may be wrapped.
    Answer(String),
    /// Why a line was not executed, in sentences.
    Mistake(String),
    /// Lines to be shown as they are, in columns of equal width.
    Lines(Vec<Run>),
    /// A table of numbers below names: rows of equally many cells.
    Table(Vec<Vec<String>>),
    /// Lines as well, but a picture: [`Lines`](Self::Lines) after it say in numbers what it shows.
    Drawing(Vec<Run>),
}

/// What the lab says at once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Output(pub Vec<Block>);

/// Lines that are being written.
#[derive(Default)]
pub(crate) struct Runs(Vec<Run>);

impl Runs {
    /// Adds text; neighbours of the same kind become one.
    pub(crate) fn add(&mut self, kind: Kind, text: &str) {
        match self.0.last_mut() {
            Some(last) if last.kind == kind => last.text += text,
            _ => self.0.push(Run {
                kind,
                text: text.to_owned(),
            }),
        }
    }
}

/// The rows of a table as lines, each cell at the right of its column.
#[must_use]
pub fn aligned(rows: &[Vec<String>]) -> String {
    let width = |cell: &String| cell.chars().count();
    let n_columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let widths: Vec<usize> = (0..n_columns)
        .map(|column| rows.iter().filter_map(move |row| row.get(column)))
        .map(|cells| cells.map(width).max().unwrap_or(0))
        .collect();
    let lines = rows.iter().map(|row| {
        let cells = row.iter().zip(&widths);
        let cells = cells.map(|(cell, widest)| " ".repeat(widest - width(cell)) + cell);
        format!("  {}\n", cells.collect::<Vec<_>>().join("  "))
    });
    lines.collect()
}

impl Output {
    pub(crate) fn answer(&mut self, text: impl Into<String>) {
        self.0.push(Block::Answer(text.into()));
    }

    pub(crate) fn mistake(&mut self, text: impl Into<String>) {
        self.0.push(Block::Mistake(text.into()));
    }

    pub(crate) fn lines(&mut self, runs: Runs) {
        self.0.push(Block::Lines(runs.0));
    }

    pub(crate) fn drawing(&mut self, runs: Runs) {
        self.0.push(Block::Drawing(runs.0));
    }

    /// The output as the text of a script's session, without wrapping and without kinds. `prompt` is put before
    /// commands.
    #[must_use]
    pub fn to_text(&self, prompt: &str) -> String {
        let blocks = self.0.iter().map(|block| match block {
            Block::Command(line) => format!("{prompt}{line}\n"),
            Block::Tour(text) => format!("\n{}\n\n", plain(text)),
            Block::Answer(text) | Block::Mistake(text) => format!("{}\n", plain(text)),
            Block::Table(rows) => plain(&aligned(rows)),
            Block::Lines(runs) | Block::Drawing(runs) => {
                let text: String = runs.iter().map(|run| run.text.as_str()).collect();
                format!("{}\n", plain(&text))
            }
        });
        blocks.collect()
    }
}
