//! `trace` for people: what was recorded, and where.

use crate::report::table::{Cell, Style, paint, render as render_table};
use crate::report::trace::TraceReport;
use grader::protocol::{TRACE_BYTES, TraceCounts};
use grader::text::size;

/// Where the file's format is described.
const FORMAT: &str = "described in xtask/yardstick/src/trace/mod.rs";

/// Where it can be seen.
const REPLAY: &str = "in the card of the exercise, in the book that `cargo xtask book` serves";

/// The whole report.
pub(super) fn render(report: &TraceReport<'_>) -> String {
    let TraceReport {
        workbook, exercise, ..
    } = report;
    let trace = match &report.trace {
        Ok(trace) => trace,
        Err(reason) => {
            let title = format!("{}: no trace", exercise.id);
            let title = paint(&title, Style::Bad);
            return format!(
                "{title}: {reason}\n\n  edit   {}\n  again  cargo xtask trace {}\n",
                workbook.show(&exercise.source()),
                exercise.id
            );
        }
    };
    let right = |text: &str| Cell::right(text, Style::Head);
    let head = vec![
        Cell::left("", Style::Head),
        right("events"),
        right("left out"),
        right("chunks"),
        right("bytes asked for"),
        right("peak live bytes"),
    ];
    let rows = [head, row("Bad", &trace.bad), row("yours", &trace.yours)];
    format!(
        "{}\n  file    {} ({} of at most {})\n  of      {}\n  format  {FORMAT}\n  replay  {REPLAY}\n",
        render_table(&rows),
        workbook.show(&report.file),
        size(trace.bytes.len() as u64),
        size(TRACE_BYTES as u64),
        trace.test
    )
}

fn row(side: &str, counts: &TraceCounts) -> Vec<Cell> {
    let number = |number: u64| Cell::right(number.to_string(), Style::Plain);
    vec![
        Cell::left(side, Style::Plain),
        number(counts.events),
        number(counts.dropped),
        number(counts.chunks),
        number(counts.bytes),
        number(counts.peak),
    ]
}
