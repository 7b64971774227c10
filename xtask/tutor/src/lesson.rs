//! The lesson of a step: what it asks for, and why. It is the text that the file of its tests opens with.

use workbook::{Exercise, Problem, Workbook, steps};

/// What such a text says on a line of its own.
pub const OPENINGS: [&str; 1] = ["Before moving on:"];

/// The lesson, in lines as they are in the file; what opens a line of its own has an empty line before it.
///
/// # Errors
/// When the step's file has none.
pub fn lesson(workbook: &Workbook, exercise: &Exercise, step: &str) -> Result<String, Problem> {
    let mut lesson = steps::lesson(exercise, step);
    if lesson.trim().is_empty() {
        let file = workbook.show(&exercise.step_file(step));
        let help = "read its tests there, or the chapter";
        return Err(Problem::new(file, "opens with no text", help));
    }
    for opening in OPENINGS {
        lesson = lesson.replace(&format!("\n{opening}"), &format!("\n\n{opening}"));
    }
    Ok(lesson)
}
