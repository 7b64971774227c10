//! The steps of an exercise, and the lesson that the file of each opens with.

use crate::Exercise;
use crate::files::plain_text;
use std::path::Path;

/// The mark of a line of a file's documentation.
const DOC: &str = "//!";

/// The lesson of a step: the `//!` lines that its file opens with, without the marks. Empty where the
/// step has no file of its own.
#[must_use]
pub fn lesson(exercise: &Exercise, step: &str) -> String {
    let text = plain_text(&exercise.step_file(step)).unwrap_or_default();
    opening(&text)
}

/// Each step that has a file of its own, in teaching order, with the first sentence of its lesson.
#[must_use]
pub fn claims(exercise: &Exercise) -> Vec<(String, String)> {
    let entries = std::fs::read_dir(exercise.folder.join("tests/graded"));
    let paths = entries.into_iter().flatten().flatten();
    let names = paths.map(|entry| stem(&entry.path()));
    let mut steps: Vec<String> = names.filter(|name| name.starts_with("step")).collect();
    steps.sort();
    let claim = |step: String| {
        let sentence = first_sentence(&lesson(exercise, &step));
        (step, sentence)
    };
    steps.into_iter().map(claim).collect()
}

fn stem(path: &Path) -> String {
    let stem = path.file_stem().unwrap_or_default();
    stem.to_string_lossy().into_owned()
}

fn opening(text: &str) -> String {
    let lines = text.lines().map_while(|line| line.strip_prefix(DOC));
    lines.map(str::trim).collect::<Vec<_>>().join("\n")
}

/// The first sentence of the first paragraph.
fn first_sentence(lesson: &str) -> String {
    let lines = lesson.lines().take_while(|line| !line.is_empty());
    let text = lines.collect::<Vec<_>>().join(" ");
    let end = text.find(". ").map_or(text.len(), |at| at + 1);
    text[..end].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lesson_is_what_the_file_opens_with() {
        let text =
            "//! Ten nodes, one\n//! call. Return a reference.\n//!\n//! Why?\n\nuse x;\n//! no\n";
        let lesson = opening(text);
        assert_eq!(lesson, "Ten nodes, one\ncall. Return a reference.\n\nWhy?");
        assert_eq!(first_sentence(&lesson), "Ten nodes, one call.");
    }
}
