//! Tables of plain text. Columns are as wide as their widest cell; colours do not count.

use super::terminal_escape::marked;
use colored::Colorize;
use grader::text::{printable, printable_line};
use textwrap::core::display_width;

/// How a text is styled.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Without a style.
    Plain,
    /// For what is right.
    Good,
    /// For what is wrong.
    Bad,
    /// For what matters less.
    Faint,
    /// For headings.
    Head,
}

/// One cell.
pub struct Cell {
    text: String,
    style: Style,
    right: bool,
}

impl Cell {
    /// A cell that is aligned left.
    pub fn left(text: impl Into<String>, style: Style) -> Self {
        Self {
            text: printable_line(&text.into()),
            style,
            right: false,
        }
    }

    /// A cell that is aligned right.
    pub fn right(text: impl Into<String>, style: Style) -> Self {
        Self {
            right: true,
            ..Self::left(text, style)
        }
    }

    fn width(&self) -> usize {
        display_width(&self.text)
    }

    fn padded(&self, width: usize) -> String {
        let blanks = " ".repeat(width.saturating_sub(self.width()));
        let padded = match self.right {
            true => blanks + &self.text,
            false => format!("{}{blanks}", self.text),
        };
        paint(&padded, self.style)
    }
}

/// A text in this style, if colours are wanted.
pub fn paint(text: &str, style: Style) -> String {
    let text = printable(text);
    let styled = match style {
        Style::Plain => return text,
        Style::Good => text.green(),
        Style::Bad => text.red(),
        Style::Faint => text.dimmed(),
        Style::Head => text.bold(),
    };
    marked(&styled.to_string())
}

/// As [`render`], for a terminal that is `columns` wide; `None` has room for everything.
///
/// The terminal would break long lines anywhere, and nobody could read the table. So columns are
/// dropped until it fits: those that `spare` lists, the most dispensable first. Off a terminal, or
/// on a wider one, the table is complete.
pub fn render_to_fit(mut rows: Vec<Vec<Cell>>, columns: Option<usize>, spare: &[usize]) -> String {
    let mut dropped = Vec::new();
    for &column in spare {
        let is_too_wide = |room| width(&widths(&rows)) > room;
        if !columns.is_some_and(is_too_wide) {
            break;
        }
        let n_before = dropped.iter().filter(|&&other| other < column).count();
        for row in &mut rows {
            if column - n_before < row.len() {
                row.remove(column - n_before);
            }
        }
        dropped.push(column);
    }
    render(&rows)
}

/// The width of each column: that of its widest cell.
fn widths(rows: &[Vec<Cell>]) -> Vec<usize> {
    let n_columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        cells.map(Cell::width).max().unwrap_or(0)
    };
    (0..n_columns).map(width).collect()
}

/// The width of a line: a blank, and the columns with two blanks between them.
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
                cell.padded(if is_last { 0 } else { width })
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
        let row = |cells: [&str; 4]| cells.map(|text| Cell::left(text, Style::Plain)).into();
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
    fn off_a_terminal_nothing_is_dropped() {
        assert_eq!(render_to_fit(rows(), None, &[1, 2]), render(&rows()));
    }

    #[test]
    fn a_column_is_dropped_only_where_it_must_be() {
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
