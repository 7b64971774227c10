//! `lesson`: what a step asks for, and why: the text that the file of its tests opens with.

use super::shared::{Finish, load_state};
use crate::report::{self, table::Style, table::paint, wrap::unbroken, wrap::wrap};
use crate::terminal;
use anyhow::Result;
use std::fmt::Write as _;
use tutor::lesson::{OPENINGS, lesson};
use tutor::progress::{named_or_next, step_or_failing};
use workbook::{Exercise, Workbook};

/// The width to which the files of steps are wrapped.
const SOURCE: usize = 100;
/// The width of the mark before each line of a file's text: `//! `.
const MARK: usize = 4;

pub(super) fn run(what: Option<&str>, step: Option<&str>) -> Result<Finish> {
    let workbook = Workbook::open()?;
    let state = load_state(&workbook);
    let exercise = named_or_next(&workbook, &state, what)?;
    let step = step_or_failing(&state, exercise, step)?;
    report::print(&text(&workbook, exercise, &step)?)?;
    Ok(Finish::Passes)
}

/// The lesson of a step, and where more is.
///
/// # Errors
/// When the step's file has none.
pub(super) fn text(workbook: &Workbook, exercise: &Exercise, step: &str) -> Result<String> {
    let file = workbook.show(&exercise.step_file(step));
    let mut lesson = lesson(workbook, exercise, step)?;
    let columns = terminal::width();
    if columns.is_some_and(|columns| columns < SOURCE) {
        lesson = unbroken(&lesson, SOURCE, MARK, &OPENINGS);
    }
    let title = format!("{} {step}", exercise.id);
    let mut text = format!("{}\n\n", paint(&title, Style::Head));
    text += &wrap(&lesson, columns, 0);
    // Writing to a `String` cannot fail.
    let _ = write!(
        text,
        "\n\n  tests    {file}\n  chapter  book/src/{} (cargo xtask book)\n",
        exercise.chapter
    );
    let n_steps = exercise.shipped.steps().len();
    if n_steps > 1 {
        let id = &exercise.id;
        let _ = writeln!(
            text,
            "  others   cargo xtask lesson {id} STEP, from 1 to {n_steps}"
        );
    }
    Ok(text)
}
