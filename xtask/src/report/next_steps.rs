//! What to do about a failure: where it is, and the commands to run next.

use grader::results::{Grade, Standing};
use grader::text::printable_line;
use std::path::Path;
use workbook::{Workbook, test_source};

/// A line for each thing to do about a failure, and one for the test if its place is known.
pub fn next_steps(workbook: &Workbook, grade: &Grade<'_>, place: Option<String>) -> String {
    let id = &grade.exercise.id;
    let edit = workbook.show(&grade.exercise.source());
    let test = place.map_or(String::new(), |place| format!("test   {place}\n"));
    let unchanged = match grade.cached {
        true => " (nothing has changed since it ran; `--rerun` runs it again)",
        false => "",
    };
    let lesson = match grade.first_failure().is_some() || grade.refusing_step().is_some() {
        true => format!("lesson cargo xtask lesson {id}\n"),
        false => String::new(),
    };
    let restored = match (&grade.best, grade.standing) {
        (Some(_), Standing::Failed | Standing::BuildFailed) => {
            format!(
                "undo   cargo xtask undo {id} --passed (it has passed before, and that is kept)\n"
            )
        }
        _ => String::new(),
    };
    format!(
        "{test}edit   {edit}\nagain  cargo xtask check {id}{unchanged}\nhint   cargo xtask hint {id}\n{lesson}{restored}"
    )
}

/// The place of the first test that does not pass.
pub fn first_failure(workbook: &Workbook, grade: &Grade<'_>) -> Option<String> {
    let test = grade.first_failure()?;
    let source = test_source(grade.exercise, &test.name)?;
    Some(source.place(&workbook.root))
}

/// The files that are not as they were shipped, and how to restore them. The commands leave
/// `src/lib.rs` alone.
pub fn restore(workbook: &Workbook, grade: &Grade<'_>) -> String {
    let exercise = grade.exercise;
    let is_shipped = |name: &&String| exercise.shipped.files.contains_key(*name);
    let (shipped, added): (Vec<_>, Vec<_>) = grade.changed.iter().partition(is_shipped);
    let shown = |name: &str| printable_line(&workbook.show(&exercise.folder.join(name)));
    let mut parts: Vec<String> = shipped.iter().map(|name| shown(top(name))).collect();
    parts.dedup();
    let added: Vec<String> = added.iter().map(|name| shown(name)).collect();
    let changed = grade.changed.iter().map(|name| printable_line(name));
    let changed: Vec<String> = changed.collect();
    let mut text = format!("not as it was shipped: {}", changed.join(", "));
    if !parts.is_empty() {
        let parts = parts.join(" ");
        text += &format!("\nhelp: restore what was shipped with `git checkout {parts}`");
    }
    if !added.is_empty() {
        text += &format!("\nhelp: remove what was not shipped: {}", added.join(", "));
    }
    text
}

/// The first part of a path: a folder is restored as a whole.
fn top(name: &str) -> &str {
    let first = Path::new(name).components().next();
    first.map_or(name, |part| part.as_os_str().to_str().unwrap_or(name))
}
