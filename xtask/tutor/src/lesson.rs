//! The lesson of a step: what it asks for, and why. It is the text that the file of its tests opens with.

use workbook::{Exercise, Problem, Workbook, steps};

/// What such a text says on a line of its own.
pub const OPENINGS: [&str; 1] = ["Before moving on:"];

/// The lesson, in lines as they are in the file; what opens a line of its own has an empty line before it.
///
/// # Errors
/// When the step's file has none.
pub fn lesson(workbook: &Workbook, exercise: &Exercise, step: &str) -> Result<String, Problem> {
    let lesson = steps::lesson(exercise, step);
    if lesson.trim().is_empty() {
        let file = workbook.show(&exercise.step_file(step));
        let help = "read its tests there, or the chapter";
        return Err(Problem::new(file, "opens with no text", help));
    }
    Ok(set_apart(&lesson))
}

/// The same text, with an empty line before each opening; the file may have one there already.
fn set_apart(lesson: &str) -> String {
    let mut text = String::new();
    for line in lesson.lines() {
        let opens = OPENINGS.iter().any(|opening| line.starts_with(opening));
        if opens && !text.is_empty() && !text.ends_with("\n\n") {
            text.push('\n');
        }
        text += line;
        text.push('\n');
    }
    text.truncate(text.trim_end().len());
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_opening_has_one_empty_line_before_it() {
        let apart = "A claim.\n\nBefore moving on: why?\nHow?";
        assert_eq!(set_apart("A claim.\nBefore moving on: why?\nHow?"), apart);
        assert_eq!(set_apart(apart), apart);
        assert_eq!(
            set_apart("Before moving on: why?"),
            "Before moving on: why?"
        );
    }
}
