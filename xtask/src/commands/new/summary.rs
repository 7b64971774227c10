//! The list of chapters: the line of a new one, and where it goes.

use super::lines::insert_after;
use workbook::chapters::{Chapter, SUMMARY, of_line};
use workbook::{Problem, Result};

/// The line of a chapter.
pub(super) fn line(chapter: &Chapter) -> String {
    format!("- [{}]({})", chapter.title, chapter.file)
}

/// The list with this chapter at the end of the part that the last of the exercises' chapters is in;
/// without such chapters, at the end of the list.
pub(super) fn with_chapter(text: &str, chapter: &Chapter, of_exercises: &[&str]) -> Result<String> {
    let entries = text.lines().enumerate();
    let entries: Vec<_> = entries
        .filter_map(|(at, line)| Some((at, of_line(line)?.file)))
        .collect();
    let of_exercise = entries
        .iter()
        .rev()
        .find(|(_, file)| of_exercises.contains(&&**file));
    let end = of_exercise.map(|(at, _)| end_of_part(text, *at));
    let is_before = |(at, _): &&(usize, String)| end.is_none_or(|end| *at < end);
    let last = entries.iter().rev().find(is_before).ok_or_else(|| {
        Problem::new(
            SUMMARY,
            "lists no chapter",
            format!("restore it with `git checkout {SUMMARY}`"),
        )
    })?;
    Ok(insert_after(text, last.0, &line(chapter)))
}

/// The number of the first line after `at` that begins another part.
fn end_of_part(text: &str, at: usize) -> usize {
    let mut lines = text.lines().enumerate().skip(at);
    let next = lines.find(|(_, line)| line.starts_with('#'));
    next.map_or(usize::MAX, |(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "\
# Summary

[Start](start.md)

# Part 1

- [A](a.md)
- [B](b.md)
  - [More](more.md)

# Background

- [Method](method.md)
";

    fn with(text: &str, of_exercises: &[&str]) -> Result<String> {
        let chapter = Chapter {
            title: "New".to_owned(),
            file: "new.md".to_owned(),
        };
        with_chapter(text, &chapter, of_exercises)
    }

    #[test]
    fn a_chapter_comes_last_in_the_part_of_the_exercises() {
        let expected = TEXT.replace("(more.md)\n", "(more.md)\n- [New](new.md)\n");
        assert_eq!(with(TEXT, &["a.md", "gone.md"]), Ok(expected));
    }

    #[test]
    fn where_no_exercise_is_shown_it_comes_last() {
        let expected = format!("{TEXT}- [New](new.md)\n");
        assert_eq!(with(TEXT, &[]), Ok(expected));
        with("# Summary\n", &[]).expect_err("it lists no chapter");
    }
}
