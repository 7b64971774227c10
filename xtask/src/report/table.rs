//! Tables of plain text: columns as wide as their widest cell, colours left out of the count.

use colored::{ColoredString, Colorize};

/// How a cell looks.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// As it is.
    Plain,
    /// Something that is as it should be.
    Good,
    /// Something that is not.
    Bad,
    /// Something that matters less.
    Faint,
    /// A heading.
    Head,
}

/// One cell.
pub struct Cell {
    text: String,
    look: Look,
    right: bool,
}

impl Cell {
    /// A cell that is aligned left.
    pub fn left(text: impl Into<String>, look: Look) -> Self {
        Self {
            text: text.into(),
            look,
            right: false,
        }
    }

    /// A cell that is aligned right.
    pub fn right(text: impl Into<String>, look: Look) -> Self {
        Self {
            text: text.into(),
            look,
            right: true,
        }
    }

    fn width(&self) -> usize {
        self.text.chars().count()
    }

    fn padded(&self, width: usize) -> ColoredString {
        let text = &self.text;
        let padded = if self.right {
            format!("{text:>width$}")
        } else {
            format!("{text:<width$}")
        };
        paint(&padded, self.look)
    }
}

/// A text in this look, where colours are wanted.
pub fn paint(text: &str, look: Look) -> ColoredString {
    match look {
        Look::Plain => text.normal(),
        Look::Good => text.green(),
        Look::Bad => text.red(),
        Look::Faint => text.dimmed(),
        Look::Head => text.bold(),
    }
}

/// The rows as lines, with two blanks between columns.
pub fn render(rows: &[Vec<Cell>]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        cells.map(Cell::width).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let lines = rows.iter().map(|row| {
        let cells = row
            .iter()
            .zip(&widths)
            .enumerate()
            .map(|(at, (cell, &width))| {
                // A last cell that is aligned left needs no blanks after it.
                let is_last = at + 1 == row.len() && !cell.right;
                cell.padded(if is_last { 0 } else { width }).to_string()
            });
        let line = cells.collect::<Vec<_>>().join("  ");
        format!(" {}\n", line.trim_end())
    });
    lines.collect()
}
