//! `grade --format json`: the grades of what others have handed in.
//!
//! | member | meaning |
//! |---|---|
//! | `source` | the folder, or the name in git, as it was given |
//! | `error` | why nothing of it could be graded; `null` otherwise |
//! | `standing` | `passed`, `failed`, `build_failed`, `not_begun`, `missing` or `unreadable` |
//! | `failure` | what went wrong first, with its `message`; `null` if nothing did |

use super::document::{WORKBOOK, document};
use crate::report::ci_escape::uncoloured;
use crate::report::submissions::SubmissionsReport;
use anyhow::Result;
use grader::host::Host;
use serde::Serialize;

const VERSION: u32 = 1;

#[derive(Serialize)]
struct WireReport<'a> {
    version: u32,
    workbook: &'static str,
    host: Host,
    submissions: Vec<WireSubmission<'a>>,
}

#[derive(Serialize)]
struct WireSubmission<'a> {
    source: &'a str,
    error: Option<&'a str>,
    passed: usize,
    exercises: Vec<WireResult<'a>>,
}

#[derive(Serialize)]
struct WireResult<'a> {
    id: &'a str,
    standing: &'static str,
    steps_passed: usize,
    steps: usize,
    failure: Option<WireFailure<'a>>,
}

#[derive(Serialize)]
struct WireFailure<'a> {
    what: &'a str,
    message: String,
}

/// The whole document.
pub(super) fn render(report: &SubmissionsReport) -> Result<String> {
    let submissions = report.submissions.iter().map(|submission| {
        let results = submission.results.as_deref().unwrap_or_default().iter();
        let exercises = results.map(|result| WireResult {
            id: &result.id,
            standing: result.standing.name(),
            steps_passed: result.steps_passed,
            steps: result.steps,
            failure: result.failure.as_ref().map(|(what, message)| WireFailure {
                what,
                message: uncoloured(message),
            }),
        });
        WireSubmission {
            source: &submission.source,
            error: submission.results.as_ref().err().map(String::as_str),
            passed: submission.n_passed(),
            exercises: exercises.collect(),
        }
    });
    document(&WireReport {
        version: VERSION,
        workbook: WORKBOOK,
        host: Host::this(),
        submissions: submissions.collect(),
    })
}
