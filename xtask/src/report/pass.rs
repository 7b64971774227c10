//! What a pass says: what was proven, with its figures; how fast it is, and why; what was guessed; and what to try next.

use super::grades::{GradesReport, heap_calls};
use super::table::{Style, paint};
use super::wrap::wrap;
use console::{pad_str, truncate_str};
use grader::grade::star_from;
use grader::protocol::{BudgetKind, BudgetUse, SpeedVerdict};
use grader::reason::rests_on;
use grader::results::{Grade, TestResult, Timing};
use grader::text::grouped;
use std::fmt::Write as _;
use textwrap::core::display_width;
use workbook::guidance::{Measured, Prediction};
use workbook::{step_of, steps};

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
    rows.extend(no_star(report, grade).map(|text| ("star", text)));
    rows.extend(guess(grade).map(|text| ("your guess", text)));
    rows.push((
        "solution",
        format!("cargo xtask solution {id} shows it beside yours"),
    ));
    if let Some(experiment) = &grade.exercise.experiment {
        let undo = match in_watch {
            true => format!(
                "Press u after each version that you try, or run `cargo xtask undo {id} --passed`, to come back to this one."
            ),
            false => format!("`cargo xtask undo {id} --passed` brings this version back."),
        };
        rows.push(("try this", format!("{} {undo}", experiment.trim())));
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
    let claims = steps::claims(grade.exercise);
    let claim_of = |step: &str| {
        let claim = claims.iter().find(|(name, _)| name == step);
        claim.map_or(step.to_owned(), |(_, claim)| claim.clone())
    };
    let mut text = String::new();
    for step in &grade.steps {
        let figure = nearest(grade, &step.name).map_or(String::new(), of_limit);
        let room = columns.saturating_sub(4 + display_width(&figure) + 2);
        let claim = claim_of(&step.name);
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

/// The figure of a step's tests that comes nearest to its limit, of heap calls if there is one; none where nothing was
/// allowed, since that says no more than the tick.
fn nearest<'a>(grade: &'a Grade<'_>, step: &str) -> Option<&'a BudgetUse> {
    let of_step = |test: &&TestResult| step_of(&test.name) == step;
    let tests = grade.tests.iter().filter(of_step);
    let figures = tests.filter_map(|test| test.figure.as_ref());
    let limited = figures.filter(|figure| figure.limit > 0);
    let is_calls = |figure: &BudgetUse| figure.kind == BudgetKind::Allocations;
    limited.max_by(|a, b| {
        let by_kind = is_calls(a).cmp(&is_calls(b));
        by_kind.then(a.share().total_cmp(&b.share()))
    })
}

fn of_limit(figure: &BudgetUse) -> String {
    format!(
        "{} of {} {}",
        grouped(figure.used.max(0).unsigned_abs()),
        grouped(figure.limit),
        figure.kind.unit()
    )
}

/// The speedup in words, beside the solution's and Bad's without an arena.
fn speed(report: &GradesReport<'_>, grade: &Grade<'_>, in_watch: bool) -> Option<String> {
    let exercise = grade.exercise;
    match &grade.speed {
        Some(timing) => Some(in_words(timing)),
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

fn in_words(timing: &Timing) -> String {
    let yours = &timing.yours;
    let interval = format!("[{:.2}, {:.2}]", yours.low, yours.high);
    let verdict = match yours.verdict {
        SpeedVerdict::Faster => format!("faster than Bad: {:.2}× {interval}", yours.ratio),
        SpeedVerdict::AsFast => format!("as fast as Bad: {:.2}× {interval}", yours.ratio),
        SpeedVerdict::Slower => format!("slower than Bad: {:.2}× {interval}", yours.ratio),
        SpeedVerdict::TooNoisy => format!("too noisy to say: {:.2}× {interval}", yours.ratio),
    };
    let mut text = format!("{verdict}; the solution {:.2}×", timing.reference.ratio);
    if let Some(tuned) = &timing.tuned {
        text += &format!("; Bad, tuned without an arena, {:.2}×", tuned.ratio);
    }
    match rests_on(yours) {
        Some(reason) => {
            let mut characters = reason.chars();
            let first = characters.next().into_iter().flat_map(char::to_uppercase);
            let reason: String = first.chain(characters).collect();
            text + ". " + &reason + "."
        }
        None => text,
    }
}

/// Why a pass has no star.
fn no_star(report: &GradesReport<'_>, grade: &Grade<'_>) -> Option<String> {
    if grade.star || report.is_measuring {
        return None;
    }
    if grade.exercise.speed.is_none() {
        return Some(match grade.exercise.scaling {
            Some(_) => "none here: where threads wait for each other, no ratio holds".to_owned(),
            None => "none here: speed is not the point".to_owned(),
        });
    }
    let timing = grade.speed.as_ref()?;
    Some(match timing.yours.verdict {
        SpeedVerdict::TooNoisy => {
            "the machine is too noisy to tell: try again when it is idle".to_owned()
        }
        _ => match star_from(&timing.reference) {
            Some(from) => format!(
                "takes an interval that begins at {from:.2}× or above; yours begins at {:.2}×",
                timing.yours.low
            ),
            None => "not even the solution is faster on this machine".to_owned(),
        },
    })
}

/// The guess that was made before the first check, and what it is.
fn guess(grade: &Grade<'_>) -> Option<String> {
    let prediction = grade.exercise.prediction.as_ref()?;
    let guessed = prediction.choices.get(grade.guess?.checked_sub(1)?)?;
    let mut text = format!("{guessed}.");
    if let Some(right) = right(prediction) {
        text += &match right == guessed {
            true => " So it is.".to_owned(),
            false => format!(" It is: {right}."),
        };
    }
    if let Some(figure) = measured(prediction, grade) {
        text += &format!(" Measured: {figure}.");
    }
    if let Some(because) = &prediction.because {
        text += &format!(" {because}");
    }
    Some(text)
}

fn right(prediction: &Prediction) -> Option<&String> {
    prediction.choices.get(prediction.right?.checked_sub(1)?)
}

fn measured(prediction: &Prediction, grade: &Grade<'_>) -> Option<String> {
    match prediction.measured? {
        Measured::HeapCalls => grade.allocations.map(|counts| match counts.yours {
            1 => "1 heap call".to_owned(),
            n => format!("{} heap calls", grouped(n)),
        }),
        Measured::Speedup => grade
            .speed
            .as_ref()
            .map(|timing| format!("{:.2}×", timing.yours.ratio)),
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
