//! What a chapter is about, in a sentence for those who have not opened it: search engines, and links that people share.
//!
//! It is the line below the chapter's title: `<!-- description: … -->`. Each chapter has one of its own.

use crate::Problem;
use crate::widget::Mistake;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

const OPENING: &str = "<!-- description:";
const CLOSING: &str = "-->";

/// A shorter one says nothing that the title does not; a longer one is cut off where it is shown.
const LENGTH: std::ops::RangeInclusive<usize> = 50..=160;

/// The descriptions of all chapters.
#[derive(Default)]
pub(crate) struct Descriptions(BTreeMap<PathBuf, String>);

impl Descriptions {
    /// Takes the description of a chapter, whose path is relative to `book/src`.
    pub(crate) fn take(&mut self, chapter: &Path, text: &str) -> Result<(), Mistake> {
        let at_line = |problem| Mistake { line: 1, problem };
        let description = read(text).map_err(at_line)?;
        let mut all = self.0.iter();
        if let Some((other, _)) = all.find(|(_, other)| **other == description) {
            let what = format!("this is also the description of {}", other.display());
            let help = "say what is in this chapter and in no other";
            return Err(at_line(Problem::general(what, help)));
        }
        self.0.insert(chapter.to_owned(), description);
        Ok(())
    }

    /// The description of a chapter.
    pub(crate) fn of(&self, chapter: &Path) -> Option<&str> {
        self.0.get(chapter).map(String::as_str)
    }
}

/// Whether this line is the description: no reader of the page needs it.
pub(crate) fn is_description(line: &str) -> bool {
    line.starts_with(OPENING)
}

fn read(text: &str) -> Result<String, Problem> {
    let line = text.lines().nth(1).unwrap_or_default();
    let description = line
        .strip_prefix(OPENING)
        .and_then(|rest| rest.trim_end().strip_suffix(CLOSING))
        .map(str::trim)
        .ok_or_else(|| {
            Problem::general(
                "the chapter has no description",
                format!("write `{OPENING} what a reader finds here {CLOSING}` on the line below its title"),
            )
        })?;
    let length = description.chars().count();
    if !LENGTH.contains(&length) {
        return Err(Problem::general(
            format!("the description has {length} characters"),
            format!("write {} to {}", LENGTH.start(), LENGTH.end()),
        ));
    }
    Ok(description.to_owned())
}
