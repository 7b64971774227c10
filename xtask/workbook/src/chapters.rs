//! The chapters of the book, as `book/src/SUMMARY.md` lists them.

use crate::{Result, read_text};
use std::path::{Path, PathBuf};

/// The folder of the chapters, relative to the workbook.
pub const FOLDER: &str = "book/src";
/// The list of chapters, relative to the workbook.
pub const SUMMARY: &str = "book/src/SUMMARY.md";

/// One chapter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chapter {
    /// Its title in the list.
    pub title: String,
    /// Its file, relative to [`FOLDER`].
    pub file: String,
}

/// The chapters of the workbook at `root`, in the order of the list.
///
/// # Errors
/// When the list cannot be read.
pub fn chapters(root: &Path) -> Result<Vec<Chapter>> {
    let text = read_text(root, &root.join(SUMMARY))?;
    Ok(text.lines().filter_map(of_line).collect())
}

/// The file of a chapter, given relative to [`FOLDER`].
#[must_use]
pub fn chapter_file(root: &Path, file: &str) -> PathBuf {
    root.join(FOLDER).join(file)
}

/// The chapter of a line of the list, as `- [Title](file.md)`, indented or not.
#[must_use]
pub fn of_line(line: &str) -> Option<Chapter> {
    let (title, rest) = line.split_once('[')?.1.split_once("](")?;
    let (file, _) = rest.split_once(')')?;
    Some(Chapter {
        title: title.to_owned(),
        file: file.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chapters_are_lines_with_a_link() {
        let found = of_line("  - [Parse into an arena](parsing.md)");
        let expected = Chapter {
            title: "Parse into an arena".to_owned(),
            file: "parsing.md".to_owned(),
        };
        assert_eq!(found, Some(expected));
        assert_eq!(of_line("# Part one"), None);
    }
}
