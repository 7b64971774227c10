//! All reports of a workshop, in the order in which participants need help.

use crate::place::Found;
use crate::report::{FORMAT, Line, NEWER, Report, Status};
use std::collections::BTreeMap;
use workbook::Workbook;

/// At one step for so many seconds, somebody may need help.
const STUCK: u64 = 10 * 60;
/// With code that does not build, or never ends, sooner.
const STUCK_EARLY: u64 = 5 * 60;
/// Whoever has been silent for so many seconds has left, or sits over something else.
const SILENT: u64 = 20 * 60;
/// A clock is wrong if it differs by more seconds than that.
const CLOCK: u64 = 120;

/// A workshop as its reports show it.
#[derive(Clone, Debug, Default)]
pub struct Room {
    /// Those who take part, those who need help first.
    pub people: Vec<Person>,
    /// Reports that cannot be read: the file's name, and why.
    pub unreadable: Vec<(String, String)>,
    /// What is gone through, in order.
    pub exercises: Vec<Column>,
}

/// An exercise of the workshop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its id.
    pub id: String,
    /// Its number.
    pub number: u32,
    /// Its title.
    pub title: String,
    /// How many have passed it.
    pub passed: usize,
    /// By step, how many are there now.
    pub at_step: BTreeMap<String, usize>,
}

/// Somebody who takes part.
#[derive(Clone, Debug)]
pub struct Person {
    /// Their report.
    pub report: Report,
    /// How long ago it was written, in seconds.
    pub age: u64,
    /// The exercise that they are at, by its place in the report.
    pub at: Option<usize>,
    /// For how long they have been where they are, in seconds.
    pub there_for: Option<u64>,
    /// Why they may need help.
    pub need: Option<Need>,
    /// What is to be known about the report itself.
    pub notes: Vec<String>,
}

/// Why somebody may need help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// The same step for long.
    Stuck,
    /// Code that has not compiled for a while.
    DoesNotBuild,
    /// A test that never ends.
    Hangs,
}

impl Room {
    /// The room that these reports show at `now`, in seconds since 1970, for a workbook of this edition.
    #[must_use]
    pub fn of(workbook: &Workbook, edition: &str, found: Vec<Found>, now: u64) -> Self {
        let columns = workbook.planned().iter().map(|exercise| Column {
            id: exercise.id.clone(),
            number: exercise.number,
            title: exercise.title.clone(),
            passed: 0,
            at_step: BTreeMap::new(),
        });
        let mut room = Self {
            exercises: columns.collect(),
            ..Self::default()
        };
        for found in found {
            match found.report {
                Err(why) => room.unreadable.push((found.name, why)),
                Ok(report) if report.format > FORMAT => {
                    room.unreadable.push((found.name, NEWER.to_owned()));
                }
                Ok(report) => room
                    .people
                    .push(person(report, found.arrived, edition, now)),
            }
        }
        for column in &mut room.exercises {
            for person in &room.people {
                let Some(line) = person.line(&column.id) else {
                    continue;
                };
                match (line.status, &line.step) {
                    (Status::Passed, _) => column.passed += 1,
                    (Status::Fails | Status::Hangs | Status::DoesNotBuild, Some(step)) => {
                        *column.at_step.entry(step.clone()).or_default() += 1;
                    }
                    _ => {}
                }
            }
        }
        room.people.sort_by_key(|person| {
            let waits = person.there_for.unwrap_or(0);
            (
                std::cmp::Reverse(person.need.map(|_| waits)),
                person.n_passed(),
                person.report.name.to_lowercase(),
            )
        });
        room
    }

    /// How many may need help.
    #[must_use]
    pub fn n_in_need(&self) -> usize {
        self.people
            .iter()
            .filter(|person| person.need.is_some())
            .count()
    }
}

impl Person {
    /// What the report says of this exercise.
    #[must_use]
    pub fn line(&self, id: &str) -> Option<&Line> {
        self.report.exercises.iter().find(|line| line.id == id)
    }

    /// How many exercises they have passed.
    #[must_use]
    pub fn n_passed(&self) -> usize {
        let lines = self.report.exercises.iter();
        lines.filter(|line| line.status == Status::Passed).count()
    }

    /// Whether nothing has come for a while.
    #[must_use]
    pub fn is_silent(&self) -> bool {
        self.age >= SILENT
    }
}

fn person(report: Report, arrived: Option<u64>, edition: &str, now: u64) -> Person {
    let mut notes = Vec::new();
    // The place's clock is the same for all; a participant's may be wrong, and only spans of it are used.
    let arrived = arrived.unwrap_or(report.sent);
    if report.sent.abs_diff(arrived) > CLOCK {
        let (hours, minutes) = (
            report.sent.abs_diff(arrived) / 3_600,
            report.sent.abs_diff(arrived) / 60,
        );
        let by = match hours {
            0 => format!("{minutes} min"),
            _ => format!("{hours} h"),
        };
        notes.push(format!(
            "this clock is wrong by {by}; times are counted from when the report came"
        ));
    }
    if report.edition != edition {
        notes.push(
            "another version of the workbook: `cargo xtask update` brings both to the same"
                .to_owned(),
        );
    }
    let age = now.saturating_sub(arrived);
    let at = current(&report);
    let line = at.map(|at| &report.exercises[at]);
    let there_for = line.and_then(|line| {
        let since = line.since.or(line.begun)?;
        Some(report.sent.saturating_sub(since) + age)
    });
    let need = line.and_then(|line| {
        let waits = there_for?;
        match line.status {
            Status::Hangs if waits >= STUCK_EARLY => Some(Need::Hangs),
            Status::DoesNotBuild if waits >= STUCK_EARLY => Some(Need::DoesNotBuild),
            Status::Fails if waits >= STUCK => Some(Need::Stuck),
            _ => None,
        }
    });
    Person {
        report,
        age,
        at,
        there_for,
        need,
        notes,
    }
}

/// Where somebody is: the exercise that was moved last and is not passed, or else the first that is not.
fn current(report: &Report) -> Option<usize> {
    let open = |line: &Line| !matches!(line.status, Status::Passed | Status::Known);
    let lines = || {
        report
            .exercises
            .iter()
            .enumerate()
            .filter(|(_, line)| open(line))
    };
    let begun = lines().filter(|(_, line)| line.status != Status::NotBegun);
    let latest = begun.max_by_key(|(_, line)| line.since);
    latest.or_else(|| lines().next()).map(|(at, _)| at)
}
