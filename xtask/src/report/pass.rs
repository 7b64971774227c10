//! What a pass says: what was proven, with its figures; how fast it is, and why; what was guessed; and what to try next.

use super::grades::GradesReport;
use super::table::{Style, paint};
use super::wrap::wrap;
use console::{pad_str, truncate_str};
use grader::results::Grade;
use std::fmt::Write as _;
use textwrap::core::display_width;
use tutor::pass::{self, Proven};
use tutor::words::heap_calls;

/// Where the text of each row starts, after its name.
const COLUMN: usize = 14;
/// The width off a terminal.
const COLUMNS: usize = 100;

/// The whole of it. The commands that a reader can type are those of `watch` where it is on the screen.
pub fn pass(report: &GradesReport<'_>, grade: &Grade<'_>, in_watch: bool) -> String {
    let id = &grade.exercise.id;
    let star = if grade.star { ", with a star" } else { "" };
    let title = format!("{id} passes");
    let mut text = format!("{}{star}.\n", paint(&title, Style::Good));
    text += &proven(grade, report.columns);
    let mut rows = Vec::new();
    if let Some(calls) = heap_calls(grade) {
        rows.push(("heap calls", calls));
    }
    rows.extend(speed(report, grade, in_watch).map(|text| ("speed", text)));
    let no_star = match report.is_measuring {
        true => None,
        false => pass::no_star(grade),
    };
    rows.extend(no_star.map(|text| ("star", text)));
    rows.extend(pass::guess(grade).map(|text| ("your guess", text)));
    if grade.exercise.has_solution {
        let shown = format!("cargo xtask solution {id} shows it beside yours");
        rows.push(("solution", shown));
    }
    if let Some(experiment) = &grade.exercise.experiment {
        let undo = match in_watch {
            true => "Press u after each version that you try, to come back to this one.".to_owned(),
            // Only a check notes a version. Whoever runs nothing but `bench` has none to count.
            false if experiment.contains("cargo xtask check") => format!(
                "`cargo xtask undo {id}`, once for each version that you checked, brings this one back."
            ),
            false => format!(
                "`cargo xtask undo {id} --passed` brings back the best version that passed."
            ),
        };
        // Nothing is edited in the lab.
        let tried = match experiment.contains("cargo xtask lab") {
            true => experiment.trim().to_owned(),
            false => format!("{} {undo}", experiment.trim()),
        };
        rows.push(("try this", tried));
    }
    rows.push(("next", next(report, in_watch)));
    for (name, row) in rows {
        // Writing to a `String` cannot fail.
        let _ = writeln!(text, "  {name:<12}{row}");
    }
    wrap(&text, report.columns, COLUMN - 2)
}

/// The claim of each step, ticked, with the figure that comes nearest to its limit.
fn proven(grade: &Grade<'_>, columns: Option<usize>) -> String {
    let columns = columns.unwrap_or(COLUMNS);
    let mut text = String::new();
    for Proven { claim, figure } in pass::proven(grade) {
        let figure = figure.unwrap_or_default();
        let room = columns.saturating_sub(4 + display_width(&figure) + 2);
        let claim = truncate_str(&claim, room, "…");
        let claim = match figure.is_empty() {
            true => claim.into_owned(),
            false => pad_str(&claim, room, console::Alignment::Left, None).into_owned(),
        };
        // Writing to a `String` cannot fail.
        let figure = match figure.is_empty() {
            true => figure,
            false => format!("  {}", paint(&figure, Style::Faint)),
        };
        let _ = writeln!(text, "  {} {claim}{figure}", paint("✓", Style::Good));
    }
    text
}

/// The speedup in words, beside the solution's and Bad's without an arena.
fn speed(report: &GradesReport<'_>, grade: &Grade<'_>, in_watch: bool) -> Option<String> {
    let exercise = grade.exercise;
    match &grade.speed {
        Some(timing) => Some(pass::speed(timing)),
        None if exercise.speed.is_some() && report.is_measuring => Some("measuring…".to_owned()),
        None if exercise.workload().is_some() && in_watch => {
            Some("press b: what is it on this machine?".to_owned())
        }
        None if exercise.speed.is_some() && grade.speed_problem.is_none() => Some(format!(
            "not measured; to measure it: cargo xtask check {}",
            exercise.id
        )),
        None if exercise.scaling.is_some() => Some(format!(
            "by number of threads: cargo xtask bench {}",
            exercise.id
        )),
        None => None,
    }
}

fn next(report: &GradesReport<'_>, in_watch: bool) -> String {
    let Some(next) = report.next else {
        return match report.workbook.exercises.len() {
            1 => "this was the only exercise".to_owned(),
            _ => "nothing is left: every exercise has passed, or is marked as known".to_owned(),
        };
    };
    let how = match in_watch {
        true => "press n",
        false => "cargo xtask next",
    };
    format!(
        "{} {}: {}, about {} minutes ({how})",
        next.number, next.id, next.title, next.minutes
    )
}
