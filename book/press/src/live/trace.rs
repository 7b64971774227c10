//! The reader's own memory: records a trace, keeps it, and hands it to the page, which replays it.

use anyhow::Result;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use grader::event::Control;
use grader::text::grouped;
use grader::trace::{self, Unreadable};
use std::path::Path;
use std::time::{Duration, UNIX_EPOCH};
use tutor::truncate::truncate;
use workbook::{Exercise, Workbook};

/// How much is said about a run that recorded nothing, in bytes.
const MAX_BYTES: usize = 600;

/// When the trace that is kept for an exercise was recorded, in milliseconds since 1970; `None` where there is none.
pub(super) fn recorded(workbook: &Workbook, id: &str) -> Option<u64> {
    let data = trace::file(&workbook.root, id).metadata().ok()?;
    let time = data.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    u64::try_from(time.as_millis()).ok()
}

/// Records a trace of the learner's code, and returns what to say about it.
///
/// # Errors
/// As [`trace::record`].
pub(super) fn record(
    workbook: &Workbook,
    exercise: &Exercise,
    time: Duration,
    control: &Control<'_>,
) -> Result<String> {
    let said = match trace::record(workbook, exercise, time, control)? {
        Ok(trace) => format!(
            "Recorded: {} events in Bad, {} in yours.",
            grouped(trace.bad.events),
            grouped(trace.yours.events)
        ),
        Err(reason) => format!("Nothing was recorded: {}", truncate(&reason, MAX_BYTES)),
    };
    Ok(said)
}

/// The trace that is kept for an exercise of the catalogue, or what to do for one.
pub(super) fn answer(root: &Path, id: &str) -> Response {
    let (status, text) = match trace::kept(root, id) {
        Ok(bytes) => {
            let kind = [(header::CONTENT_TYPE, "application/octet-stream")];
            return (kind, bytes).into_response();
        }
        Err(Unreadable::Missing) => (StatusCode::NOT_FOUND, "No trace is kept"),
        Err(Unreadable::Foreign) => (StatusCode::CONFLICT, "The trace that is kept is damaged"),
        Err(Unreadable::OtherVersion) => (
            StatusCode::CONFLICT,
            "The trace that is kept was recorded by another version of the workbook",
        ),
    };
    let text = format!("{text}: press \u{201c}Show my memory\u{201d} to record one.\n");
    (status, text).into_response()
}
