//! `list`: every exercise, and where it stood when it was last checked.

use super::Finish;
use crate::grade::Standing;
use crate::progress::{Entry, Progress};
use crate::report::{
    self,
    table::{Cell, Look, render_to_fit},
};
use crate::terminal;
use anyhow::Result;
use catalog::{Exercise, Workbook};

/// What a narrow terminal does without: hints, then minutes.
const SPARE: [usize; 2] = [5, 3];

pub(super) fn run() -> Result<Finish> {
    let workbook = Workbook::open()?;
    report::print(&table(&workbook))?;
    Ok(Finish::Passes)
}

/// The list, by what is remembered now.
pub(super) fn table(workbook: &Workbook) -> String {
    let progress = Progress::load(workbook);
    let head = |text| Cell::left(text, Look::Head);
    let mut rows = vec![vec![
        Cell::right("#", Look::Head),
        head("exercise"),
        head("title"),
        Cell::right("minutes", Look::Head),
        head("last checked"),
        head("hints"),
    ]];
    let exercises = workbook.exercises.iter();
    rows.extend(exercises.map(|exercise| row(exercise, &progress.of(&exercise.id))));
    render_to_fit(rows, terminal::width(), &SPARE)
}

fn row(exercise: &Exercise, entry: &Entry) -> Vec<Cell> {
    let steps = format!("{}/{} steps", entry.steps_passed, entry.steps);
    let (standing, look) = match entry.standing {
        Some(Standing::Passed) if entry.star => ("passed ★".to_owned(), Look::Good),
        Some(Standing::Passed) => ("passed".to_owned(), Look::Good),
        Some(Standing::Failed) => (steps, Look::Bad),
        Some(Standing::Rejected) => ("does not compile".to_owned(), Look::Bad),
        Some(Standing::NotRun) | None => ("not yet".to_owned(), Look::Faint),
    };
    vec![
        Cell::right(exercise.number.to_string(), Look::Plain),
        Cell::left(&*exercise.id, Look::Plain),
        Cell::left(&*exercise.title, Look::Plain),
        Cell::right(exercise.minutes.to_string(), Look::Plain),
        Cell::left(standing, look),
        Cell::left(
            format!("{}/{}", entry.hints, exercise.hints.len()),
            Look::Faint,
        ),
    ]
}
