//! What a pass has proven, with its figures, and what there is to say about it.

use grader::grade::star_from;
use grader::protocol::{BudgetKind, BudgetUse, SpeedVerdict};
use grader::reason::rests_on;
use grader::results::{Grade, TestResult, Timing};
use grader::text::grouped;
use workbook::guidance::{Measured, Prediction};
use workbook::{step_of, steps};

/// What a step has proven.
pub struct Proven {
    /// The step's claim.
    pub claim: String,
    /// The figure that comes nearest to its limit, as `4 of 24 heap calls`; none where nothing was allowed, since that
    /// says no more than the claim.
    pub figure: Option<String>,
}

/// What each step has proven, in teaching order.
#[must_use]
pub fn proven(grade: &Grade<'_>) -> Vec<Proven> {
    let claims = steps::claims(grade.exercise);
    let claim_of = |step: &str| {
        let claim = claims.iter().find(|(name, _)| name == step);
        claim.map_or(step.to_owned(), |(_, claim)| claim.clone())
    };
    let steps = grade.steps.iter().map(|step| Proven {
        claim: claim_of(&step.name),
        figure: figure(grade, &step.name),
    });
    steps.collect()
}

/// The figure of a step, as in [`Proven`].
#[must_use]
pub fn figure(grade: &Grade<'_>, step: &str) -> Option<String> {
    nearest(grade, step).map(of_limit)
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

/// The speedup in words, beside the solution's and that of Bad without an arena.
#[must_use]
pub fn speed(timing: &Timing) -> String {
    let yours = &timing.yours;
    let interval = format!("[{:.2}, {:.2}]", yours.low, yours.high);
    let verdict = match yours.verdict {
        SpeedVerdict::Faster => format!("faster than Bad: {:.2}× {interval}", yours.ratio),
        SpeedVerdict::AsFast => format!("as fast as Bad: {:.2}× {interval}", yours.ratio),
        SpeedVerdict::Slower => format!("slower than Bad: {:.2}× {interval}", yours.ratio),
        SpeedVerdict::TooNoisy => format!("too noisy to say: {:.2}× {interval}", yours.ratio),
    };
    let mut text = format!("{verdict}; the solution {:.2}×", timing.reference.ratio);
    if let Some(host) = &timing.reference_host {
        text += &format!(" (measured on another machine: {host})");
    }
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
#[must_use]
pub fn no_star(grade: &Grade<'_>) -> Option<String> {
    if grade.star {
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
#[must_use]
pub fn guess(grade: &Grade<'_>) -> Option<String> {
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
