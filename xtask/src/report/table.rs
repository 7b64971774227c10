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

/// As [`render`], for a terminal of so many columns; none has room for all.
///
/// A line that is too long would be broken anywhere, and nobody could read the table. So columns
/// are left out until it fits: those that `spare` gives, the most dispensable first. What is left
/// out is found in the full table, off a terminal or in a wider one.
pub fn render_to_fit(mut rows: Vec<Vec<Cell>>, columns: Option<usize>, spare: &[usize]) -> String {
    let mut left_out = Vec::new();
    for &column in spare {
        let is_too_wide = |room| width(&widths(&rows)) > room;
        if !columns.is_some_and(is_too_wide) {
            break;
        }
        let n_before = left_out.iter().filter(|&&gone| gone < column).count();
        for row in &mut rows {
            if column - n_before < row.len() {
                row.remove(column - n_before);
            }
        }
        left_out.push(column);
    }
    render(&rows)
}

/// Of each column, the widest cell's width.
fn widths(rows: &[Vec<Cell>]) -> Vec<usize> {
    let n_columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        cells.map(Cell::width).max().unwrap_or(0)
    };
    (0..n_columns).map(width).collect()
}

/// Of a line: a blank, and the columns with two blanks between them.
fn width(widths: &[usize]) -> usize {
    1 + widths.iter().sum::<usize>() + 2 * widths.len().saturating_sub(1)
}

/// The rows as lines, with two blanks between columns.
pub fn render(rows: &[Vec<Cell>]) -> String {
    let widths = widths(rows);
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

#[cfg(test)]
mod tests {
    use super::*;

    fn rows() -> Vec<Vec<Cell>> {
        let row = |cells: [&str; 4]| cells.map(|text| Cell::left(text, Look::Plain)).into();
        vec![
            row(["id", "title", "steps", "star"]),
            row(["one", "A long title", "1/2", ""]),
        ]
    }

    fn widest(text: &str) -> usize {
        let widths = text.lines().map(|line| line.chars().count());
        widths.max().unwrap_or(0)
    }

    #[test]
    fn off_a_terminal_nothing_is_left_out() {
        assert_eq!(render_to_fit(rows(), None, &[1, 2]), render(&rows()));
    }

    #[test]
    fn a_column_is_left_out_only_where_it_must_be() {
        let full = widest(&render(&rows()));
        assert_eq!(render_to_fit(rows(), Some(full), &[1, 2]), render(&rows()));
        let less = render_to_fit(rows(), Some(full - 1), &[1, 2]);
        assert_eq!(less, " id   steps  star\n one  1/2\n");
        assert_eq!(
            render_to_fit(rows(), Some(12), &[1, 2]),
            " id   star\n one\n"
        );
        assert_eq!(
            render_to_fit(rows(), Some(12), &[2, 1]),
            " id   star\n one\n"
        );
        assert_eq!(render_to_fit(rows(), Some(1), &[]), render(&rows()));
    }
}
