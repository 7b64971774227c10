//! The code of a side as the book shows it, and the lines in it that did a step.
//!
//! It is cut from the source that was compiled and run, between `// ANCHOR: left` and `// ANCHOR_END: left`. Statements
//! that start with `tape.` are left out.

use std::ops::RangeInclusive;

/// The code of one side.
pub(crate) struct Listing {
    /// Its lines, without common indentation.
    lines: Vec<String>,
    /// Which line of the file each of them is, counted from 1.
    numbers: Vec<usize>,
    /// Whether a step ends right below it.
    ends_step: Vec<bool>,
}

impl Listing {
    pub(crate) fn cut(file: &str, anchor: &str) -> Self {
        let (start, end) = (format!("ANCHOR: {anchor}"), format!("ANCHOR_END: {anchor}"));
        let (mut is_inside, mut is_tape) = (false, false);
        let mut shown: Vec<(&str, usize, bool)> = Vec::new();
        for (line, number) in file.lines().zip(1..) {
            let code = line.trim_start();
            if line.contains(&start) {
                is_inside = true;
            } else if line.contains(&end) {
                is_inside = false;
            } else if is_inside {
                is_tape |= code.starts_with("tape.");
                if !is_tape {
                    shown.push((line, number, false));
                } else if code.starts_with("tape.step(")
                    && let Some(last) = shown.last_mut()
                {
                    last.2 = true;
                }
                is_tape &= !line.ends_with(';');
            }
        }
        assert!(
            !shown.is_empty(),
            "there is no code between the anchors `{anchor}`"
        );
        let margin = shown.iter().filter(|(line, ..)| !line.is_empty());
        let margin = margin
            .map(|(line, ..)| indentation(line))
            .min()
            .unwrap_or(0);
        Self {
            lines: shown
                .iter()
                .map(|(line, ..)| line.get(margin..).unwrap_or("").to_owned())
                .collect(),
            numbers: shown.iter().map(|(_, number, _)| *number).collect(),
            ends_step: shown.iter().map(|(.., ends)| *ends).collect(),
        }
    }

    pub(crate) fn text(&self) -> String {
        self.lines.join("\n")
    }

    /// What a step did that ends at a line of the file: the statements above it, back to the step before or to the
    /// start of the block. As lines of the listing, counted from 1.
    pub(crate) fn statements_above(&self, line: usize) -> RangeInclusive<usize> {
        let end = self.numbers.partition_point(|number| *number < line);
        assert!(end > 0, "there is no statement above line {line}");
        let last = end - 1;
        let mut first = self.start_of_statement(last);
        while first > 0 && self.is_a_statement_of_the_same_step(first - 1, first) {
            first = self.start_of_statement(first - 1);
        }
        first + 1..=last + 1
    }

    /// The line that contains `code`, counted from 1.
    pub(crate) fn line_with(&self, code: &str) -> usize {
        let at = self.lines.iter().position(|line| line.contains(code));
        at.unwrap_or_else(|| panic!("no line contains `{code}`")) + 1
    }

    fn start_of_statement(&self, last: usize) -> usize {
        let mut first = last;
        if self.lines[last].trim_start().starts_with('}') {
            // A block: up to the line that opens it.
            let margin = indentation(&self.lines[last]);
            let opens =
                |line: &str| indentation(line) == margin && !line.trim_start().starts_with('}');
            while first > 0 && !opens(&self.lines[first]) {
                first -= 1;
            }
        } else {
            while first > 0 && !ends_statement(&self.lines[first - 1]) {
                first -= 1;
            }
        }
        first
    }

    fn is_a_statement_of_the_same_step(&self, line: usize, next: usize) -> bool {
        let is_statement = self.lines[line].ends_with(';');
        is_statement
            && !self.ends_step[line]
            && indentation(&self.lines[line]) == indentation(&self.lines[next])
    }
}

fn indentation(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

fn ends_statement(line: &str) -> bool {
    let line = line.trim();
    line.is_empty() || line.ends_with([';', '{', '}']) || line.starts_with("//")
}
