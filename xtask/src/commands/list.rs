//! `list`: every exercise, with the result of its last check.

use super::shared::{Finish, load_state, open_workbook};
use crate::report::wrap::wrap;
use crate::report::{
    self,
    table::{Cell, Style, render_to_fit},
};
use crate::terminal;
use anyhow::Result;
use grader::results::Standing;
use grader::state::Entry;
use grader::text::printable_line;
use tutor::progress::believable_steps;
use workbook::{Exercise, Workbook};

/// The columns that a narrow terminal drops: hints, then minutes.
const SPARE: [usize; 2] = [5, 3];

pub(super) fn run() -> Result<Finish> {
    let workbook = open_workbook()?;
    report::print(&table(&workbook))?;
    Ok(Finish::Passes)
}

/// The list, from the saved state.
pub(super) fn table(workbook: &Workbook) -> String {
    let state = load_state(workbook);
    let head = |text| Cell::left(text, Style::Head);
    let mut rows = vec![vec![
        Cell::right("#", Style::Head),
        head("exercise"),
        head("title"),
        Cell::right("minutes", Style::Head),
        head("last checked"),
        head("hints"),
    ]];
    let exercises = workbook.planned().iter();
    rows.extend(exercises.map(|exercise| row(exercise, &state.of(&exercise.id))));
    let mut table = render_to_fit(rows, terminal::width(), &SPARE);
    if let Some(plan) = &workbook.plan {
        let others = &workbook.exercises[workbook.planned().len()..];
        table += &format!("\n{}\n", printable_line(&plan.title));
        if !others.is_empty() {
            let ids: Vec<_> = others
                .iter()
                .map(|exercise| format!("{} {}", exercise.number, exercise.id))
                .collect();
            table += &wrap(
                &format!("Not part of it: {}\n", ids.join(", ")),
                terminal::width(),
                0,
            );
        }
    }
    table
}

fn row(exercise: &Exercise, entry: &Entry) -> Vec<Cell> {
    let n_hints = exercise.n_hints();
    let (n_passed, n_steps) = believable_steps(entry);
    let steps = format!("{n_passed}/{n_steps} steps");
    let passed = if entry.has_star() {
        "passed ★"
    } else {
        "passed"
    };
    let now = match entry.standing {
        Some(Standing::Failed) => Some(steps),
        Some(Standing::BuildFailed) => Some("does not compile".to_owned()),
        _ => None,
    };
    let (standing, style) = match (entry.has_passed(), now) {
        (true, None) => (passed.to_owned(), Style::Good),
        // An experiment after the pass.
        (true, Some(now)) => (format!("{passed}, now {now}"), Style::Good),
        (false, _) if entry.known => ("known".to_owned(), Style::Good),
        (false, Some(now)) => (now, Style::Bad),
        (false, None) => ("not yet".to_owned(), Style::Faint),
    };
    vec![
        Cell::right(exercise.number.to_string(), Style::Plain),
        Cell::left(&*exercise.id, Style::Plain),
        Cell::left(&*exercise.title, Style::Plain),
        Cell::right(exercise.minutes.to_string(), Style::Plain),
        Cell::left(standing, style),
        Cell::left(
            format!("{}/{n_hints}", entry.hints.min(n_hints)),
            Style::Faint,
        ),
    ]
}
