//! The JSON document of what others have handed in, with its grades: `grade` writes it, a workshop's board and report read it.
//!
//! | member | meaning |
//! |---|---|
//! | `time` | when it was graded, in seconds since 1970 |
//! | `name` | whose it is: as it was given, or the name of the folder or branch |
//! | `source` | the folder, or the name in git, as it was given |
//! | `error` | why nothing of it could be graded; `null` otherwise |
//! | `differs` | other files that differ from the grading checkout's, and were not used: how many, and the first of them; `null` where that cannot be told |
//! | `standing` | `passed`, `failed`, `build_failed`, `not_run`, `not_begun`, `missing` or `unreadable` |
//! | `hangs` | whether the first test that fails never ended |
//! | `failure` | what went wrong first, with its `message`; `null` if nothing did |

use crate::report::{FORMAT, Line, Report, Status};
use grader::host::Host;
use serde::{Deserialize, Serialize};
use tutor::words::claim;
use workbook::step_of;

/// The version of the document.
pub const VERSION: u32 = 1;
/// What it names as its origin.
pub const WORKBOOK: &str = "arena-workbook";
/// More than a class makes of it, in bytes.
pub const MAX_BYTES: u64 = 16 << 20;

/// The whole document.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Document {
    /// [`VERSION`].
    pub version: u32,
    /// [`WORKBOOK`].
    pub workbook: String,
    /// The machine that it was graded on.
    pub host: Option<Host>,
    /// When, in seconds since 1970.
    #[serde(default)]
    pub time: u64,
    /// In the order in which they were given.
    pub submissions: Vec<Submission>,
}

/// What one person has handed in.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Submission {
    /// Whose it is.
    pub name: String,
    /// The folder, or the name in git.
    pub source: String,
    /// Why nothing of it could be graded.
    pub error: Option<String>,
    /// How many exercises pass.
    pub passed: usize,
    /// What else differs; `None` where that cannot be told.
    pub differs: Option<Differing>,
    /// A result for each exercise.
    pub exercises: Vec<Graded>,
}

/// Files that differ from the grading checkout's, and were not used.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Differing {
    /// How many.
    pub n: usize,
    /// The first of them.
    pub files: Vec<String>,
}

/// The grade of one exercise.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Graded {
    /// The exercise's id.
    pub id: String,
    /// Its standing, by its name in documents.
    pub standing: String,
    /// How many steps pass.
    pub steps_passed: usize,
    /// How many there are.
    pub steps: usize,
    /// Whether the first test that fails never ended.
    #[serde(default)]
    pub hangs: bool,
    /// What went wrong first.
    pub failure: Option<Failure>,
}

/// What went wrong first.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Failure {
    /// The test, or what else it was.
    pub what: String,
    /// What was reported.
    pub message: String,
}

impl Graded {
    /// How it stands, as a participant's report says it.
    #[must_use]
    pub fn status(&self) -> Status {
        match &*self.standing {
            "passed" => Status::Passed,
            "build_failed" => Status::DoesNotBuild,
            "failed" if self.hangs => Status::Hangs,
            "failed" | "unreadable" => Status::Fails,
            _ => Status::NotBegun,
        }
    }
}

impl Submission {
    /// What a report of its own would say, but for times and hints, which a grade does not know.
    #[must_use]
    pub fn as_report(&self, time: u64, edition: &str) -> Report {
        Report {
            format: FORMAT,
            name: self.name.clone(),
            seat: String::new(),
            edition: edition.to_owned(),
            system: String::new(),
            rustc: String::new(),
            joined: time,
            sent: time,
            exercises: self.exercises.iter().map(line).collect(),
        }
    }
}

fn line(graded: &Graded) -> Line {
    let status = graded.status();
    // A failure that is no test's has no step.
    let test = graded.failure.as_ref().map(|failure| &*failure.what);
    let test = test.filter(|test| test.contains("::"));
    Line {
        id: graded.id.clone(),
        status,
        step: test.map(|test| step_of(test).to_owned()),
        steps_passed: graded.steps_passed,
        steps: graded.steps,
        failure: test.map(claim).filter(|claim| !claim.is_empty()),
        begun: None,
        since: None,
        passed: None,
        hints: 0,
        star: false,
    }
}
