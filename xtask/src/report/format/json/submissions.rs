//! `grade --format json`: the grades of what others have handed in. [`workshop::submissions`] says what its members mean.

use super::document::document;
use crate::report::ci_escape::uncoloured;
use crate::report::submissions::{Submission, SubmissionResult, SubmissionsReport};
use anyhow::Result;
use grader::entry::now;
use grader::host::Host;
use workshop::submissions::{self, Document, Failure, Graded, VERSION, WORKBOOK};

/// The whole document.
pub(super) fn render(report: &SubmissionsReport) -> Result<String> {
    document(&Document {
        version: VERSION,
        workbook: WORKBOOK.to_owned(),
        host: Some(Host::this()),
        time: now(),
        submissions: report.submissions.iter().map(submission).collect(),
    })
}

fn submission(submission: &Submission) -> submissions::Submission {
    let results = submission.results.as_deref().unwrap_or_default().iter();
    submissions::Submission {
        name: submission.name.clone(),
        source: submission.source.clone(),
        error: submission.results.as_ref().err().cloned(),
        passed: submission.n_passed(),
        differs: submission.differs.clone(),
        exercises: results.map(graded).collect(),
    }
}

fn graded(result: &SubmissionResult) -> Graded {
    Graded {
        id: result.id.clone(),
        standing: result.standing.name().to_owned(),
        steps_passed: result.steps_passed,
        steps: result.steps,
        hangs: result.hangs,
        failure: result.failure.as_ref().map(|(what, message)| Failure {
            what: what.clone(),
            message: uncoloured(message),
        }),
    }
}
