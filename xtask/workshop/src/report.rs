//! A participant's report: where they are in each exercise. It has no source, no path, and of the machine only its system
//! and compiler.

use grader::entry::{Entry, now};
use grader::results::Standing;
use grader::state::State;
use serde::{Deserialize, Serialize};
use tutor::progress::believable_steps;
use tutor::words::claim;
use workbook::{Exercise, Workbook, step_of};

/// The version of the format.
pub const FORMAT: u32 = 1;
/// What is said of a report in a newer format.
pub const NEWER: &str = "was written by a newer workbook: update this one with `git pull`";
/// More than a report has, in bytes.
pub const MAX_BYTES: u64 = 256 << 10;

/// What is written, as JSON. Times are seconds since 1970, by the participant's clock.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// [`FORMAT`].
    pub format: u32,
    /// The name that the participant chose.
    pub name: String,
    /// A number drawn when they joined, which tells two people of one name apart.
    pub seat: String,
    /// [`edition`] of their workbook.
    pub edition: String,
    /// Their operating system.
    #[serde(default)]
    pub system: String,
    /// Their compiler's version.
    #[serde(default)]
    pub rustc: String,
    /// When they joined.
    pub joined: u64,
    /// When this was written.
    pub sent: u64,
    /// The exercises that they go through, in order.
    pub exercises: Vec<Line>,
}

/// Where a participant is in one exercise.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// The exercise's id.
    pub id: String,
    /// How it is.
    pub status: Status,
    /// The first step that fails.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<String>,
    /// How many steps pass.
    pub steps_passed: usize,
    /// How many there are.
    pub steps: usize,
    /// What the first test that fails claims.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<String>,
    /// When an edited source was first checked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub begun: Option<u64>,
    /// Since when it is where it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<u64>,
    /// When it first passed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub passed: Option<u64>,
    /// How many hints were shown.
    pub hints: usize,
    /// Whether it has a star.
    pub star: bool,
}

/// How an exercise is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Its source is the starter, or was never checked.
    NotBegun,
    /// A step fails.
    Fails,
    /// It does not compile.
    DoesNotBuild,
    /// A test ran out of time.
    Hangs,
    /// It has passed, whatever was tried since.
    Passed,
    /// Its participant knows it, and passes over it.
    Known,
}

/// Who reports.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// The name that the participant chose.
    pub name: String,
    /// As [`Report::seat`].
    pub seat: String,
    /// Their compiler's version when they joined.
    pub rustc: String,
    /// When they joined.
    pub joined: u64,
}

/// The report of a checkout as it is now.
#[must_use]
pub fn report(workbook: &Workbook, state: &State, identity: &Identity) -> Report {
    let planned = workbook.planned().iter();
    Report {
        format: FORMAT,
        name: identity.name.clone(),
        seat: identity.seat.clone(),
        edition: edition(workbook),
        system: std::env::consts::OS.to_owned(),
        rustc: identity.rustc.clone(),
        joined: identity.joined,
        sent: now(),
        exercises: planned
            .map(|exercise| line(exercise, &state.of(&exercise.id)))
            .collect(),
    }
}

fn line(exercise: &Exercise, entry: &Entry) -> Line {
    let status = status(entry);
    let (steps_passed, steps) = match believable_steps(entry) {
        (_, 0) => (0, exercise.shipped.steps().len()),
        steps => steps,
    };
    let failure = entry.failure.as_ref();
    let failure = failure.filter(|_| !matches!(status, Status::Passed | Status::NotBegun));
    Line {
        id: exercise.id.clone(),
        status,
        step: failure.map(|failure| step_of(&failure.test).to_owned()),
        steps_passed: match status {
            Status::NotBegun => 0,
            _ => steps_passed,
        },
        steps,
        failure: failure
            .map(|failure| claim(&failure.test))
            .filter(|claim| !claim.is_empty()),
        begun: entry.moments.begun,
        since: entry.moments.since,
        passed: entry.moments.passed,
        hints: entry.hints.min(exercise.n_hints()),
        star: entry.has_star(),
    }
}

fn status(entry: &Entry) -> Status {
    let hangs = entry.failure.as_ref().is_some_and(|failure| failure.hangs);
    match entry.standing {
        _ if entry.has_passed() => Status::Passed,
        _ if entry.known => Status::Known,
        _ if entry.moments.begun.is_none() => Status::NotBegun,
        Some(Standing::BuildFailed) => Status::DoesNotBuild,
        Some(Standing::Failed) if hangs => Status::Hangs,
        Some(Standing::Failed | Standing::Passed) => Status::Fails,
        Some(Standing::NotRun) | None => Status::NotBegun,
    }
}

/// A short hash of what the exercises ask: equal in checkouts whose grades can be compared.
#[must_use]
pub fn edition(workbook: &Workbook) -> String {
    let mut exercises: Vec<_> = workbook.exercises.iter().collect();
    exercises.sort_by_key(|exercise| exercise.number);
    let mut hasher = xxhash_rust::xxh3::Xxh3::new();
    for exercise in exercises {
        hasher.update(exercise.id.as_bytes());
        for test in &exercise.shipped.tests {
            hasher.update(b"\n");
            hasher.update(test.as_bytes());
        }
        hasher.update(b"\0");
    }
    format!("{:08x}", hasher.digest() >> 32)
}
