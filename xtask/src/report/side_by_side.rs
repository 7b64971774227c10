//! Two versions of a source, side by side where they differ; one below the other where the terminal is narrow.

use super::table::{Style, paint};
use super::wrap::wrap;
use console::{Alignment, pad_str, truncate_str};
use std::fmt::Write as _;
use tutor::differences::{Row, differences};

/// The least columns in which two versions fit beside each other.
const LEAST: usize = 100;
/// How far the rest of a long line is indented.
const HANGING: usize = 4;
/// What is between the two.
const RULE: &str = " │ ";

/// The differences, below the titles of the two versions.
pub fn side_by_side(
    titles: &[String; 2],
    yours: &str,
    ours: &str,
    columns: Option<usize>,
) -> String {
    let groups = differences(yours, ours);
    if groups.is_empty() {
        return "Yours and ours are the same.\n".to_owned();
    }
    let width = columns.unwrap_or(LEAST);
    let writer = Writer {
        half: (width >= LEAST).then(|| (width - RULE.chars().count()) / 2),
        width,
    };
    let mut text = String::new();
    writer.row(
        &mut text,
        Some((&titles[0], Style::Head)),
        Some((&titles[1], Style::Head)),
    );
    for group in &groups {
        let [yours, ours] = group.first.map(|line| format!("line {line}"));
        text.push('\n');
        writer.row(
            &mut text,
            Some((&yours, Style::Faint)),
            Some((&ours, Style::Faint)),
        );
        writer.add(&mut text, &group.rows);
    }
    text
}

struct Writer {
    /// The columns of one side, where two fit.
    half: Option<usize>,
    width: usize,
}

impl Writer {
    fn add(&self, text: &mut String, rows: &[Row<'_>]) {
        if self.half.is_some() {
            for row in rows {
                let styles = match row.is_equal {
                    true => [Style::Plain, Style::Plain],
                    false => [Style::Bad, Style::Good],
                };
                let left = row.yours.map(|line| (line, styles[0]));
                self.row(text, left, row.ours.map(|line| (line, styles[1])));
            }
            return;
        }
        for run in rows.chunk_by(|a, b| a.is_equal == b.is_equal) {
            let is_equal = run[0].is_equal;
            let yours = if is_equal { Style::Plain } else { Style::Bad };
            for line in run.iter().filter_map(|row| row.yours) {
                self.row(text, Some((line, yours)), None);
            }
            for line in run.iter().filter_map(|row| row.ours).filter(|_| !is_equal) {
                self.row(text, None, Some((line, Style::Good)));
            }
        }
    }

    fn row(&self, text: &mut String, left: Option<(&str, Style)>, right: Option<(&str, Style)>) {
        let Some(half) = self.half else {
            for (mark, side) in [("-", left), ("+", right)] {
                if let Some((line, style)) = side {
                    let mark = if matches!(style, Style::Bad | Style::Good) {
                        mark
                    } else {
                        " "
                    };
                    let line = truncate_str(line, self.width.saturating_sub(2), "…").into_owned();
                    // Writing to a `String` cannot fail, here and below.
                    let _ = writeln!(
                        text,
                        "{}",
                        paint(format!("{mark} {line}").trim_end(), style)
                    );
                }
            }
            return;
        };
        let [left, right] = [left, right].map(|side| {
            let (line, style) = side.unwrap_or(("", Style::Plain));
            let rows = wrap(line, Some(half), HANGING);
            let rows = rows
                .lines()
                .map(|row| truncate_str(row, half, "…").into_owned());
            (rows.collect::<Vec<_>>(), style)
        });
        let cell =
            |(rows, _): &(Vec<String>, Style), at: usize| rows.get(at).cloned().unwrap_or_default();
        for at in 0..left.0.len().max(right.0.len()).max(1) {
            let (yours, ours) = (cell(&left, at), cell(&right, at));
            let yours = pad_str(&yours, half, Alignment::Left, None);
            let row = format!("{}{RULE}{}", paint(&yours, left.1), paint(&ours, right.1));
            let _ = writeln!(text, "{}", row.trim_end());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(columns: usize) -> String {
        let titles = ["yours".to_owned(), "ours".to_owned()];
        side_by_side(&titles, "a\nb\nc\n", "a\nB\nc\nd\n", Some(columns))
    }

    #[test]
    fn a_wide_terminal_has_both_in_a_row() {
        let rows: Vec<String> = shown(100)
            .lines()
            .map(|line| line.split_whitespace().collect())
            .collect();
        assert_eq!(
            rows,
            ["yours│ours", "", "line1│line1", "a│a", "b│B", "c│c", "│d"]
        );
    }

    #[test]
    fn a_narrow_one_has_ours_below_yours() {
        let rows: Vec<String> = shown(60).lines().map(str::to_owned).collect();
        assert_eq!(
            rows[2..],
            [
                "", "  line 1", "  line 1", "  a", "- b", "+ B", "  c", "+ d"
            ]
        );
    }

    #[test]
    fn a_long_line_goes_on_below_itself() {
        let titles = ["yours".to_owned(), "ours".to_owned()];
        let long = format!("    // {}\n", "word ".repeat(15).trim_end());
        let shown = side_by_side(&titles, "a\n", &long, Some(100));
        let words: usize = shown.lines().map(|line| line.matches("word").count()).sum();
        assert_eq!(words, 15, "{shown}");
        assert!(
            shown.lines().all(|line| line.chars().count() <= 100),
            "{shown}"
        );
    }

    #[test]
    fn equal_versions_are_said_to_be() {
        let titles = ["yours".to_owned(), "ours".to_owned()];
        assert_eq!(
            side_by_side(&titles, "a\n", "a\n", None),
            "Yours and ours are the same.\n"
        );
    }
}
